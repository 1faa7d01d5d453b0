"""Reading the forecast: its lines by cell, by sort and by funder, and the missions behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from teriya.foundation.core.periods import between
from teriya.pay.forecast import words
from teriya.pay.forecast.engine.flows import NO_ENVELOPE, Line
from teriya.pay.forecast.engine.months import first_of, index, last_of
from teriya.pay.forecast.reading import Forecast
from teriya.pay.forecast.states import COMES_IN, Sort
from teriya.service.missions.models import Mission

UNFUNDED = "-"  # in an address: what no envelope pays


def funder_named(asked: str) -> str:
    return "" if asked == UNFUNDED else asked


@dataclass(frozen=True)
class Told:
    """Lines of the same sort, form and price: one product."""

    sort: str
    form: str
    formula: str
    francs: int
    first: date | None
    last: date | None

    @property
    def comes_in(self) -> bool:
        return self.sort in COMES_IN


@dataclass(frozen=True)
class Chosen:
    """Which cell is opened; empty: everything."""

    month: int | None = None
    funder: str | None = None
    region: int | None = None
    codes: Mapping[str, str] | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str], regions: Mapping[str, int]) -> "Chosen":
        """From an address; what is not one of its values is left out."""
        try:
            month = index(date.fromisoformat(f"{asked.get('mois', '')}-01"))
        except ValueError:
            month = None
        funder = funder_named(asked["financeur"]) if asked.get("financeur") else None
        return cls(month, funder, regions.get(asked.get("region", "")), asked)

    @property
    def first(self) -> date | None:
        return first_of(self.month) if self.month is not None else None

    def envelopes(self, found: Forecast) -> set[int] | None:
        if self.funder is None:
            return None
        if self.funder == "":
            return {NO_ENVELOPE}
        return {pk for pk, purse in found.purses.items() if purse.funder == self.funder}

    def keep(self, found: Forecast) -> list[Told]:
        """The lines of the cell, those of the same price counted together."""
        envelopes = self.envelopes(found)
        alike: dict[tuple, Line] = {}
        for line in found.lines(self.month):
            if (self.region is None or line.region == self.region) and (
                envelopes is None or line.envelope in envelopes
            ):
                key = (line.sort, line.form, line.unit, line.percent, line.first, line.last)
                known = alike.get(key)
                alike[key] = line._replace(people=known.people + line.people, francs=known.francs + line.francs) if known else line  # fmt: skip
        return [
            Told(line.sort, line.form, words.formula(line), line.francs, line.first, line.last)
            for line in alike.values()
        ]


@dataclass(frozen=True)
class Group:
    name: str
    lines: Sequence[Told]
    francs: int


def lines_by_sort(kept: Iterable[Told]) -> list[Group]:
    """In the order of `Sort`, the dearest line first."""
    groups = []
    for sort in Sort:
        own = sorted((line for line in kept if line.sort == sort), key=lambda line: (-line.francs, line.form, line.formula))  # fmt: skip
        if own:
            groups.append(Group(words.sort_of(sort), own, sum(line.francs for line in own)))
    return groups


def by_sort(found: Forecast, asked: str) -> list[tuple[str, bool, int]]:
    """(what, does it come in?, francs over the whole forecast) of a funder, or of all."""
    kept = Chosen(funder=funder_named(asked) if asked else None).envelopes(found)
    sums: dict[str, int] = {}
    for cell, row in (*found.outs.items(), *found.ins.items()):
        if kept is None or cell.envelope in kept:
            sums[cell.sort] = sums.get(cell.sort, 0) + sum(row)
    return [(words.sort_of(sort), sort in COMES_IN, sums[sort]) for sort in Sort if sums.get(sort)]


def missions_behind(found: Forecast, chosen: Chosen) -> QuerySet[Mission]:
    """Missions, running or to begin, that serve a day of the month before the one of the cell; of any month, where none is chosen."""
    served = (found.start - 1, found.months[-1] - 1) if chosen.month is None else (chosen.month - 1,) * 2
    first, last = first_of(served[0]), last_of(served[1])
    rows = Mission.objects.exclude(state="cancelled").filter(period__overlap=between(first, last))
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=first))
    if chosen.region is not None:
        rows = rows.filter(host__commune__region=chosen.region)
    envelopes = chosen.envelopes(found)
    if envelopes == {NO_ENVELOPE}:
        rows = rows.filter(seat__envelope=None)
    elif envelopes is not None:
        shares = Q(seat__shares=None, seat__envelope__in=envelopes) | Q(seat__shares__envelope__in=envelopes)
        rows = rows.filter(shares).distinct()
    return rows.select_related("person", "host__commune", "form").order_by("number")
