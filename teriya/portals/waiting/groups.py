"""Savings groups: months that wait, cycles to share."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import Task
from teriya.insertion.groups.models import SavingsGroup
from teriya.insertion.groups.queries import late_months
from teriya.portals.links import door
from teriya.portals.waiting.counting import waits, within


def months(user: User, today: date) -> Iterator[Task]:
    """Groups that one keeps and whose months are late."""
    late = late_months(_kept_by(user), today) if user.may(P.GROUPS_KEEP) else {}
    if late:
        oldest = min(months[0] for months in late.values())
        yield Task(_("Totaux de groupes d’épargne à saisir"), door("groups:groups", retard=1), len(late), oldest)


def shares(user: User, today: date) -> Iterator[Task]:
    """Cycles that are over and not shared."""
    if user.may(P.GROUPS_KEEP):
        rows = _kept_by(user).running().filter(due_on__lt=today)
        yield from waits(_("Groupes d’épargne à partager"), door("groups:groups"), rows, "due_on")


def _kept_by(user: User) -> QuerySet[SavingsGroup]:
    return SavingsGroup.objects.filter(within(user, P.GROUPS_KEEP, "commune"))


ROOMS = (months, shares)
