"""Reading offers and nominations: what would leave, what left, how a call narrowed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from teriya.exchange.reciprocity.engine.funnel import Stage, funnel
from teriya.exchange.reciprocity.models import Candidacy, Nomination, Offer
from teriya.exchange.reciprocity.states import CandidacyState
from teriya.exchange.wire import queries as wire
from teriya.exchange.wire.fields import FIELDS
from teriya.exchange.wire.models import Fact
from teriya.exchange.wire.states import Way
from teriya.foundation.accounts.models import User
from teriya.people.models import Person, ServicePeriod

LEFT = (Way.SENT, Way.APPLIED, Way.REFUSED, Way.VOIDED)


def has_served(person: Person, on: date) -> bool:
    """Serving or former national volunteer: reciprocity is for those only."""
    records = Q(person=person) | Q(person__merged_into=person)
    return ServicePeriod.objects.filter(records, period__startswith__lte=on).exists()


def purpose(offer: Offer) -> str:
    return _("proposer ma candidature au poste « %(title)s », %(agency)s") % {"title": offer.title, "agency": offer.agency.name}  # fmt: skip


def person_of(user: User) -> Person | None:
    """The person for life that signs in with this account."""
    person = Person.objects.select_related("merged_into").filter(account=user).first()
    return (person.merged_into or person) if person else None


def shown(part: dict[str, str] | None) -> list[tuple[str, str]]:
    """A personal part with the words of its fields, in the order of the catalogue."""
    return [(str(FIELDS[name][0]), part[name]) for name in FIELDS if name in part] if part else []


def names(row: Nomination) -> str:
    """Who it is, for who may read it; the reference alone once the personal part is gone."""
    if row.person:
        return str(row.person)
    part = (wire.person_part(row.dossier) if row.dossier else None) or {}
    return " ".join(filter(None, [part.get("family"), part.get("given")])) or row.reference


def call(offer: Offer) -> list[Stage]:
    """The funnel of the call for a post, from its rows."""
    rows = Candidacy.objects.filter(offer=offer).values_list("state").annotate(Count("pk"))
    return funnel(CandidacyState.values, dict(rows))


@dataclass(frozen=True)
class Gone:
    """What left about somebody: to whom, when, for what, and whether they attest that they hold it no more."""

    fact: Fact
    at: datetime | date
    part: list[tuple[str, str]]
    nomination: Nomination | None

    @property
    def is_kept_there(self) -> bool:
        """Whether they may still hold it, as far as we know."""
        refused = hasattr(self.fact, "outgoing") and self.fact.outgoing.state == Way.REFUSED
        return not refused and (self.nomination is None or self.nomination.erased_on is None)


def gone_about(person: Person) -> list[Gone]:
    """By a message, or by a letter where the agency has no system; the last first."""
    by_letter = Fact.objects.filter(subject=person, is_ours=True, agency__speaks=False).select_related("agency")
    facts = [*wire.sent_about_person(person), *by_letter]
    rows = {
        row.uid: row
        for row in Nomination.objects.filter(uid__in=[fact.about for fact in facts]).select_related("offer")
    }
    found = [Gone(fact, left_at(fact), shown(wire.person_part(fact)), rows.get(fact.about)) for fact in facts]
    return sorted(found, key=lambda one: (str(one.at), str(one.fact.pk)), reverse=True)


def left_at(fact: Fact) -> datetime | date:
    return fact.outgoing.sent_at if fact.agency.speaks else fact.on


def own(user: User) -> QuerySet[Nomination]:
    """Nominations of the user, those that wait for an answer first."""
    return Nomination.objects.own(user).select_related("offer", "agency", "consent").order_by("-prepared_on", "-pk")
