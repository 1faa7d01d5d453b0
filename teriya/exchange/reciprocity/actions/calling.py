"""A call for a post abroad: who answers it, and how far each goes. It is ours alone: the other agency hears of nobody here."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.exchange.reciprocity import queries
from teriya.exchange.reciprocity.models import Candidacy, Offer
from teriya.exchange.reciprocity.states import CANDIDACY_LIFE, PostState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move_all
from teriya.foundation.journal import actions as journal
from teriya.people.models import Person


@transaction.atomic
def apply_oneself(*, offer: Offer, by: User, on: date) -> Candidacy:
    """A volunteer or former volunteer answers the call on the own page. Refuses `offer_closed`, `never_served`, `already_applied`."""
    require(by, P.CONSENTS_OWN)
    person = queries.person_of(by)
    if person is None:
        raise NotAllowed("not_own", _("Cette page est celle d’une autre personne."))
    return _enter(offer, person, by, on)


@transaction.atomic
def enter(*, offer: Offer, person: Person, by: Actor, on: date) -> Candidacy:
    """The officer writes down an application that came on paper."""
    require(by, P.EXCHANGES_NOMINATE)
    require_date(by, on)
    return _enter(offer, person, by, on)


def _enter(offer: Offer, person: Person, by: Actor, on: date) -> Candidacy:
    offer = Offer.objects.get(pk=offer.pk)
    if offer.is_ours or offer.state != PostState.OPEN or offer.answer_by < on:
        raise Refusal("offer_closed", _("On ne propose plus personne pour ce poste."))
    if person.died_on or not queries.has_served(person, on):
        raise Refusal("never_served", _("On propose un volontaire national, en service ou ancien."), field="person")
    row = Candidacy(offer=offer, person=person, on=on)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal("already_applied", _("Cette candidature est déjà enregistrée."), field="person") from error
    journal.write("exchanges.apply", "candidacy", row.pk, by=by, on=on)
    return row


@transaction.atomic
def advance(*, offer: Offer, ids: list[int], step: str, by: Actor, on: date) -> int:
    """Take a set one stage further, all or none: eligible, shortlisted, retained. Refuses `none_chosen`, `stopped`."""
    rows = _chosen(offer, ids)
    move_all(rows, CANDIDACY_LIFE, step, by=by, on=on)
    journal.write(f"exchanges.{step}", "exchange_offer", offer.pk, by=by, on=on, permission=P.EXCHANGES_NOMINATE, people=len(rows))  # fmt: skip
    return len(rows)


@transaction.atomic
def stop(*, offer: Offer, ids: list[int], because: str, by: Actor, on: date) -> int:
    """A set goes no further than where it is, with the reason. Refuses `reason_required`."""
    require(by, P.EXCHANGES_NOMINATE)
    require_date(by, on)
    if not because.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="because")
    rows = _chosen(offer, ids)
    Candidacy.objects.filter(pk__in=[row.pk for row in rows]).update(
        stopped_on=on, stopped_because=because.strip()[:200]
    )
    journal.write("exchanges.stop", "exchange_offer", offer.pk, by=by, on=on, permission=P.EXCHANGES_NOMINATE, people=len(rows))  # fmt: skip
    return len(rows)


def _chosen(offer: Offer, ids: list[int]) -> list[Candidacy]:
    rows = list(Candidacy.objects.select_for_update().filter(offer=offer, pk__in=ids).order_by("pk"))
    if not rows:
        raise Refusal("none_chosen", _("Cochez au moins une personne."), field="ids")
    if any(row.stopped_on for row in rows):
        raise Refusal("stopped", _("Une de ces candidatures s’est déjà arrêtée."), field="ids")
    return rows
