"""A yearbook as it is read: its tables in words; what is hidden is hidden for the public and on paper, not for who may open the lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from teriya.contribution.figures import queries as figures
from teriya.contribution.figures.measures import DIMENSIONS as NAMES
from teriya.contribution.yearbook.counting import MEASURES
from teriya.foundation.core.money import grouped
from teriya.foundation.ui.parts import Row

TOTAL = ""
Link = Callable[..., str]  # a measure and the keys of a cell → the address of its list


def nowhere(_measure: str, **_cell: str) -> str:
    return ""


class Number(NamedTuple):
    """As it is printed, and the address of its list for who may open it."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Shown:
    """A table: `heads` of its columns (each measure), lines of [label, numbers]; `chart`: people mobilised, shown ones only."""

    name: str
    title: str
    heads: list[str]
    lines: list[tuple[str, list[Number]]]
    total: list[Number]
    chart: list[Row]


def heads() -> list[str]:
    return [str(found.name) for code in MEASURES if (found := figures.measure(code))]


def totals(content: Mapping[str, Any], *, whole: bool, link: Link = nowhere) -> list[tuple[str, Number]]:
    """Each measure and its total, which is hidden too where it is small."""
    least = 0 if whole else content["least"]
    numbers = [content["totals"][code] for code in MEASURES]
    return [
        (head, Number(_("n. p.") if 0 < number < least else grouped(number), link(code)))
        for head, number, code in zip(heads(), numbers, MEASURES, strict=True)
    ]


def tables(content: Mapping[str, Any], *, whole: bool, link: Link = nowhere) -> list[Shown]:
    """By form, sex, age, sector, region, commune. `whole`: with what the public does not read; then without the rows by sex hidden."""
    return [_shown(name, content, whole, link) for name in ("form", "sex", "age", "sector", "region", "commune")]


def _shown(name: str, content: Mapping[str, Any], whole: bool, link: Link) -> Shown:
    source = {"sex": "form", "region": "commune"}.get(name, name)
    sums, concealed = _sums(name, content), set() if whole else _concealed(name, source, content)
    said = figures.names(name, sums)
    lines, chart = [], []
    for key in sorted(sums, key=lambda key: (key == figures.UNKNOWN, said[key])):
        is_hidden = concealed is None or key in concealed
        told = zip(MEASURES, sums[key], strict=True)
        lines.append((said[key], [
            Number(_("n. p.")) if is_hidden else Number(grouped(number), link(code, **{name: key})) for code, number in told
        ]))  # fmt: skip
        if not is_hidden and name != "commune":
            chart.append(Row(said[key], sums[key][0], code=key))
    total = [number for _head, number in totals(content, whole=whole, link=link)]
    return Shown(name, str(NAMES[name]), heads(), lines, total, chart)


def _sums(name: str, content: Mapping[str, Any]) -> dict[str, list[int]]:
    """Key → the number of each measure."""
    found: dict[str, list[int]] = {}
    source = {"sex": "form", "region": "region"}.get(name, name)
    for key, sex, *numbers in content["tables"][source]:
        row = sex if name == "sex" else key
        found[row] = [a + b for a, b in zip(found.get(row, [0] * len(MEASURES)), numbers, strict=True)]
    return found


def _concealed(name: str, source: str, content: Mapping[str, Any]) -> set[str] | None:
    """The rows whose sum over the sexes is hidden; None: all are."""
    if content["hidden"] is None:
        return None
    if name == "sex":
        return set() if content["by_sex"] else None
    return {row for row, column in content["hidden"][source] if column == TOTAL}


@dataclass(frozen=True)
class Crossed:
    """People mobilised by one dimension and by sex."""

    title: str
    sexes: list[str]
    lines: list[tuple[str, list[Number], Number]]


def crossed(content: Mapping[str, Any], name: str, *, whole: bool, link: Link = nowhere) -> Crossed | None:
    """None where nothing is told by sex."""
    if not whole and not content["by_sex"]:
        return None
    cells = {(key, sex): numbers[0] for key, sex, *numbers in content["tables"][name]}
    rows, sexes = list(dict.fromkeys(key for key, _sex in cells)), sorted({sex for _key, sex in cells})
    concealed = (
        set() if whole else {tuple(cell) for cell in content["hidden"]["commune" if name == "region" else name]}
    )
    said = figures.names(name, rows)

    def shown(row: str, column: str, number: int) -> Number:
        if (row, column) in concealed:
            return Number(_("n. p."))
        return Number(grouped(number), link(MEASURES[0], **{name: row}, **({"sex": column} if column else {})))

    lines = [
        (said[row], [shown(row, sex, cells.get((row, sex), 0)) for sex in sexes],
         shown(row, TOTAL, sum(cells.get((row, sex), 0) for sex in sexes)))
        for row in rows
    ]  # fmt: skip
    return Crossed(str(NAMES[name]), [figures.names("sex", [sex])[sex] for sex in sexes], lines)


def years(content: Mapping[str, Any], *, whole: bool) -> tuple[list[str], list[int | None]]:
    """Labels and values of the series; None where it is hidden or nobody counted."""
    every = range(content["year"] - 9, content["year"] + 1)
    hidden = set() if whole else set(content["hidden_years"])
    return [str(year) for year in every], [
        None if str(year) in hidden else content["years"].get(str(year)) for year in every
    ]


def counted(
    content: Mapping[str, Any], *, whole: bool, link: Link = nowhere
) -> list[tuple[str, Number, list[tuple[str, Number]]]]:
    """What volunteers counted: the indicator, its total, its regions. A number of people served that is small is hidden with its indicator's parts."""
    found: dict[str, list[tuple[str, int]]] = {}
    for code, region, number in content["indicators"]:
        found.setdefault(code, []).append((region, number))
    return [row for code, parts in found.items() if (row := _indicator(code, parts, content["least"], whole, link))]


def _indicator(
    code: str, parts: Sequence[tuple[str, int]], least: int, whole: bool, link: Link
) -> tuple[str, Number, list[tuple[str, Number]]] | None:
    measure = figures.measure(code)
    if measure is None:
        return None
    total, is_small = sum(number for _region, number in parts), any(0 < number < least for _region, number in parts)
    if measure.of_people and is_small and not whole:
        return (str(measure.name), Number(grouped(total) if total >= least else _("n. p.")), [])
    said = figures.names("region", [region for region, _number in parts])
    return (
        str(measure.name),
        Number(f"{grouped(total)} {measure.unit}", link(code)),
        [(said[region], Number(grouped(number), link(code, region=region))) for region, number in parts],
    )
