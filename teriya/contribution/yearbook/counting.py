"""The whole content of a yearbook as it was known on a day: asked again for the same day, the same."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from teriya.contribution.figures import queries as figures
from teriya.contribution.figures.engine.suppression import Table, hidden, is_small
from teriya.contribution.figures.queries import Scope
from teriya.contribution.yearbook.engine.reconcile import faults, series_faults
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.places import queries as places
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules

MEASURES = ("mobilised", "missions_begun", "missions_ended", "in_service", "service_days")
DIMENSIONS = ("form", "age", "sector", "region", "commune")  # each crossed with the sex
YEARS = 10  # of the series, the one of the yearbook the last
STEPS = len(DIMENSIONS) + 3  # totals, years, indicators
BEGINNING = date(1960, 1, 1)


def content_of(year: int, on: date, restated: list[dict], tell: Callable[[int], None]) -> dict[str, Any]:
    """Every number, checked (`does_not_reconcile`), and what the public does not read. `tell` is given the steps done."""
    scope = Scope(date(year, 1, 1), date(year, 12, 31), on)
    measures = [_measure(code) for code in MEASURES]
    totals = dict(
        zip(
            MEASURES,
            (found.get((), 0) for found in figures.tables([(one, scope, ()) for one in measures])),
            strict=True,
        )
    )
    tell(1)
    tables: dict[str, dict[str, dict]] = {}
    for done, dimension in enumerate(DIMENSIONS, start=2):
        found = figures.tables([(one, scope, (dimension, "sex")) for one in measures])
        tables[dimension] = dict(zip(MEASURES, found, strict=True))
        tell(done)
    parents = dict(places.communes().values_list("code", "region__code"))
    years = _years(scope)
    tell(STEPS - 1)
    wrong = [*faults(tables, totals, parents), *series_faults(years, year, totals["missions_begun"])]
    if wrong:
        raise Refusal(
            "does_not_reconcile", _("Les totaux ne se recoupent pas : %(wrong)s") % {"wrong": " ; ".join(wrong[:5])}
        )
    least = rules.amount("small_cell_least", on=on, default=5)
    groups = {
        commune: region
        for commune, region in parents.items()
        if any(commune == key for key, _sex in tables["commune"]["missions_begun"])
    }
    found = {
        "year": year, "on": str(on), "least": least, "totals": totals, "parents": groups,
        "tables": {name: _rows(table) for name, table in tables.items()}, "years": years,
        "indicators": _indicators(scope), "restated": restated, "definitions": _definitions(on),
    }  # fmt: skip
    tell(STEPS)
    return found | _hidden(tables, years, groups, least)


def _measure(code: str) -> figures.Measure:
    found = figures.measure(code)
    assert found is not None
    return found


def _rows(table: Mapping[str, Mapping[tuple, int]]) -> list[list]:
    """[key, sex, the number of each measure], in the order of the keys."""
    keys = sorted({key for found in table.values() for key in found})
    return [[*key, *(table[measure].get(key, 0) for measure in MEASURES)] for key in keys]


def _years(scope: Scope) -> dict[str, int]:
    """Missions begun each year up to this one."""
    first = date(scope.last.year - YEARS + 1, 1, 1)
    found = figures.table(_measure("missions_begun"), Scope(first, scope.last, scope.on), ("year",))
    return {year: number for (year,), number in sorted(found.items())}


def _indicators(scope: Scope) -> list[list]:
    """[code, region, number] of what volunteers counted that year, where there is something."""
    asked = [figures.measure(f"indicator:{one.code}") for one in indicators.catalogue()]
    found = figures.tables([(one, scope, ("region",)) for one in asked if one])
    return [
        [one.code, region, number]
        for one, cells in zip(filter(None, asked), found, strict=True)
        for (region,), number in sorted(cells.items())
        if number
    ]


def _definitions(on: date) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language in ("fr", "en"):
        with override(language):
            found[language] = {code: _measure(code).said_on(on) for code in MEASURES}
    return found


def _hidden(
    tables: Mapping[str, Mapping[str, Mapping[tuple, int]]],
    years: Mapping[str, int],
    groups: Mapping[str, str],
    least: int,
) -> dict[str, Any]:
    """What the public does not read: for each table the same cells of every measure; regions as their communes hide them.

    Where the total of one sex is itself too small, nothing is told by sex.
    """
    sexes: dict[str, list[int]] = {}
    for _key, sex, *numbers in _rows(tables["form"]):
        sexes[sex] = [a + b for a, b in zip(sexes.get(sex, [0] * len(MEASURES)), numbers, strict=True)]
    by_sex = not any(is_small(tuple(numbers), least) for numbers in sexes.values())
    found: dict[str, Any] = {}
    try:
        for name in ("form", "age", "sector", "commune"):
            found[name] = sorted(
                map(list, hidden(_table(tables[name], groups if name == "commune" else {}, by_sex), least))
            )
    except ValueError:
        return {"hidden": None, "by_sex": False, "hidden_years": []}
    return {
        "hidden": found,
        "by_sex": by_sex,
        "hidden_years": [year for year, number in years.items() if is_small((number,), least)],
    }


def _table(table: Mapping[str, Mapping[tuple, int]], groups: Mapping[str, str], by_sex: bool) -> Table:
    cells: dict[tuple[str, str], tuple[int, ...]] = {}
    for key, sex, *numbers in _rows(table):
        cell = (key, sex if by_sex else "*")
        cells[cell] = tuple(map(sum, zip(cells.get(cell, (0,) * len(MEASURES)), numbers, strict=True)))
    return Table(cells, {row: groups[row] for row, _sex in cells if row in groups})


def digest_of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
