"""What was said in the past as a page prints it: by series, drawn, with its conflicts, and beside it what we count ourselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from teriya.contribution.figures import queries
from teriya.contribution.figures.engine.shares import percents, rounded
from teriya.contribution.figures.models import Claim, ClaimConflict
from teriya.contribution.figures.queries import Scope
from teriya.contribution.figures.states import Dated
from teriya.foundation.core.money import grouped
from teriya.foundation.ui.parts import Series
from teriya.foundation.ui.templatetags.ui import day

BEGINNING = date(1960, 1, 1)  # before any register


@dataclass(frozen=True)
class Part:
    label: str
    value: str
    share: str


@dataclass(frozen=True)
class Printed:
    """`each`: so many for each of what it is divided by; `definition`: empty where the source gives none."""

    title: str
    value: str
    unit: str
    on: str
    definition: str
    parts: list[Part]
    each: str
    source: str
    note: str
    is_to_confirm: bool


def printed(claim: Claim) -> Printed:
    values = [part["value"] for part in claim.parts]
    shares = map(_in_language, percents(values, claim.decimals))
    language = "en" if _is_english() else "fr"
    parts = [
        Part(part[language], grouped(part["value"]), share) for part, share in zip(claim.parts, shares, strict=True)
    ]
    each = _in_language(rounded(Fraction(claim.value, claim.per.value), 1)) if claim.per and claim.per.value else ""
    value = grouped(claim.value)
    return Printed(
        claim.title, _("plus de %(value)s") % {"value": value} if claim.is_least else value, claim.unit, said_on(claim), claim.definition,
        parts, each, claim.source, claim.note, claim.is_to_confirm,
    )  # fmt: skip


def said_on(claim: Claim) -> str:
    """As precisely as the source says it: « 31 juillet 2018 », « février 2023 », « 2013 »; a period with both its ends."""
    formats = {Dated.MONTH: "F Y", Dated.YEAR: "Y"}
    if claim.dated == Dated.DAY:
        last = day(claim.on)
        return _("du %(first)s au %(last)s") % {"first": day(claim.first), "last": last} if claim.first else last
    last = date_format(claim.on, formats[Dated(claim.dated)])
    if claim.first is None or claim.dated == Dated.YEAR:
        return last
    return _("de %(first)s à %(last)s") % {
        "first": date_format(claim.first, formats[Dated(claim.dated)]),
        "last": last,
    }


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _in_language(number: str) -> str:
    return number.replace(",", ".") if _is_english() else number


@dataclass(frozen=True)
class Told:
    """One series: its numbers in the order of their days; drawn, the last of each year; what we count, None where nothing compares."""

    title: str
    unit: str
    numbers: list[Printed]
    labels: list[str]
    drawn: list[Series]
    ours: str | None
    measure: str


def series(on: date, beginning: str = "") -> list[Told]:
    """Every series whose code begins so, the longest first; two statements for all our own counts of people, one more for each indicator."""
    groups: dict[str, list[Claim]] = {}
    for claim in Claim.objects.filter(series__startswith=beginning).select_related("per").order_by("on", "pk"):
        groups.setdefault(claim.series, []).append(claim)
    ours = _ours([claims[-1] for claims in groups.values()], on)
    told = [_told(claims, ours.get(code)) for code, claims in groups.items()]
    return sorted(told, key=lambda one: -len(one.numbers))


def _ours(last: Sequence[Claim], on: date) -> dict[str, int]:
    """What we count for the last number of each series: the same days where it has some, all of them until today where it has none."""
    asked, codes = [], []
    for claim in last:
        if measure := queries.measure(claim.measure):
            days = (claim.first, claim.on) if claim.first else (BEGINNING, on)
            asked.append((measure, Scope(*days, on, **claim.narrowed), ()))
            codes.append(claim.series)
    return {code: found.get((), 0) for code, found in zip(codes, queries.tables(asked), strict=True)}


def _told(claims: list[Claim], ours: int | None) -> Told:
    numbers = [printed(claim) for claim in claims]
    by_year = {claim.on.year: claim.value for claim in claims}
    years = range(min(by_year), max(by_year) + 1)
    measure = queries.measure(claims[-1].measure)
    drawn = [Series(claims[0].title, [by_year.get(year) for year in years])] if len(by_year) > 2 else []
    return Told(
        claims[0].title, claims[0].unit, numbers, [str(year) for year in years], drawn, None if ours is None else grouped(ours), str(measure.name) if measure else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Disagreement:
    kind: str
    said: str
    numbers: list[Printed]


def conflicts(beginning: str = "") -> list[Disagreement]:
    """Numbers said of the same thing that disagree, side by side; nothing adds them up. `beginning`: of the code of their series."""
    said = Claim.objects.filter(series__startswith=beginning)
    rows = ClaimConflict.objects.filter(claims__in=said).distinct().prefetch_related("claims__per").order_by("pk")
    return [Disagreement(row.get_kind_display(), row.said, _in_order(row.claims.all())) for row in rows]


def _in_order(claims: Iterable[Claim]) -> list[Printed]:
    return [printed(claim) for claim in sorted(claims, key=lambda claim: (claim.on, claim.pk))]
