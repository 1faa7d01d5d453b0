"""Cohorts counted as they are known on a day, frozen figures, and the one object in which a rate is shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import add_months
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.insertion.cohorts import rows
from teriya.insertion.cohorts.counting import Found, count, definition
from teriya.insertion.cohorts.engine.rates import Rate, compare
from teriya.insertion.cohorts.models import RateFigure
from teriya.insertion.cohorts.rows import Member, Scope
from teriya.insertion.cohorts.states import FigureState
from teriya.people.models import Person
from teriya.service.missions.models import Mission


@dataclass(frozen=True)
class Cohort:
    """People whose mission ended in a year, asked about `horizon` months later; narrowed, empty: everybody."""

    year: int
    horizon: int
    form: str = ""
    wave: str = ""
    region: str = ""
    sex: str = ""

    def __str__(self) -> str:
        """« VNC, Savanes, femmes, missions finies en 2025 »."""
        sex = {"F": _("femmes"), "M": _("hommes")}.get(self.sex, "")
        region = (
            dict(places.regions().values_list("code", "name")).get(self.region, self.region) if self.region else ""
        )
        wave = _("vague %(wave)s") % {"wave": self.wave} if self.wave else ""
        year = _("missions finies en %(year)s") % {"year": self.year}
        said = ", ".join(filter(None, [self.form, wave, region, sex, year]))
        return said[:1].upper() + said[1:]


def complete_on(cohort: Cohort) -> date:
    """The day on which the last of them reaches the horizon: of a wave, the last to end that year; else of whoever may still end in it."""
    last = date(cohort.year, 12, 31)
    if cohort.wave:
        ends = (
            Mission.objects.filter(wave__code=cohort.wave).exclude(state="cancelled").values_list("ended_on", "period")
        )
        last = max(
            (end for day, period in ends if (end := day or period.upper - timedelta(1)).year == cohort.year),
            default=last,
        )
    return add_months(last, cohort.horizon)


def work_routes() -> list[str]:
    return [term.code for term in rules.terms("route") if term.facts["work"]]


def scope(cohort: Cohort, on: date, communes: set[int] | None = None, *, years: int = 1) -> Scope:
    """What has to be read for a cohort, or for the same one of several years up to its own."""
    return Scope(
        first=date(cohort.year - years + 1, 1, 1), last=date(cohort.year, 12, 31), horizon=cohort.horizon, on=on, work=work_routes(),
        form=cohort.form, wave=cohort.wave, region=cohort.region, sex=cohort.sex, communes=communes,
    )  # fmt: skip


def found_of(cohort: Cohort, on: date, communes: set[int] | None = None) -> Found:
    """The cohort as it is known on a day: asked again later for the same day, the same."""
    return count(rows.members(scope(cohort, on, communes)), on)


GROUPS: dict[str, Callable[[Member], str]] = {
    "annee": lambda member: str(member.year), "forme": lambda member: member.form, "vague": lambda member: member.wave,
    "region": lambda member: member.region, "sexe": lambda member: member.sex,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One cohort of a comparison: its words, its rate, and what the figure holds besides."""

    label: str
    rate: Rate
    found: Found


def reached(cohort: Cohort, on: date, communes: set[int] | None = None, *, years: int = 1) -> list[Member]:
    """Everybody of the cohort, and of the same one of the years before, who has passed the horizon; the others are left to later."""
    return [member for member in rows.members(scope(cohort, on, communes, years=years)) if member.day <= on]


def lines(members: Iterable[Member], by: str, horizon: int, on: date) -> list[Line]:
    """People split by one of `GROUPS`, each part with its rate."""
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(GROUPS[by](member), []).append(member)
    names = names_of(by)
    found = [(names.get(code, code), count(part, on)) for code, part in sorted(groups.items())]
    return [Line(name, rate(one, name, horizon, on), one) for name, one in found if one.population]


def whole(members: Iterable[Member], cohort: Cohort, on: date) -> Line:
    """The cohort itself, in one line: what is frozen."""
    found = count((member for member in members if member.year == cohort.year), on)
    return Line(str(cohort), rate(found, str(cohort), cohort.horizon, on), found)


def names_of(by: str) -> dict[str, str]:
    if by == "region":
        return dict(places.regions().values_list("code", "name"))
    return {str(code): str(name) for code, name in Person.Sex.choices} if by == "sexe" else {}


def rate(found: Found, cohort: str, horizon: int, on: date, said: str = "") -> Rate:
    return Rate(
        found.counts,
        cohort,
        said or definition(horizon, on, get_language() or "fr"),
        horizon,
        date_format(on, "j F Y"),
    )


def rate_of(figure: RateFigure) -> Rate:
    """The rate of a frozen figure, with its own definition and day."""
    return rate(found_in(figure), str(cohort_of(figure)), figure.horizon, figure.on, figure.definition)


def found_in(figure: RateFigure) -> Found:
    return Found(**{name: getattr(figure, name) for name in Found.__dataclass_fields__})


def cohort_of(figure: RateFigure) -> Cohort:
    return Cohort(**{name: getattr(figure, name) for name in Cohort.__dataclass_fields__})


@dataclass(frozen=True)
class Difference:
    """What two cohorts side by side are worth: a verdict of `engine.rates.compare`."""

    one: str
    other: str
    verdict: str


def differences(found: Sequence[Line]) -> list[Difference]:
    """Each cohort beside the next one."""
    return [Difference(a.label, b.label, compare(a.found.counts, b.found.counts)) for a, b in pairwise(found)]


def published() -> QuerySet[RateFigure]:
    return RateFigure.objects.filter(state=FigureState.PUBLISHED).order_by("-year", "horizon", "pk")


def seen_by(user: User) -> set[int] | None:
    """The communes whose cohorts a person reads; None: all."""
    return user.communes(P.RATES_READ)


def years(on: date, back: int = 12) -> Iterable[int]:
    return range(on.year, on.year - back, -1)


def open_until(cohort: Cohort) -> date:
    """The last day on which a survey of the cohort may still be answered."""
    last = complete_on(cohort)
    return last + timedelta(rules.amount("survey_open_days", on=last, default=0))
