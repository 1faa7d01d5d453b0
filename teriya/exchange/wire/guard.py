"""Closed by default: what a message needs before it leaves, asked again at each attempt."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from teriya.exchange.wire import kinds
from teriya.exchange.wire.fields import FIELDS, categories
from teriya.exchange.wire.models import Agency, Consent, Fact, TransferAuthorisation
from teriya.exchange.wire.states import AgencyState, Direction
from teriya.foundation.core.refusals import Refusal


class Guard:
    """One agency, on one day: authorisations and consents are read once for a whole bundle."""

    def __init__(self, agency: Agency, on: date) -> None:
        self.agency, self.on = agency, on
        self._allowed: dict[str, list[set[str]]] = {}
        self._agreed: dict[int, list[set[str]]] = {}

    def expect(self, facts: Iterable[Fact]) -> None:
        """Read the consents of all whom these facts speak of."""
        people = {fact.subject_id for fact in facts if fact.subject_id} - self._agreed.keys()
        self._agreed |= {person: [] for person in people}
        for row in Consent.objects.in_force(people=people, agency=self.agency.pk, on=self.on) if people else ():
            self._agreed[row.person_id].append(set(row.fields))

    def check(self, fact: Fact) -> None:
        """Refuses `agency_not_known`, `not_authorised`, `no_consent`, `person_erased`, and what the room's `may_leave` refuses."""
        if self.agency.state != AgencyState.KNOWN:
            raise Refusal(
                "agency_not_known", _("La liaison avec cette agence n’est pas confirmée, ou elle est suspendue.")
            )
        kind = kinds.known(fact.kind)
        if kind.person_fields:
            self.check_authorised(fact.fields, Direction.OUT)
            self._check_consented(fact)
            if not fact.sealed:
                raise Refusal("person_erased", _("Les données de cette personne ont été effacées ici."))
        if kind.may_leave:
            kind.may_leave(fact)

    def check_authorised(self, fields: Collection[str], direction: str) -> None:
        """One authorisation in force covers all the categories of these fields."""
        if unknown := set(fields) - FIELDS.keys():
            raise Refusal(
                "field_unknown", _("« %(field)s » ne peut pas être transmis.") % {"field": sorted(unknown)[0]}
            )
        if direction not in self._allowed:
            rows = TransferAuthorisation.objects.in_force(agency=self.agency.pk, direction=direction, on=self.on)
            self._allowed[direction] = [set(row.categories) for row in rows]
        wanted = categories(fields)
        if not any(wanted <= covered for covered in self._allowed[direction]):
            raise Refusal("not_authorised", _("Aucune autorisation de transfert en vigueur ne couvre ces données."))

    def _check_consented(self, fact: Fact) -> None:
        self.expect([fact])
        if not any(set(fact.fields) <= agreed for agreed in self._agreed[fact.subject_id]):
            raise Refusal(
                "no_consent", _("La personne n’a pas consenti à ce que ces données partent, ou ne consent plus.")
            )
