"""What may be asked for, and who acts when a person takes the consent back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from teriya.exchange.relations.queries import convention_in_force
from teriya.exchange.wire.fields import FIELDS
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal


@dataclass(frozen=True)
class Retraction:
    """The person who takes the own consent back: whatever waits about the person is given up, and nothing else."""

    id: int

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        return permission == P.WIRE_SEND

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        return "la personne, qui retire son accord"

    def may_date(self, on: date) -> bool:
        return True


def check_fields(agency: Agency, fields: Collection[str], on: date) -> None:
    """Only what the convention in force names may leave. Refuses `no_convention`, `field_not_agreed`, `field_missing`."""
    found = convention_in_force(agency, on)
    if found is None:
        raise Refusal("no_convention", _("Aucune convention n’est en vigueur avec cette agence."))
    if extra := sorted(set(fields) - set(found.fields)):
        word = FIELDS[extra[0]][0] if extra[0] in FIELDS else extra[0]
        raise Refusal("field_not_agreed", _("La convention ne prévoit pas de transmettre : %(field)s.") % {"field": word}, field="fields")  # fmt: skip
    if not {"family", "given"} <= set(fields):
        raise Refusal("field_missing", _("On ne propose personne sans son nom et ses prénoms."), field="fields")
