"""Closed by default: what a message needs before it leaves, asked again at each attempt."""

from datetime import date

from django.utils.translation import gettext as _

from teriya.exchange.wire import kinds
from teriya.exchange.wire.fields import FIELDS, categories
from teriya.exchange.wire.models import Agency, Consent, Fact, TransferAuthorisation
from teriya.exchange.wire.states import AgencyState, Direction
from teriya.foundation.core.refusals import Refusal


def check(fact: Fact, agency: Agency, on: date) -> None:
    """Refuses `agency_not_known`, `not_authorised`, `no_consent`, `person_erased`, and what the room's `may_leave` refuses."""
    if agency.state != AgencyState.KNOWN:
        raise Refusal(
            "agency_not_known", _("La liaison avec cette agence n’est pas confirmée, ou elle est suspendue.")
        )
    kind = kinds.known(fact.kind)
    if kind.person_fields:
        check_authorised(fact.fields, agency, Direction.OUT, on)
        _check_consented(fact, agency, on)
        if not fact.sealed:
            raise Refusal("person_erased", _("Les données de cette personne ont été effacées ici."))
    if kind.may_leave:
        kind.may_leave(fact)


def check_authorised(fields: list[str], agency: Agency, direction: str, on: date) -> None:
    """One authorisation in force covers all the categories of these fields."""
    if unknown := set(fields) - FIELDS.keys():
        raise Refusal("field_unknown", _("« %(field)s » ne peut pas être transmis.") % {"field": sorted(unknown)[0]})
    wanted = categories(fields)
    for row in TransferAuthorisation.objects.in_force(agency=agency.pk, direction=direction, on=on):
        if wanted <= set(row.categories):
            return
    raise Refusal("not_authorised", _("Aucune autorisation de transfert en vigueur ne couvre ces données."))


def _check_consented(fact: Fact, agency: Agency, on: date) -> None:
    consents = Consent.objects.in_force(person=fact.subject_id, agency=agency.pk, on=on)
    if not any(set(fact.fields) <= set(row.fields) for row in consents):
        raise Refusal(
            "no_consent", _("La personne n’a pas consenti à ce que ces données partent, ou ne consent plus.")
        )
