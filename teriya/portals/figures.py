"""Numbers as a director reads them: whole numbers in, rounded half up in whole numbers, no float."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from teriya.foundation.core.money import NARROW, grouped


def rounded(part: int, whole: int, places: int) -> Decimal:
    """part ÷ whole, rounded half up to so many places; nothing of nothing is 0."""
    scale = 10**places
    units = (2 * part * scale + whole) // (2 * whole) if whole else 0
    return Decimal(units).scaleb(-places)


def percent(part: int, whole: int, places: int = 0) -> Decimal:
    return rounded(100 * part, whole, places)


def shares(counts: Iterable[int]) -> list[Decimal]:
    """Each count's share of their sum, in per cent to two places: 8 224, 11 005, 14, 612 → 41.42, 55.43, 0.07, 3.08.

    Each is rounded on its own, so they may miss 100 by some hundredths: published tables do the same.
    """
    counts = list(counts)
    return [percent(count, sum(counts), 2) for count in counts]


def in_percent(share: Decimal) -> str:
    """41.42 → "41,42 %" in French, "41.42 %" in English."""
    return f"{number_format(share)}{NARROW}%"


def trend(now: Decimal | int, before: Decimal | int, unit: str = "") -> str:
    """ "▲ 12 sur un mois": what changed in a month, with its unit; "=" when nothing did."""
    change = now - before
    if not change:
        return _("= sur un mois")
    size = grouped(abs(change)) if isinstance(change, int) else number_format(abs(change))
    return _("%(way)s %(size)s sur un mois") % {"way": "▲" if change > 0 else "▼", "size": f"{size}{unit}"}


def is_good(now: Decimal | int, before: Decimal | int, *, more_is_better: bool) -> bool | None:
    """Whether the change is good news; None when there is none."""
    return None if now == before else (now > before) == more_is_better
