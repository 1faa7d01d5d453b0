"""Seasons between agencies: an entry to send, a plan to compute, a part to confirm."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from teriya.exchange.seasons import queries
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.portals.links import door
from teriya.portals.waiting.counting import Waiting, came_to_its_state, waits


def kept(user: User, today: date) -> Iterator[Waiting]:
    """For who keeps seasons: ours to enter, and, where we convened, what everybody's answer allows."""
    if user.may(P.SEASONS_KEEP):
        yield from waits(_("Saisons où notre entrée est attendue"), door("seasons:seasons"), queries.to_enter(), "on")
        yield from waits(_("Saisons dont le plan est à calculer"), door("seasons:seasons"), queries.to_plan(), "on")
        settled = queries.to_settle().annotate(since=came_to_its_state("season"))
        yield from waits(
            _("Plans de saison que toutes ont confirmés, à arrêter"), door("seasons:seasons"), settled, "since"
        )


def to_confirm(user: User, today: date) -> Iterator[Waiting]:
    """For who confirms: plans that read an entry written by another person."""
    if user.may(P.SEASONS_CONFIRM):
        rows = queries.to_confirm(user).annotate(since=came_to_its_state("season"))
        yield from waits(_("Plans de saison à confirmer"), door("seasons:seasons"), rows, "since")


ROOMS = (kept, to_confirm)
