"""What was counted, summed from its cells: for any months, place, form, profile, as it was known on any day."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Q, QuerySet, Sum, Window
from django.db.models import Value as Constant
from django.db.models.functions import Rank

from teriya.contribution.collection.chase import missing
from teriya.contribution.collection.completeness import due_on, expected_days, expected_in
from teriya.contribution.collection.models import Value
from teriya.contribution.collection.reading import (
    counting_profiles,
    own_missions,
    previous_month,
    sent_sums,
    to_attest,
    to_validate,
    unsent,
    visible_to,
)
from teriya.foundation.rules import indicators

__all__ = [
    "DIMENSIONS", "Scope", "counted", "counting_profiles", "due_on", "expected_days", "expected_in", "missing", "own_missions", "previous_month", "sent_sums",
    "to_attest", "to_validate", "totals", "unsent", "visible_to",
]  # fmt: skip

# what a sum may be split by, and where each is read
DIMENSIONS = {
    "indicator": "indicator", "month": "month", "commune": "commune__code", "region": "commune__region__code", "sex": "sex", "age": "age",
    "disability": "disability", "form": "report__mission__form__code", "profile": "report__mission__profile",
    "wave": "report__mission__wave__code", "host": "report__mission__host_id", "mission": "report__mission_id",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Months from `first` to `last` (any day of each), both inside, as known on a day (`on`); narrowed, empty: everything."""

    first: date
    last: date
    on: date
    indicators: Collection[str] | None = None
    form: str = ""
    profiles: Collection[str] | None = None
    region: str = ""
    communes: Collection[int] | None = None  # a perimeter: primary keys
    host: int | None = None
    mission: int | None = None
    missions: Collection[int] | None = None


def counted(scope: Scope) -> QuerySet[Value]:
    """The cells that count: validated by that day, not yet replaced that day."""
    narrowed = {
        "indicator__in": scope.indicators, "report__mission__form__code": scope.form or None, "report__mission__profile__in": scope.profiles,
        "commune__region__code": scope.region or None, "commune__in": scope.communes, "report__mission__host": scope.host,
        "report__mission": scope.mission, "report__mission__in": scope.missions,
    }  # fmt: skip
    return Value.objects.filter(
        Q(superseded_on__isnull=True) | Q(superseded_on__gt=scope.on), validated_on__lte=scope.on,
        month__gte=scope.first.replace(day=1), month__lte=scope.last, **{key: value for key, value in narrowed.items() if value is not None},
    )  # fmt: skip


def totals(scope: Scope, by: Sequence[str] = ("indicator",)) -> dict[tuple, int]:
    """Sums by any of `DIMENSIONS`, in that order. Flows add up over the months; of a stock each mission counts the last month it told."""
    found: dict[tuple, int] = defaultdict(int)
    if "month" in by:  # nothing is added over months
        _add(found, counted(scope), by)
        return dict(found)
    stocks = {one.code for one in indicators.catalogue() if one.is_stock}
    wanted = set(scope.indicators) if scope.indicators is not None else None
    if wanted is None or wanted - stocks:
        _add(found, counted(scope).exclude(indicator__in=stocks & (wanted or stocks)), by)
    if wanted is None or wanted & stocks:
        cells = counted(scope).filter(indicator__in=stocks)
        last = Window(Rank(), partition_by=["report__mission", "indicator"], order_by=F("month").desc())
        cells = Value.objects.filter(pk__in=cells.annotate(rank=last).filter(rank=1).values("pk"))
        _add(found, cells, by)
    return dict(found)


def _add(found: dict[tuple, int], cells: QuerySet[Value], by: Sequence[str]) -> None:
    keys = {f"by_{name}": F(DIMENSIONS[name]) for name in by} or {"by_all": Constant("", output_field=CharField())}
    for *key, amount in cells.order_by().annotate(**keys).values_list(*keys).annotate(sum=Sum("amount")):
        found[tuple(key) if by else ()] += amount or 0
