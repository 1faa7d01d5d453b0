"""The numbers of a board as people read them: each with its trend, its target, what it counts and what it contributes to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.contribution.boards.asked import MONTHS, Asked
from teriya.contribution.boards.queries import People, Told
from teriya.contribution.figures import queries as figures
from teriya.foundation.core.money import grouped
from teriya.foundation.core.periods import Month
from teriya.foundation.rules.indicators import Indicator
from teriya.foundation.ui.numbers import change, in_percent, in_points, is_good, percent
from teriya.foundation.ui.parts import Figure, Series

NOTHING = "—"


def of_people(asked: Asked, found: People) -> list[Figure]:
    """Volunteers in service, women among them, people mobilised and days served since January."""
    return [
        _in_service(found), _women(found),
        _since_january(asked, "mobilised", found.mobilised, found.mobilised_before),
        _since_january(asked, "service_days", found.days, found.days_before),
    ]  # fmt: skip


def _in_service(found: People) -> Figure:
    return Figure(
        _("Volontaires en service"), grouped(found.in_service), trend=_over_a_year(found.in_service, found.in_service_before),
        is_good=_good(found.in_service, found.in_service_before), definition=_definition("in_service"),
    )  # fmt: skip


def _women(found: People) -> Figure:
    share = percent(found.women, found.in_service, 1)
    trend = ""
    if found.in_service_before:
        before = percent(found.women_before, found.in_service_before, 1)
        trend = _("%(change)s sur un an") % {"change": change(share, before, in_points)}
    return Figure(
        _("Part des femmes"), in_percent(share) if found.in_service else NOTHING, trend=trend,
        definition=_("Femmes parmi les volontaires en service."),
    )  # fmt: skip


def _since_january(asked: Asked, code: str, now: int, before: int) -> Figure:
    measure = figures.measure(code)
    assert measure
    return Figure(
        f"{measure.name}, {span(asked)}", grouped(now), trend=_same_months(asked, now, before), is_good=_good(now, before),
        definition=str(measure.definition),
    )  # fmt: skip


def of_indicator(asked: Asked, told: Told) -> Figure:
    """An indicator since January, or at the end of the last month for what stands."""
    now, before = told.value(), told.value(1)
    period = month_name(asked.month) if told.indicator.is_stock else span(asked)
    return Figure(
        f"{told.indicator.name}, {period}", NOTHING if now is None else grouped(now),
        trend="" if None in (now, before) else _same_months(asked, now, before), is_good=_good(now or 0, before or 0),
        definition=f"{told.indicator.sheet(asked.on)['definition']} {contributes(told.indicator)}",
    )  # fmt: skip


def contributes(indicator: Indicator) -> str:
    """What no number of volunteers reaches alone."""
    if not indicator.goals:
        return ""
    return _("Contribue aux cibles %(targets)s des Objectifs de développement durable.") % {
        "targets": ", ".join(indicator.goals)
    }


def dated(cards: Iterable[Figure], asked: Asked) -> list[Figure]:
    """Each with the day on which it was known."""
    known = _("Connu le %(day)s.") % {"day": date_format(asked.on, "j F Y")}
    return [replace(card, definition=f"{card.definition} {known}") for card in cards]


def lines(told: Told) -> Sequence[Series]:
    """Twelve months beside the twelve before them."""
    return [Series(_("Ces douze mois"), told.line()), Series(_("Un an plus tôt"), told.line(MONTHS))]


def months(asked: Asked) -> list[str]:
    return [month_name(month) for month in asked.months()]


def span(asked: Asked) -> str:
    """« janvier à octobre 2026 »."""
    first = date_format(asked.first, "F")
    return (
        month_name(asked.month)
        if asked.month.number == 1
        else _("%(first)s à %(last)s") % {"first": first, "last": month_name(asked.month)}
    )


def month_name(month: Month) -> str:
    return date_format(month.first, "F Y")


def _definition(code: str) -> str:
    found = figures.measure(code)
    assert found
    return str(found.definition)


def _same_months(asked: Asked, now: int, before: int) -> str:
    if not before:
        return ""
    return _("%(change)s sur les mêmes mois de %(year)s") % {
        "change": change(now, before),
        "year": asked.month.year - 1,
    }


def _over_a_year(now: int, before: int) -> str:
    return _("%(change)s sur un an") % {"change": change(now, before)} if before else ""


def _good(now: int, before: int) -> bool | None:
    return is_good(now, before, more_is_better=True) if before else None
