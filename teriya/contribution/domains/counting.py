"""What each domain cost, brought and asks for, as known today. The domain is that of the post’s profile, else of its host."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from django.db.models import Count, F, Sum

from teriya.contribution.figures import queries as figures
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules
from teriya.insertion.kits.models import Kit
from teriya.mobilisation.hosts.models import Need, Planned, Seat
from teriya.mobilisation.hosts.states import NeedState, PlannedState, SeatState
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.states import LineState

NOT_DUE = (LineState.DROPPED, LineState.BLOCKED)


@dataclass
class Found:
    """The numbers of one domain; `outputs`: [indicator, name, unit, value]."""

    domain: str
    numbers: Counter[str] = field(default_factory=Counter)
    outputs: list[list] = field(default_factory=list)


def count(since: date, on: date) -> list[Found]:
    """Every domain of the country in its order, then what belongs to none, where anything does."""
    scope = figures.Scope(since, on, on)
    found: dict[str, Found] = {term.code: Found(term.code) for term in rules.terms("domain")}
    rows = chain(_served(scope), _costs(since, on), _needs(since, on))
    for domain, name, amount in rows:
        key = domain if domain in found else ""
        found.setdefault(key, Found(key)).numbers[name] += amount
    for indicator in indicators.catalogue():
        measure = figures.measure(f"indicator:{indicator.code}")
        if measure and indicator.domain in found and (value := figures.total(measure, scope)):
            found[indicator.domain].outputs.append(
                [indicator.code, indicator.term.fr, indicator.term.facts["unit"]["fr"], value]
            )
    return list(found.values())


def _served(scope: figures.Scope) -> Iterable[tuple[str, str, int]]:
    """People in service on the last day, once each; days of service between the two."""
    for name, code in (("volunteers", "in_service"), ("days", "service_days")):
        measure = figures.measure(code)
        if measure:
            yield from (
                (domain, name, amount) for (domain,), amount in figures.table(measure, scope, by=("sector",)).items()
            )


def _costs(since: date, on: date) -> Iterable[tuple[str, str, int]]:
    """Allowances due, what was retained included; kits at their whole value."""
    due = PayLine.objects.filter(month__gte=since.replace(day=1), month__lte=on).exclude(state__in=NOT_DUE)
    kits = Kit.objects.filter(handed_on__gte=since, handed_on__lte=on)
    for name, rows, francs in (("allowances", due, F("net") + F("retained")), ("kits", kits, F("value"))):
        sums = rows.order_by().values_list("mission__profile", "mission__host__domain").annotate(sum=Sum(francs))
        yield from ((_domain(profile, host), name, amount) for profile, host, amount in sums)


def _needs(since: date, on: date) -> Iterable[tuple[str, str, int]]:
    """Approved needs that begin from the first day counted; conventions’ lines that nobody has confirmed yet; seats filled of these needs."""
    asked = Need.objects.filter(state=NeedState.APPROVED, starts_on__gte=since)
    planned = Planned.objects.filter(state=PlannedState.PLANNED, starts_on__gte=since)
    filled = Seat.objects.filter(need__in=asked, state=SeatState.FILLED)
    for profile, host, places in asked.order_by().values_list("profile", "host__domain").annotate(Sum("places")):
        yield _domain(profile, host), "asked", places
    for profile, host, places, lacking in (
        planned.order_by().values_list("profile", "host__domain").annotate(Sum("places"), Sum("gap_tenths"))
    ):
        yield _domain(profile, host), "planned", places
        yield _domain(profile, host), "lacking", lacking or 0
    for profile, host, seats in (
        filled.order_by().values_list("need__profile", "need__host__domain").annotate(Count("pk"))
    ):
        yield _domain(profile, host), "filled", seats


def _domain(profile: str, host: str) -> str:
    term = rules.term("profile", profile)
    return (term.facts.get("domain") if term else "") or host
