"""The chain: need, post, days of service, validated outputs, indicator, target; as known on a day. And totals built from parts."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Sum, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.contribution.collection import queries as collection
from teriya.contribution.evidence import queries as evidence
from teriya.contribution.figures import queries as figures
from teriya.contribution.goals.engine.eras import Era, eras
from teriya.contribution.goals.engine.parts import Node, Part, PartsOverlap, are_alike, leaves, roll_up
from teriya.contribution.goals.engine.parts import Sum as Rolled
from teriya.contribution.goals.engine.share import Share
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.indicators import Indicator
from teriya.foundation.rules.models import Term
from teriya.mobilisation.hosts.models import Need
from teriya.service.missions.models import Mission

WHY = {
    "counted_twice": gettext_lazy("le même indicateur y est deux fois"),
    "own_breakdown": gettext_lazy("un indicateur et une de ses ventilations comptent les mêmes"),
    "region_and_commune": gettext_lazy("un lieu est dans l’autre"),
    "stock_over_months": gettext_lazy("ce qui est là à la fin d’un mois est encore là le mois suivant"),
    "same_people": gettext_lazy("ce sont peut-être les mêmes personnes, au même endroit le même mois"),
}  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """Months from `first` to `last`, both inside, as known on a day; narrowed by domain, target, region or need.

    `communes`: the perimeter of who reads; None: everywhere.
    """

    first: date
    last: date
    on: date
    domain: str = ""
    target: str = ""
    region: str = ""
    need: Need | None = None
    communes: Collection[int] | None = None


@dataclass(frozen=True)
class Target:
    """A target that an output contributes to, and the era that reads it."""

    era: Era
    goal: Term


@dataclass(frozen=True)
class Output:
    """What volunteers did of one indicator, validated; their share, where registers tell it; the targets it contributes to."""

    indicator: Indicator
    amount: int
    share: Share
    targets: list[Target]


@dataclass(frozen=True)
class Served:
    """A mission of the chain: its need and its days of service in the period."""

    mission: int
    need: int
    seat: int
    days: int


@dataclass(frozen=True)
class Chain:
    """Each link counts what the next one comes from; the missions are those of every link."""

    missions: list[Served]
    needs: int
    asked: int
    seats: int
    days: int
    reports: int
    outputs: list[Output]


def chain(scope: Scope) -> Chain:
    """From the needs whose seats were held in the period to the targets that the validated outputs contribute to."""
    found = _indicators(scope)
    missions = served(scope, found)
    needs = {one.need for one in missions}
    asked = Need.objects.filter(pk__in=needs).aggregate(sum=Sum("places", default=0))["sum"]
    counted = _collected(scope, found)
    return Chain(
        missions, len(needs), asked, len({one.seat for one in missions}), sum(one.days for one in missions),
        _cells(counted, missions, scope).aggregate(n=Count("report", distinct=True))["n"], _outputs(scope, found, counted, missions),
    )  # fmt: skip


def _indicators(scope: Scope) -> list[Indicator]:
    """Those of the domain, of the profile asked for, or that contribute to the target, in one of its eras."""
    kinds = {era.kind for era in eras(scope.first, scope.last)}
    return [
        one
        for one in indicators.catalogue()
        if scope.domain in ("", one.domain)
        and (not scope.need or scope.need.profile in one.profiles)
        and (not scope.target or scope.target in [f"{kind}:{code}" for kind in kinds for code in _goals(one, kind)])
    ]


def _goals(one: Indicator, kind: str) -> list[str]:
    return one.goals if kind == "sdg" else one.former_goals


def served(scope: Scope, found: Iterable[Indicator]) -> list[Served]:
    """The missions that served in the period on a profile that counts one of the indicators, with their days.

    Days are those of `figures` (`service_days`): what was taken on from before the system has no need, and is not in the chain.
    """
    profiles = {profile for one in found for profile in one.profiles} if scope.domain or scope.target else None
    asked = figures.Scope(scope.first, scope.last, scope.on, region=scope.region, communes=scope.communes,
                          profile=scope.need.profile if scope.need else "", sector=scope.domain)  # fmt: skip
    measure = figures.measure("service_days")
    days = {one.mission: one.amount for one in figures.people_behind(measure, asked, {}) if one.mission}
    rows = Mission.objects.filter(pk__in=days).order_by("pk").values_list("pk", "profile", "seat__need", "seat")
    return [
        Served(pk, need, seat, days[pk])
        for pk, profile, need, seat in rows
        if (profiles is None or profile in profiles) and (scope.need is None or need == scope.need.pk)
    ]


def _collected(scope: Scope, found: Iterable[Indicator]) -> collection.Scope:
    profiles = [scope.need.profile] if scope.need else None
    return collection.Scope(scope.first, scope.last, scope.on, indicators={one.code for one in found}, profiles=profiles,
                            region=scope.region, communes=scope.communes)  # fmt: skip


def _cells(counted: collection.Scope, missions: Collection[Served], scope: Scope):
    """The cells that count, those of the need’s own missions where one is asked about."""
    cells = collection.counted(counted)
    return cells.filter(report__mission__in=[one.mission for one in missions]) if scope.need else cells


def _outputs(scope: Scope, found: list[Indicator], counted: collection.Scope, missions: list[Served]) -> list[Output]:
    """Every indicator with a validated value, in the order of the catalogue; a mission of a need counts for it alone."""
    if scope.need:
        own, amounts = {one.mission for one in missions}, defaultdict(int)
        for (code, mission), amount in collection.totals(counted, by=("indicator", "mission")).items():
            amounts[code] += amount if mission in own else 0
    else:
        amounts = {code: amount for (code,), amount in collection.totals(counted).items()}
    told = _by_facility(scope, counted, missions)
    return [Output(one, amounts[one.code], told[one.code], targets(one, scope)) for one in found if amounts.get(one.code)]  # fmt: skip


def _by_facility(scope: Scope, counted: collection.Scope, missions: list[Served]) -> dict[str, Share]:
    """Share of each indicator, over the facility-months whose register was confirmed by that day. A stock: the last one of each."""
    whole, stocks = evidence.facility_totals(counted), {one.code for one in indicators.catalogue() if one.is_stock}
    cells = _cells(counted, missions, scope).order_by()
    place = Concat(Cast("report__mission__host", CharField()), Value(" "), Cast("month", CharField()))
    months = cells.values("indicator").annotate(n=Count(place, distinct=True))
    told = {row["indicator"]: row["n"] for row in months}
    rows = (
        cells.filter(report__mission__host__in={host for host, _code, _month in whole})
        .values_list("report__mission__host", "indicator", "month")
        .annotate(sum=Sum("amount"))
    )
    own = {(host, code, month): amount for host, code, month, amount in rows}
    both = sorted(whole.keys() & own.keys(), key=lambda key: key[2])
    last = {(host, code): (host, code, month) for host, code, month in both}
    kept: dict[str, list] = defaultdict(list)
    for key in both:
        if key[1] not in stocks or last[key[:2]] == key:
            kept[key[1]].append(key)
    return defaultdict(lambda: Share(0, 0, 0, 0)) | {
        code: Share(sum(own[key] for key in kept[code]), sum(whole[key] for key in kept[code]), len(kept[code]), told[code])
        for code in told
    }  # fmt: skip


def targets(one: Indicator, scope: Scope) -> list[Target]:
    """What the outputs of an indicator contribute to, by the goals of each part of the period."""
    return [
        Target(era, goal)
        for era in eras(scope.first, scope.last)
        for goal in indicators.goals(era.kind)
        if goal.code in _goals(one, era.kind)
    ]


def part_of(one: Indicator, first: date, last: date, *, place: tuple[str, ...] = (), **cell: str) -> Part:
    month = [day.year * 12 + day.month for day in (first, last)]
    asked = {name: value for name, value in cell.items() if value}
    return Part(one.code, one.term.facts["counts"], one.unit, one.is_stock, month[0], month[1], place, asked)


def total(node: Node, scope: Scope, *, unit: str = "") -> Rolled:
    """A total from its parts, each read from the collection. `unit`: what they are together, where their own differ.

    Refuses `parts_overlap` where two leaves may count the same, `parts_unlike` where adding them means nothing.
    """
    parts = list(leaves(node))
    if not are_alike(parts) or (not unit and len({part.unit for part in parts}) > 1):
        raise Refusal("parts_unlike", _("Ces parties ne s’ajoutent pas : elles ne comptent pas la même sorte de chose."))  # fmt: skip
    try:
        return roll_up(node, lambda part: _amount(part, scope))
    except PartsOverlap as no:
        names = [str(indicators.indicator(part.indicator)) for part in (no.clash.one, no.clash.other)]
        said = {"one": names[0], "other": names[1], "why": WHY[no.clash.why]}
        raise Refusal("parts_overlap", _("« %(one)s » et « %(other)s » ne s’ajoutent pas : %(why)s.") % said) from no


def _amount(part: Part, scope: Scope) -> int:
    first, last = (date((month - 1) // 12, (month - 1) % 12 + 1, 1) for month in (part.first, part.last))
    asked = collection.Scope(first, last, scope.on, indicators={part.indicator}, communes=scope.communes)
    names = ("indicator", *(("region", "commune")[: len(part.place)]), *part.cell)
    wanted = (part.indicator, *part.place, *part.cell.values())
    return collection.totals(asked, by=names).get(wanted, 0)


def aggregates() -> list[Term]:
    """The totals that the country declares, each with its parts."""
    return list(rules.terms("aggregate"))


def node_of(aggregate: Term, scope: Scope) -> Node:
    """A declared total as a tree of its parts, over the months and the region of the scope."""
    place = (scope.region,) if scope.region else ()
    known = {one.code: one for one in indicators.catalogue()}
    children = tuple(
        Node(known[code].name, part=part_of(known[code], scope.first, scope.last, place=place))
        for code in aggregate.facts["parts"]
    )
    return Node(aggregate.code, children)
