"""What rooms above add to the pages of a run and of a payment, for those who read pay: doors to their own pages."""

from collections.abc import Callable, Iterable

from teriya.foundation.accounts.models import User
from teriya.pay.allowances.models import PayLine, PayRun

RUN_DOORS: list[Callable[[User, PayRun], Iterable[tuple[str, str]]]] = []  # (label, address)
LINE_DOORS: list[Callable[[User, PayLine], Iterable[tuple[str, str]]]] = []  # (label, address)
