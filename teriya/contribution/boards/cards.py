"""The numbers of a board as people read them: each with its trend, its target, what it counts and what it contributes to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from teriya.contribution.boards.asked import MONTHS, Asked
from teriya.contribution.boards.queries import MonthOfReports, People, Reviewed, Told
from teriya.contribution.figures import queries as figures
from teriya.contribution.figures.queries import Measure, Scope
from teriya.contribution.worth.queries import Value
from teriya.foundation.core.money import grouped
from teriya.foundation.core.periods import Month
from teriya.foundation.rules.indicators import Indicator
from teriya.foundation.ui.numbers import change, in_millions, in_percent, in_points, is_good, percent
from teriya.foundation.ui.parts import Figure, Series

NOTHING = "—"
INDICATOR = "indicator:"  # before the code of one, where it is a measure


def of_people(asked: Asked, found: People, aims: Mapping[str, int]) -> list[Figure]:
    """Volunteers in service, women among them, people mobilised and days served since January."""
    return [
        _in_service(asked, found, aims), _women(asked, found),
        _since_january(asked, "mobilised", found.mobilised, found.mobilised_before, aims),
        _since_january(asked, "service_days", found.days, found.days_before, aims),
    ]  # fmt: skip


def _in_service(asked: Asked, found: People, aims: Mapping[str, int]) -> Figure:
    measure = _measure("in_service")
    trend = ""
    if found.in_service_before:
        trend = _("%(change)s sur un an") % {"change": change(found.in_service, found.in_service_before)}
    return Figure(
        str(measure), grouped(found.in_service), behind(asked, "in_service", asked.day()), trend, is_good=_good(found.in_service, found.in_service_before),
        target=_target(asked, "in_service", aims), definition=str(measure.definition),
    )  # fmt: skip


def _women(asked: Asked, found: People) -> Figure:
    share = percent(found.women, found.in_service, 1)
    trend = ""
    if found.in_service_before:
        before = percent(found.women_before, found.in_service_before, 1)
        trend = _("%(change)s sur un an") % {"change": change(share, before, in_points)}
    return Figure(
        _("Part des femmes"), in_percent(share) if found.in_service else NOTHING, behind(asked, "in_service", asked.day(), sexe="F"), trend,
        definition=_("Femmes parmi les volontaires en service."),
    )  # fmt: skip


def _since_january(asked: Asked, code: str, now: int, before: int, aims: Mapping[str, int]) -> Figure:
    measure = _measure(code)
    return Figure(
        f"{measure}, {span(asked)}", grouped(now), behind(asked, code, asked.year()), _same_months(asked, now, before), _good(now, before),
        target=_target(asked, code, aims), definition=str(measure.definition),
    )  # fmt: skip


def of_indicator(asked: Asked, told: Told, aims: Mapping[str, int]) -> Figure:
    """An indicator since January, or at the end of the last month for what stands."""
    now, before = told.value(), told.value(1)
    period = month_name(asked.month) if told.indicator.is_stock else span(asked)
    code = f"{INDICATOR}{told.indicator.code}"
    return Figure(
        f"{told.indicator.name}, {period}", NOTHING if now is None else grouped(now),
        behind(asked, code, scope_of(told)), "" if now is None else _same_months(asked, now, before or 0), _good(now or 0, before or 0),
        target=_target(asked, code, aims),
        definition=f"{told.indicator.sheet(asked.on)['definition']} {contributes(told.indicator)}",
    )  # fmt: skip


def of_reports(asked: Asked, month: MonthOfReports) -> Figure:
    """How much of the last month came: what every other number of the page stands on."""
    return Figure(
        _("Relevés reçus, %(month)s") % {"month": month_name(asked.month)}, in_percent(percent(month.received, month.expected)) if month.expected else NOTHING,
        trend=_("%(received)s sur %(expected)s, dont %(validated)s validés") % {
            "received": grouped(month.received), "expected": grouped(month.expected), "validated": grouped(month.validated)},
        definition=_("Missions dont le relevé du mois est envoyé, parmi celles dont il est attendu."),
    )  # fmt: skip


def of_value(asked: Asked, value: Value, before: Value) -> Figure:
    """What the hours would cost at local wages, never without its sources and its caveat."""
    parts, scope = value.parts, asked.year()
    said = [
        _("%(hours)s heures attestées et confirmées × salaire local du métier (OIT, 2011).") % {"hours": grouped(parts.hours)},
        *parts.sources, _("Salaires à confirmer.") if parts.is_to_confirm else "",
        _("%(days)s jours sans salaire connu n’y sont pas.") % {"days": grouped(parts.unpriced)} if parts.unpriced else "", parts.caveat,
    ]  # fmt: skip
    url = (
        f"{reverse('worth:worth')}?{urlencode({'du': f'{scope.first:%Y-%m}', 'au': f'{scope.last:%Y-%m}'})}"
        if asked.opens
        else ""
    )
    return Figure(
        _("Valeur des heures, %(span)s") % {"span": span(asked)}, in_millions(parts.francs) if parts.hours else NOTHING, url,
        _same_months(asked, parts.francs, before.parts.francs, in_millions), definition=" ".join(filter(None, said)),
    )  # fmt: skip


def freshness(asked: Asked, month: MonthOfReports) -> str:
    """« Relevés validés jusqu’en octobre 2026, 93 % des relevés reçus. »"""
    if not month.expected:
        return _("Aucun relevé n’était attendu en %(month)s.") % {"month": month_name(asked.month)}
    said = {"month": month_name(asked.month), "share": in_percent(percent(month.received, month.expected))}
    return _("Relevés validés jusqu’en %(month)s, %(share)s des relevés de ce mois reçus.") % said


def of_programme(reviews: Sequence[Reviewed]) -> Figure:
    """What the last validated review of the annual work plan says, beside the one before it in the year."""
    if not reviews:
        return Figure(
            _("Cibles du PTBA atteintes"), NOTHING, definition=_("Aucune revue trimestrielle n’est encore validée.")
        )
    now, *before = reviews
    trend = _("%(change)s sur un trimestre") % {"change": change(now.reached, before[0].reached)} if before else ""
    return Figure(
        _("Cibles du PTBA atteintes, T%(quarter)s %(year)s") % {"quarter": now.quarter, "year": now.year},
        _("%(reached)s sur %(all)s") % {"reached": grouped(now.reached), "all": grouped(now.count)}, reverse("framework:review", args=[now.pk]), trend,
        _good(now.reached, before[0].reached) if before else None,
        definition=_("Cibles du plan de travail annuel dont le réalisé atteint ce qui était prévu pour ce trimestre, par la dernière revue validée."),
    )  # fmt: skip


def behind(asked: Asked, code: str, scope: Scope, **narrowed: str) -> str:
    """The address of the list that a number counts, where it opens."""
    if not asked.opens:
        return ""
    of = (
        {"mesure": code, "du": scope.first, "au": scope.last}
        | ({"region": asked.region} if asked.region else {})
        | narrowed
    )
    return f"{reverse('figures:behind')}?{urlencode(of)}"


def scope_of(told: Told) -> Scope:
    """The days of the number of an indicator: since January; of what stands, the last month."""
    month = told.asked.month
    return told.asked.scope(month.first, month.last) if told.indicator.is_stock else told.asked.year()


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


def _measure(code: str) -> Measure:
    found = figures.measure(code)
    assert found
    return found


def _target(asked: Asked, code: str, aims: Mapping[str, int]) -> str:
    if code not in aims:
        return ""
    return _("%(aim)s à la fin de %(year)s") % {"aim": grouped(aims[code]), "year": asked.month.year}


def _same_months(asked: Asked, now: int, before: int, shown: Callable[..., str] = grouped) -> str:
    if not before:
        return ""
    return _("%(change)s sur les mêmes mois de %(year)s") % {
        "change": change(now, before, shown),
        "year": asked.month.year - 1,
    }


def _good(now: int, before: int) -> bool | None:
    return is_good(now, before, more_is_better=True) if before else None
