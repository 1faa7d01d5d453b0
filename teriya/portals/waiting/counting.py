"""Counting what waits."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
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


def waits(
    label: str, url: str, rows: QuerySet, since: str | date, *, part: Q | None = None, told: str = "", detail: str = ""
) -> Iterator[Task]:
    """One task for the rows, or none when there are none; `since` is a day, or the field that holds it.

    `told` is said of those that `part` names ("dont %(count)s en retard"), when there are any; else `detail`.
    """
    asked = {"oldest": Min(since)} if isinstance(since, str) else {}
    if part:
        asked["some"] = Count("pk", filter=part, distinct=True)
    found = rows.order_by().aggregate(count=Count("pk", distinct=True), **asked)
    if found["count"]:
        oldest = found.get("oldest", since)
        detail = told % {"count": found["some"]} if found.get("some") else detail
        yield Task(label, url, found["count"], oldest and min(oldest, timezone.localdate()), detail)


def came_to_its_state(subject: str) -> Subquery:
    """The day on which each row reached the state that it is in."""
    steps = Transition.objects.filter(subject=subject, subject_id=OuterRef("pk"), to=OuterRef("state"))
    return Subquery(steps.order_by("-pk").values("on")[:1])
