"""The time to a first employment, of which many are not known to the end: the estimate of Kaplan and Meier (JASA 53, 1958)."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

Seen = tuple[
    int, bool
]  # days from the end of the mission; whether the first employment came then, or nothing is known beyond


def median_days(seen: Iterable[Seen]) -> int | None:
    """The first day by which half are estimated to have found one; None where half have not by the last day known.

    At each day with an employment the share still without one is multiplied by 1 − (found that day ÷ still followed). Who is
    known no longer leaves the count after that day, without being said employed nor not.
    """
    found: Counter[int] = Counter()
    left: Counter[int] = Counter()
    for days, is_found in seen:
        (found if is_found else left)[max(0, days)] += 1
    followed, share = sum(found.values()) + sum(left.values()), Fraction(1)
    for day in sorted({*found, *left}):
        if found[day]:
            share *= 1 - Fraction(found[day], followed)
            if share <= Fraction(1, 2):
                return day
        followed -= found[day] + left[day]
    return None
