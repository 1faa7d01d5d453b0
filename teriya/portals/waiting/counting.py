"""Counting what waits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.core.models import Transition
from teriya.foundation.ui.parts import Task

NOWHERE = Q(pk__in=())


def within(user: User, permission: str, *communes: str) -> Q:
    """The rows where the person's roles grant the permission. `communes`: the fields that lead to a row's commune."""
    return covered(user.acts_for(permission), *communes)


def covered(acts: Iterable[Appointment], *communes: str) -> Q:
    """The rows in the perimeter of these acts: none without an act, all for a country-wide one or where no commune leads."""
    where = NOWHERE
    for act in acts:
        if not communes or not act.commune_ids:
            return Q()
        for field in communes:
            where |= Q(**{f"{field}__in": act.commune_ids})
    return where


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that wait for a person, not yet counted. `url` may need the day since which the oldest waits."""

    label: str
    url: str | Callable[[date], str]
    rows: QuerySet
    since: str | date
    part: Q | None
    told: str
    detail: str

    def told_of(self, count: int, oldest: date | None, some: int) -> Task:
        since = oldest and min(oldest, timezone.localdate())
        url = self.url if isinstance(self.url, str) else self.url(since)
        return Task(self.label, url, count, since, self.told % {"count": some} if some else self.detail)


def waits(
    label: str, url: str | Callable[[date], str], rows: QuerySet, since: str | date, *, part: Q | None = None, told: str = "",
    detail: str = "",
) -> Iterator[Waiting]:  # fmt: skip
    """One task for the rows, or none when there are none; `since` is a day, or the field that holds it.

    `told` is said of those that `part` names ("dont %(count)s en retard"), when there are any; else `detail`.
    """
    yield Waiting(label, url, rows, since, part, told, detail)


def count(asked: Sequence[Waiting]) -> Iterator[Task]:
    """A task for each of those that have rows. One statement counts them all, whatever their number."""
    parts = [(n, *sql) for n, one in enumerate(asked) if (sql := _rows_of(one))]
    if not parts:
        return
    statement = " UNION ALL ".join(_COUNT.format(n=n, rows=sql) for n, sql, _values in parts)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for *_sql, values in parts for value in values])
        for n, found, oldest, some in cursor.fetchall():
            if found:
                yield asked[n].told_of(found, oldest, some)


_COUNT = """SELECT {n}, count(DISTINCT pk), min(since)::date, count(DISTINCT pk) FILTER (WHERE part) FROM ({rows}) AS waits (pk, since, part)"""


def _rows_of(one: Waiting) -> tuple[str, tuple] | None:
    """The rows to count: their number, the day since which each waits, whether it belongs to the part. None: there can be none."""
    since = F(one.since) if isinstance(one.since, str) else Value(one.since, DateField())
    part = Case(When(one.part, then=True), default=False) if one.part else Value(value=False)
    try:
        return one.rows.order_by().values_list("pk", since, part).query.sql_with_params()
    except EmptyResultSet:
        return None


def came_to_its_state(subject: str) -> Subquery:
    """The day on which each row reached the state that it is in."""
    steps = Transition.objects.filter(subject=subject, subject_id=OuterRef("pk"), to=OuterRef("state"))
    return Subquery(steps.order_by("-pk").values("on")[:1])
