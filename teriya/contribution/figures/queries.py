"""Every number of the wing: a measure over a scope, split so that its parts add up; what stands behind each; what they are called."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.contribution.collection import queries as collection
from teriya.contribution.figures import measures, rows
from teriya.contribution.figures.measures import Measure
from teriya.contribution.figures.models import Figure
from teriya.contribution.figures.rows import UNKNOWN, Question, Served
from teriya.contribution.figures.states import NumberState
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.mobilisation.hosts.models import Host
from teriya.service.missions.models import Mission

measure, catalogue, counted = measures.measure, measures.catalogue, measures.counted


@dataclass(frozen=True, slots=True)
class Scope:
    """From `first` to `last`, both inside, as known on a day (`on`); narrowed to one key of a dimension, empty: everything.

    `communes`: the perimeter of who reads, primary keys; None: everywhere. History taken on has no commune: only who reads
    everywhere counts it.
    """

    first: date
    last: date
    on: date
    form: str = ""
    sex: str = ""
    age: str = ""
    region: str = ""
    commune: str = ""
    sector: str = ""
    wave: str = ""
    host: str = ""
    profile: str = ""
    communes: Collection[int] | None = None

    @property
    def narrowed(self) -> dict[str, str]:
        return {name: value for name in rows.NARROWED if (value := getattr(self, name))}


def table(measure: Measure, scope: Scope, by: Sequence[str] = ()) -> dict[tuple, int]:
    """The measure split by some of its dimensions, in that order; under `()` without any. Empty cells are not given.

    Keys are codes, empty where it is not known (history names no commune). Raises ValueError for a dimension it has not.
    """
    return tables([(measure, scope, by)])[0]


def tables(asked: Sequence[tuple[Measure, Scope, Sequence[str]]]) -> list[dict[tuple, int]]:
    """`table` of each: those of people and missions in one statement a day of knowledge, one more for each indicator."""
    for measure, _scope, by in asked:
        if strange := set(by) - set(measure.dimensions):
            raise ValueError(f"{measure.code} is not split by {', '.join(sorted(strange))}")
    found: dict[int, dict[tuple, int]] = {}
    for on in {scope.on for _measure, scope, _by in asked}:
        places = [n for n, (measure, scope, _by) in enumerate(asked) if not measure.indicator and scope.on == on]
        if places:
            found |= zip(places, rows.several([(_question(*asked[n]), asked[n][2]) for n in places]), strict=True)
    return [found[n] if n in found else _indicator(*asked[n]) for n in range(len(asked))]


def total(measure: Measure, scope: Scope) -> int:
    return table(measure, scope).get((), 0)


def people_behind(
    measure: Measure, scope: Scope, cell: Mapping[str, str], *, start: int = 0, count: int | None = None
) -> list[Served]:
    """The missions and lines of history that one cell of a table counts, `cell` being its keys; within the perimeter of the scope.

    The amounts add up to the cell. Of an indicator, the missions that told it.
    """
    inside = replace(scope, **{name: value for name, value in cell.items() if name in rows.NARROWED})
    time = {name: value for name, value in cell.items() if name in ("year", "month")}
    if not measure.indicator and measure.code != "service_days":
        return rows.lines(_question(measure, inside, (), time), start, count)
    for name, said in time.items():
        first, last = _days_of(name, said)
        inside = replace(inside, first=max(inside.first, first), last=min(inside.last, last))
    if not measure.indicator:
        return rows.lines(_question(measure, inside, ()), start, count)
    told = _told(measure, inside, ("mission",), {name: cell[name] for name in ("disability",) if name in cell})
    amounts = {int(mission): amount for (mission,), amount in sorted(told.items())[start:][:count]}
    known = (
        Mission.objects.filter(pk__in=amounts).values_list("pk", "person_id", "started_on", "ended_on").order_by("pk")
    )
    return [Served(pk, None, person, first, last, amounts[pk]) for pk, person, first, last in known]


class Lines(Sequence[Served]):
    """`people_behind` as a list that a page reads in parts."""

    def __init__(self, measure: Measure, scope: Scope, cell: Mapping[str, str]) -> None:
        self.asked = measure, scope, cell

    def __len__(self) -> int:
        return len(people_behind(*self.asked))

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            start = place.start or 0
            return people_behind(*self.asked, start=start, count=None if place.stop is None else place.stop - start)
        return people_behind(*self.asked, start=place, count=1)[0]


def _days_of(name: str, said: str) -> tuple[date, date]:
    year = int(said[:4])
    return (date(year, 1, 1), date(year, 12, 31)) if name == "year" else _month(said)


def _month(said: str) -> tuple[date, date]:
    month = Month(int(said[:4]), int(said[5:7]))
    return month.first, month.last


def _question(
    measure: Measure, scope: Scope, by: Sequence[str], time: Mapping[str, str] = MappingProxyType({})
) -> Question:
    communes = None if scope.communes is None else list(scope.communes)
    slices = _slices(scope, by) if measure.code == "service_days" else ()
    return Question(measure.code, scope.first, scope.last, scope.on, scope.narrowed | time, communes, slices)


def _slices(scope: Scope, by: Sequence[str]) -> list[tuple[date, date]]:
    """Days are counted apart in each month or year where they are told apart."""
    months = 1 if "month" in by else 12 if "year" in by else 0
    if not months:
        return [(scope.first, scope.last)]
    begins = scope.first.replace(day=1) if months == 1 else date(scope.first.year, 1, 1)
    found = []
    while begins <= scope.last:
        after = add_months(begins, months)
        found.append((max(begins, scope.first), min(date.fromordinal(after.toordinal() - 1), scope.last)))
        begins = after
    return found


def _indicator(measure: Measure, scope: Scope, by: Sequence[str]) -> dict[tuple, int]:
    """Sectors are those of the profiles, years those of the months."""
    read = [_READ.get(name, name) for name in by]
    domains = {term.code: term.facts["domain"] for term in rules.terms("profile")}
    found: dict[tuple, int] = defaultdict(int)
    for key, amount in _told(measure, scope, read, {}).items():
        found[tuple(_as_key(name, value, domains) for name, value in zip(by, key, strict=True))] += amount
    return dict(found)


_READ = {"sector": "profile", "year": "month"}


def _as_key(name: str, value: Any, domains: Mapping[str, str]) -> str:
    if name == "sector":
        return domains.get(value, UNKNOWN)
    if name in ("year", "month"):
        return f"{value:%Y}" if name == "year" else f"{value:%Y-%m}"
    return str(value) or UNKNOWN


def _told(measure: Measure, scope: Scope, by: Sequence[str], cell: Mapping[str, str]) -> dict[tuple, int]:
    """Sums of the collection, for whatever the collection narrows by itself and for what it only splits by."""
    assert measure.indicator is not None
    marks = {name: value for name, value in scope.narrowed.items() if name in ("sex", "age", "wave", "commune")} | cell
    found: dict[tuple, int] = defaultdict(int)
    asked = collection.Scope(
        scope.first, scope.last, scope.on, indicators=[measure.indicator.code], form=scope.form, profiles=_profiles(scope),
        region=scope.region, communes=scope.communes, host=int(scope.host) if scope.host else None,
    )  # fmt: skip
    for key, amount in collection.totals(asked, by=(*by, *marks)).items():
        if all((said or UNKNOWN) == wanted for said, wanted in zip(key[len(by) :], marks.values(), strict=True)):
            found[key[: len(by)]] += amount
    return dict(found)


def _profiles(scope: Scope) -> list[str] | None:
    if not scope.sector and not scope.profile:
        return None
    found = [term.code for term in rules.terms("profile") if scope.sector in ("", term.facts["domain"])]
    return [code for code in found if scope.profile in ("", code)]


def names(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """What people read for the keys of a dimension."""
    said = _NAMES.get(dimension)
    found = said(set(keys)) if said else {}
    return {key: _("non connu") if key == UNKNOWN else found.get(key, key) for key in keys}


def _places(keys: Collection[str]) -> dict[str, str]:
    return dict(Place.objects.filter(code__in=keys).values_list("code", "name"))


def _hosts(keys: Collection[str]) -> dict[str, str]:
    rows = Host.objects.filter(pk__in=[int(key) for key in keys if key != UNKNOWN]).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def _terms(kind: str) -> Callable[[Collection[str]], dict[str, str]]:
    return lambda keys: {key: label(key, kind) for key in keys if key != UNKNOWN}


_NAMES: dict[str, Callable[[Collection[str]], dict[str, str]]] = {
    "region": _places, "commune": _places, "host": _hosts, "sector": _terms("domain"), "profile": _terms("profile"),
    "sex": lambda _keys: {"F": _("femmes"), "M": _("hommes")}, "disability": lambda _keys: {"yes": _("en situation de handicap"), "no": _("sans handicap")},
    "month": lambda keys: {key: date_format(_month(key)[0], "F Y") for key in keys if key != UNKNOWN},
    "age": lambda keys: {key: _("%(band)s ans") % {"band": key.replace("-", _(" à "))} for key in keys if key != UNKNOWN},
}  # fmt: skip


def scope_of(figure: Figure, on: date | None = None) -> Scope:
    """What a figure counted, as known on its own day or on another."""
    return Scope(figure.first, figure.last, on or figure.on, **figure.narrowed)


def published() -> QuerySet[Figure]:
    return Figure.objects.filter(state=NumberState.PUBLISHED).order_by("-last", "measure", "pk")


def restatements(since: date, until: date) -> QuerySet[Figure]:
    """Published numbers that took the place of others between two days: each with the one it restates, its cause and its words."""
    rows = Figure.objects.filter(restates__isnull=False, published_on__gte=since, published_on__lte=until)
    return (
        rows.exclude(state__in=[NumberState.FROZEN, NumberState.SET_ASIDE])
        .select_related("restates")
        .order_by("published_on", "pk")
    )
