"""A board whole: its numbers, the indicator chosen by place and by month. Pages show it, the note prints it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from teriya.contribution.boards import cards, queries
from teriya.contribution.boards.asked import Asked
from teriya.contribution.boards.queries import People, Told
from teriya.contribution.figures import queries as figures
from teriya.contribution.worth import queries as worth
from teriya.foundation.places import queries as places
from teriya.foundation.rules import indicators
from teriya.foundation.rules.indicators import Indicator
from teriya.foundation.ui.parts import Figure, Row, Series

CAVEAT = _("Ces nombres contribuent à des cibles de développement. Aucun ne dit qu’une cible est atteinte.")
MOST, PEOPLE = 10, 4  # numbers of a page that a telephone shows; those of people among them


@dataclass(frozen=True)
class Board:
    """`chosen`: the indicator drawn by place (`rows`) and by month (`labels`, `series`); None where the country has none."""

    asked: Asked
    cards: list[Figure]
    choices: list[Indicator]
    chosen: Told | None
    rows: list[Row]
    people: People | None = None
    freshness: str = ""

    @property
    def span(self) -> str:
        return cards.span(self.asked)

    @property
    def month(self) -> str:
        return cards.month_name(self.asked.month)

    @property
    def labels(self) -> list[str]:
        return cards.months(self.asked)

    @property
    def series(self) -> Sequence[Series]:
        return cards.lines(self.chosen) if self.chosen else ()

    @property
    def contributes(self) -> str:
        return cards.contributes(self.chosen.indicator) if self.chosen else ""


def of_country(asked: Asked, wanted: str = "") -> Board:
    """The first page of the director, with the regions."""
    month, aims = queries.reports(asked), queries.aims(asked)
    value = cards.of_value(asked, *(worth.value(asked.worth(back)) for back in (0, 1)))
    more = [cards.of_reports(asked, month), cards.of_programme(queries.reviews(asked)), value]
    return _board(
        asked, wanted, "region", queries.headlines(asked), aims, more, freshness=cards.freshness(asked, month)
    )


def of_perimeter(asked: Asked, wanted: str = "") -> Board:
    """A region, or the communes of a centre: the same numbers, commune by commune."""
    month = queries.reports(asked)
    aims = queries.aims(asked) if asked.region else {}
    return _board(
        asked,
        wanted,
        "commune",
        queries.headlines(asked),
        aims,
        [cards.of_reports(asked, month)],
        freshness=cards.freshness(asked, month),
    )


def of_sector(asked: Asked, wanted: str = "") -> Board:
    """A sector: all its indicators, region by region; its volunteers by host."""
    return _board(asked, wanted, "region", queries.of_sector(asked.sector), {}, [], people_by="host")


def of_host(asked: Asked, told: Mapping[str, Told], names: Mapping[str, str], wanted: str = "") -> Board:
    """What the volunteers of a host counted, each of them in the drawing of the indicator chosen."""
    chosen = _chosen(told, wanted, list(told))
    numbers = [cards.of_indicator(asked, one, {}) for one in told.values()]
    amounts = chosen.by_place() if chosen else {}
    rows = [Row(name, amounts[mission]) for mission, name in names.items() if mission in amounts]
    return Board(asked, cards.dated(numbers[:MOST], asked), [one.indicator for one in told.values()], chosen, rows)


def _board(
    asked: Asked, wanted: str, by: str, heads: Sequence[str], aims: Mapping[str, int], more: Sequence[Figure], *, people_by: str = "", freshness: str = ""
) -> Board:  # fmt: skip
    choices = [one for one in indicators.catalogue() if asked.sector in ("", one.domain)]
    codes = [*heads, *(one.code for one in choices if one.code == wanted)]
    people = queries.people(asked, by=people_by or by)
    told = queries.told(asked, set(codes), by=by)
    heads = heads[: MOST - len(more) - PEOPLE]
    numbers = [
        *cards.of_people(asked, people, aims),
        *(cards.of_indicator(asked, told[code], aims) for code in heads),
        *more,
    ]
    chosen = _chosen(told, wanted, codes)
    rows = _rows(chosen, by) if chosen else []
    return Board(asked, cards.dated(numbers, asked), choices, chosen, rows, people, freshness)


def _chosen(told: Mapping[str, Told], wanted: str, codes: Sequence[str]) -> Told | None:
    """The indicator asked for; else the first one of which something was counted."""
    return told.get(wanted) or next(
        (told[code] for code in codes if told[code].cells), told[codes[0]] if codes else None
    )


def _rows(told: Told, by: str) -> list[Row]:
    """Every region, in their order; of communes, those where something was told, the most first."""
    amounts = told.by_place()

    def opens(place: str) -> str:
        narrowed = {"region": place} if by == "region" else {f"c_{by}": place}
        return (
            cards.behind(told.asked, f"{cards.INDICATOR}{told.indicator.code}", cards.scope_of(told), **narrowed)
            if place in amounts
            else ""
        )

    if by == "region":
        return [Row(one.name, amounts.get(one.code, 0), opens(one.code), one.code) for one in places.regions()]
    names = figures.names(by, amounts)
    return [
        Row(names[code], amount, opens(code), code)
        for code, amount in sorted(amounts.items(), key=lambda item: (-item[1], item[0]))
    ]
