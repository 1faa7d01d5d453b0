"""The drawn picture of the months: whole numbers in, coordinates out. The table always stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from teriya.pay.forecast.engine.balances import Account
from teriya.pay.forecast.engine.months import first_of

STEP, BAR, HIGH, FOOT = 40, 15, 150, 26  # of the drawing, in its own units


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    width: int
    height: int
    kind: str


@dataclass(frozen=True)
class Mark:
    """A name under the drawing."""

    x: int
    on: date


@dataclass(frozen=True)
class Picture:
    """`zero`: where nothing stands; `top`: francs of the highest bar."""

    bars: Sequence[Bar]
    marks: Sequence[Mark]
    zero: int
    top: int
    width: int
    height: int = HIGH + FOOT

    @property
    def foot(self) -> int:
        return self.height - 6

    @property
    def box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def _marks(start: int, months: int) -> list[Mark]:
    """One a quarter, but where its name would not fit."""
    return [Mark(place * STEP, first_of(start + place)) for place in range(months - 1) if (start + place) % 3 == 0]


def flows(account: Account, start: int) -> Picture:
    """Two bars a month: what comes in, what leaves."""
    months = len(account.spent)
    top = max([*account.received, *account.spent, 0])
    bars = []
    for place in range(months):
        for shift, (kind, francs) in enumerate((("in", account.received[place]), ("out", account.spent[place]))):
            height = HIGH * max(francs, 0) // top if top else 0
            bars.append(Bar(place * STEP + 2 + shift * (BAR + 2), HIGH - height, BAR, height, kind))
    return Picture(bars, _marks(start, months), HIGH, top, months * STEP)


def balance(account: Account, start: int) -> Picture:
    """One bar a month: what is left at its end, below the line where money lacks."""
    found = account.balances
    high, low = max([*found, 0]), min([*found, 0])
    whole = high - low
    zero = HIGH * high // whole if whole else HIGH
    bars = []
    for place, francs in enumerate(found):
        height = HIGH * abs(francs) // whole if whole else 0
        bars.append(Bar(place * STEP + 2, zero - height if francs > 0 else zero, 2 * BAR + 2, height, "left" if francs >= 0 else "less"))  # fmt: skip
    return Picture(bars, _marks(start, len(found)), zero, max(high, -low), len(found) * STEP)
