"""What savings add to the pages of lower rooms: doors, for who may open them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.queries import is_dead
from teriya.pay.savings import queries
from teriya.service.missions.models import Mission


def doors_of(user: User, mission: Mission) -> Iterator[tuple[str, str]]:
    """On a mission: the savings of its person."""
    if user.may(P.PAY_READ) and queries.lines_of(mission.person).exists():
        yield _("Épargne"), reverse("savings:person", args=[mission.person.matricule])


def doors_of_line(user: User, line: PayLine) -> Iterator[tuple[str, str]]:
    """On a line that came back after a death: where it is set aside."""
    if line.state in ("returned", "set_aside") and is_dead(line.mission):
        yield _("Épargne, pour les héritiers"), reverse("savings:person", args=[line.mission.person.matricule])


def doors_of_mine(user: User) -> Iterator[tuple[str, str]]:
    """On « mes paiements »."""
    yield _("Mon épargne"), reverse("savings:mine")
