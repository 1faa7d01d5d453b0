"""Other agencies: who is to be confirmed, what is held, what no answer came for."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.exchange.wire.models import Agency, Outgoing, TransferAuthorisation
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.portals.links import door
from teriya.portals.waiting.counting import Waiting, waits

SILENT = 5  # tries


def confirmed(user: User, today: date) -> Iterator[Waiting]:
    """What somebody else brought."""
    if user.may(P.WIRE_CONFIRM):
        rows = Agency.objects.filter(state="introduced").exclude(by_id=user.pk)
        yield from waits(_("Agences à confirmer"), door("wire:agencies"), rows, "on")
    if user.may(P.TRANSFERS_CONFIRM):
        rows = TransferAuthorisation.objects.filter(state="recorded").exclude(by_id=user.pk)
        yield from waits(_("Autorisations de transfert à confirmer"), door("wire:authorisations"), rows, "on")


def carried(user: User, today: date) -> Iterator[Waiting]:
    if not user.may(P.WIRE_SEND):
        return
    held = Outgoing.objects.filter(state="held")
    yield from waits(_("Messages retenus"), door("wire:agencies"), held, "fact__on")
    silent = Agency.objects.filter(tries__gte=SILENT)
    yield from waits(_("Agences injoignables : portez un fichier"), door("wire:agencies"), silent, "on")


ROOMS = (confirmed, carried)
