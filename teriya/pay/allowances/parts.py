"""What rooms above add to the pages of pay: doors, a door beside each row of the slip, sentences, moments, one's own months."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from teriya.foundation.accounts.models import User
from teriya.foundation.ui.parts import Moment
from teriya.pay.allowances.models import PayLine, PayRun


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about the line, and the door where more is said."""

    sentence: str
    label: str
    url: str


# for those who read pay: doors to their own pages, as (label, address)
RUN_DOORS: list[Callable[[User, PayRun], Iterable[tuple[str, str]]]] = []
LINE_DOORS: list[Callable[[User, PayLine], Iterable[tuple[str, str]]]] = []
# for whoever reads the line: by rank on the slip (the net: 0), a door as (label, address); then sentences below
ROWS: list[Callable[[User, PayLine], Mapping[int, tuple[str, str]]]] = []
NOTES: list[Callable[[User, PayLine], Iterable[Note]]] = []
# for who explains the payment
MOMENTS: list[Callable[[PayLine], Iterable[Moment]]] = []
# for the volunteer, on « mes paiements »: doors, as (label, address)
MINE: list[Callable[[User], Iterable[tuple[str, str]]]] = []
# beside the runs and the preparation, as (label, address)
DOORS: list[Callable[[User], Iterable[tuple[str, str]]]] = []
# above one's own payments: HTML that is safe; empty: nothing to say
OWN: list[Callable[[User], str]] = []
