"""What rooms above add to a mission's page: moments of its story, and doors to their own pages."""

from collections.abc import Callable, Iterable

from teriya.foundation.accounts.models import User
from teriya.foundation.ui.parts import Moment
from teriya.service.missions.models import Mission

MOMENTS: list[Callable[[Mission], Iterable[Moment]]] = []
DOORS: list[Callable[[User, Mission], Iterable[tuple[str, str]]]] = []  # (label, address)
