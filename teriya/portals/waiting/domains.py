"""The choice of domains: a note to sign, then the decision of the board to record."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.contribution.domains.models import DomainNote
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits


def notes(user: User, today: date) -> Iterator[Task]:
    """What another person prepared, with a reason at least; the door of the oldest."""
    if not user.may(P.DOMAINS_DECIDE):
        return
    mine = DomainNote.objects.exclude(prepared_by_id=user.pk).order_by("on", "pk")
    reasoned = mine.filter(state="prepared", lines__reason__gt="").distinct()
    for label, rows, since in (
        (_("Note sur les domaines à signer"), reasoned, "on"),
        (_("Décision du conseil sur les domaines à enregistrer"), mine.filter(state="signed"), "signed_on"),
    ):
        if first := rows.values_list("pk", flat=True).first():
            yield from waits(label, door("domains:note", first), rows, since)


ROOMS = (notes,)
