"""What rooms above add to the pages of needs: doors to their own pages."""

from collections.abc import Callable, Iterable

from teriya.foundation.accounts.models import User
from teriya.mobilisation.hosts.models import Need

NEED_DOORS: list[Callable[[User, Need], Iterable[tuple[str, str]]]] = []  # (label, address)
