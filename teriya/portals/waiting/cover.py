"""Social cover: who serves without it, who died under it."""

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits
from teriya.service.cover import queries


def uncovered(user: User, today: date) -> Iterator[Task]:
    """For who declares, and for the centre that has to know."""
    if not user.may(P.COVER_DECLARE) and not user.may(P.DEPENDANTS_WRITE) and not user.may(P.STARTS_CONFIRM):
        return
    rows = queries.missions_seen(user)
    lacks = [Q(pk__in=queries.without(rows, term.code, today).order_by().values("pk")) for term in queries.schemes()]
    if lacks:
        rows = rows.filter(reduce(or_, lacks))
        yield from waits(_("En service sans une couverture due"), door("cover:gaps"), rows, "started_on")


def deaths(user: User, today: date) -> Iterator[Task]:
    """The schemes and the family of a volunteer who died have to be told."""
    if user.may(P.COVER_DECLARE) or user.may(P.DEPENDANTS_WRITE):
        rows = queries.deaths(queries.missions_seen(user))
        yield from waits(_("Décès à annoncer aux régimes et à la famille"), door("cover:gaps"), rows, "ended_on")


ROOMS = (uncovered, deaths)
