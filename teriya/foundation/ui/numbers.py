"""Numbers as a director reads them: whole numbers in, rounded half up in whole numbers, no float."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from teriya.foundation.core.money import NARROW, grouped
from teriya.foundation.core.money import amount as in_francs

MILLION = 1_000_000


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


def in_millions(francs: int) -> str:
    """As on a card: 60 000 F, but 10 094,6 M F; the list behind has them to the franc."""
    if abs(francs) < 10 * MILLION:
        return in_francs(francs)
    millions = number_format(rounded(francs, MILLION, 1), force_grouping=True).replace("\u00a0", NARROW)
    return f"{millions}{NARROW}M{NARROW}F"


def in_points(share: Decimal) -> str:
    return _("%(number)s pt") % {"number": number_format(share)}


def in_days(days: Decimal | int) -> str:
    return _("%(days)s j") % {"days": number_format(days)}


def change(now: Decimal | int, before: Decimal | int, shown: Callable[..., str] = grouped) -> str:
    """ "▲ 12": what changed, written by `shown`; "=" when nothing did."""
    if now == before:
        return "="
    return f"{'▲' if now > before else '▼'} {shown(abs(now - before))}"


def trend(now: Decimal | int, before: Decimal | int, shown: Callable[..., str] = grouped) -> str:
    """ "▲ 12 sur un mois": what changed in a month."""
    return _("%(change)s sur un mois") % {"change": change(now, before, shown)}


def is_good(now: Decimal | int, before: Decimal | int, *, more_is_better: bool) -> bool | None:
    """Whether the change is good news; None when there is none."""
    return None if now == before else (now > before) == more_is_better
