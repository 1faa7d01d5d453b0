"""Reading offers and nominations: what would leave, what left, how a call narrowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from teriya.exchange.reciprocity.dossier import personal_part
from teriya.exchange.reciprocity.engine.funnel import Stage, funnel
from teriya.exchange.reciprocity.models import Candidacy, Nomination, Offer
from teriya.exchange.reciprocity.states import DRAFTS, CandidacyState
from teriya.exchange.relations.queries import convention_in_force
from teriya.exchange.wire import queries as wire
from teriya.exchange.wire.fields import FIELDS
from teriya.exchange.wire.models import Fact
from teriya.exchange.wire.states import Way
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.numbers import in_percent
from teriya.foundation.ui.templatetags.ui import day, phone
from teriya.people.models import Person, ServicePeriod


def has_served(person: Person, on: date) -> bool:
    """Serving or former national volunteer: reciprocity is for those only."""
    records = Q(person=person) | Q(person__merged_into=person)
    return ServicePeriod.objects.filter(records, period__startswith__lte=on).exists()


def purpose(offer: Offer) -> str:
    return _("proposer ma candidature au poste « %(title)s », %(agency)s") % {"title": offer.title, "agency": offer.agency.name}  # fmt: skip


def agreed_until(offer: Offer, on: date) -> date:
    """The last day of a consent: the end of the post, and as long after as the convention of that day keeps a dossier.

    What is said of a stay once it has ended, its joint certificate above all, leaves in that time.
    """
    convention = convention_in_force(offer.agency, on)
    return offer.ends_on + timedelta(convention.keep_days if convention else 0)


def person_of(user: User) -> Person | None:
    """The person for life that signs in with this account."""
    person = Person.objects.select_related("merged_into").filter(account=user).first()
    return (person.merged_into or person) if person else None


def shown(part: dict[str, str] | None) -> list[tuple[str, str]]:
    """A personal part with the words of its fields, in the order of the catalogue."""
    return [(str(FIELDS[name][0]), _in_words(name, part[name])) for name in FIELDS if name in part] if part else []


def _in_words(name: str, value: str) -> str:
    """« 2001-03-28 » is read « 28 mars 2001 »; whatever else another agency writes stays as it is."""
    if name == "phone":
        return phone(value)
    if name == "birth_on" and (found := _date(value)):
        return day(found)
    return value


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def names(row: Nomination) -> str:
    """Who it is, for who may read it; the reference alone once the personal part is gone."""
    if row.person:
        return str(row.person)
    part = sent_part(row) or {}
    return " ".join(filter(None, [part.get("family"), part.get("given")])) or row.reference


def call(offer: Offer) -> list[Stage]:
    """The funnel of the call for a post, from its rows."""
    rows = Candidacy.objects.filter(offer=offer).values_list("state").annotate(Count("pk"))
    return funnel(CandidacyState.values, dict(rows))


@dataclass(frozen=True)
class Line:
    """One stage of a funnel in words: « présélectionné, 10, 25 %, 13,89 % »."""

    label: str
    people: int
    passed: str
    overall: str


def lines(stages: Iterable[Stage]) -> list[Line]:
    return [Line(CandidacyState(one.name).label, one.people, _said(one.passed), _said(one.overall)) for one in stages]


def _said(share: int | None) -> str:
    """5556 → « 55,56 % », 1000 → « 10 % »."""
    return "—" if share is None else in_percent(Decimal(f"{Decimal(share).scaleb(-2).normalize():f}"))


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


def handles(user: User) -> bool:
    """Whoever works on nominations reads names and dossiers; the others read references."""
    return user.may(P.EXCHANGES_NOMINATE) or user.may(P.EXCHANGES_ANSWER)


def name_for(user: User, row: Nomination) -> str:
    return names(row) if handles(user) else row.reference


def named(rows: Iterable[Nomination], user: User) -> list[tuple[Nomination, str]]:
    return [(row, name_for(user, row)) for row in rows]


def sent_part(row: Nomination) -> dict[str, str] | None:
    return wire.person_part(row.dossier) if row.dossier else None


def part_for(user: User, row: Nomination) -> list[tuple[str, str]]:
    """What would leave, what left or what came, in words; nothing for who has no business with it."""
    if not handles(user):
        return []
    return shown(personal_part(row) if row.state in DRAFTS else sent_part(row))


def chosen(user: User, asked: str, today: date) -> QuerySet[Nomination]:
    """The rows that the page of nominations shows, by what the officer asks."""
    rows = Nomination.objects.visible_to(user)
    if asked == "rendre":
        return rows.to_erase(today).order_by("kept_until", "pk")
    found = {"repondre": rows.to_answer, "rappeler": rows.without_consent, "closes": rows.over}
    return found.get(asked, rows.live)().order_by("-at", "-pk")


KIND_WORDS = {
    "nomination.send": _lazy("proposée"), "nomination.interview": _lazy("entretien de sélection"), "nomination.accept": _lazy("acceptée"),
    "nomination.refuse": _lazy("refusée"), "nomination.withdraw": _lazy("retirée"), "recall.ask": _lazy("dossier rappelé"),
    "recall.receipt": _lazy("dossier rendu, reçu donné"),
}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """One word of either agency, and the way that it made."""

    fact: Fact
    label: str
    who: str
    way: str


def moments(row: Nomination) -> list[Moment]:
    """All that both said of it, those of stays included, first to last."""
    us = rules.agency()["short_name"]
    return [
        Moment(fact, str(KIND_WORDS.get(fact.kind, fact.kind)), us if fact.is_ours else row.agency.name, _way(fact))
        for fact in wire.facts_about(row.uid)
        if fact.kind in KIND_WORDS
    ]


def _way(fact: Fact) -> str:
    """Declared, or what our message became; nothing to say of what came."""
    if fact.is_declared:
        return _("déclaré : %(source)s") % {"source": fact.source}
    if not fact.is_ours:
        return ""
    return fact.outgoing.get_state_display() if fact.agency.speaks else _("par lettre")
