"""What one mission’s month at a host gives: parts of a month × the rate, in whole francs. Worked cases: docs/algorithms/quote-part.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.money import grouped

THIRTIETHS = 30


@dataclass(frozen=True, slots=True)
class Share:
    """`parts` of `whole` a month × `rate`, to the nearest franc, halves upwards."""

    parts: int
    whole: int
    rate: int

    @property
    def amount(self) -> int:
        return (2 * self.rate * self.parts + self.whole) // (2 * self.whole)

    @property
    def formula(self) -> str:
        """« 1 mois × 15 000 = 15 000 F », « 12/30 × 15 000 = 6 000 F »."""
        served = "1 mois" if self.parts == self.whole else f"{self.parts}/{self.whole}"
        return f"{served} × {grouped(self.rate)} = {in_francs(self.amount)}"


def share(spans: Sequence[tuple[date, date]], *, month_days: int, proration: str, rate: int) -> Share:
    """Days of service of one month, both ends inside and without overlap, under the pack's proration of an incomplete month.

    `full_month`: a month begun is due whole. `calendar_days`: each day is one part. Otherwise thirtieths: every month counts 30,
    its last day is the 30th; the parts of spans that together are the month sum to 30.
    """
    if proration == "full_month":
        return Share(1 if spans else 0, 1, rate)
    if proration == "calendar_days":
        return Share(sum((last - first).days + 1 for first, last in spans), month_days, rate)
    return Share(sum(_until(last, month_days) - _before(first) for first, last in spans), THIRTIETHS, rate)


def _until(day: date, month_days: int) -> int:
    return THIRTIETHS if day.day >= month_days else min(day.day, THIRTIETHS)


def _before(day: date) -> int:
    return min(day.day - 1, THIRTIETHS)
