"""What the framework says: its tree, the latest review, the two views of the same targets, what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from teriya.contribution.figures import queries as figures
from teriya.contribution.framework.engine import quarters, rates, views
from teriya.contribution.framework.models import (
    Activity,
    Axis,
    Milestone,
    Review,
    ReviewDecision,
    ReviewLine,
    StrategicPlan,
    Target,
    WorkPlan,
)
from teriya.contribution.framework.states import AxisKind, Colour, DecisionState, ProgrammeState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label

BY = ("axis", "goal")  # the two views of the same targets


def plans() -> QuerySet[StrategicPlan]:
    """Every plan with its axes, letters, objectives and versions."""
    return StrategicPlan.objects.prefetch_related(
        "axes", "letters__objectives", "letters__work_plans", "letters__reviews"
    )


def activities_of(work_plan: WorkPlan) -> list[Activity]:
    """In the order of their codes, each with its targets and what a page says of it."""
    targets = Prefetch("targets", Target.objects.order_by("number"))
    return list(
        work_plan.activities.select_related("axis", "national_axis", "objective", "envelope")
        .prefetch_related(targets)
        .order_by("code")
    )


def latest_review(work_plan: WorkPlan) -> Review | None:
    """The last one of the year, over any version."""
    return Review.objects.filter(letter=work_plan.letter_id).select_related("letter").order_by("-quarter").first()


def lines_by_code(review: Review | None) -> dict[tuple[str, int], ReviewLine]:
    """A code means the same in every version of the year."""
    rows = lines_of(review) if review else []
    return {(line.target.activity.code, line.target.number): line for line in rows}


def lines_of(review: Review) -> list[ReviewLine]:
    return list(
        review.lines.select_related("target__activity__national_axis", "target__activity__axis").order_by(
            "target__activity__code", "target__number"
        )
    )


@dataclass(frozen=True)
class Shown:
    """A group of a view: its name, its lines, how many of each colour."""

    name: str
    lines: list[ReviewLine]
    counts: list[tuple[str, str, int]]  # colour, its word, how many


@dataclass(frozen=True)
class ShownView:
    groups: list[Shown]
    total: list[tuple[str, str, int]]
    count: int
    is_overlapping: bool


def view_of(lines: Iterable[ReviewLine], by: str) -> ShownView:
    """The same lines by axis of the national plan or by development goal: listed under each they serve, counted once in the total."""
    rows = list(lines)
    told = [views.Told(line.pk, _groups(line, by), line.colour) for line in rows]
    order = _order(rows, by)
    found, by_key = views.by_group(told, list(order)), {line.pk: line for line in rows}
    shown = [
        Shown(order.get(group.code, _("Aucun")), [by_key[key] for key in group.keys], counts_of(group))
        for group in found.groups
    ]
    return ShownView(shown, counts_of(found.total), found.total.count, found.is_overlapping)


def _groups(line: ReviewLine, by: str) -> tuple[str, ...]:
    axis = line.target.activity.national_axis
    return tuple(line.target.goals) if by == "goal" else (str(axis.pk),) if axis else ()


def _order(lines: list[ReviewLine], by: str) -> dict[str, str]:
    """Code of a group → its name, in the order of the pack or of the plan."""
    if by == "goal":
        return {term.code: f"{term.code} {label(term.code, 'goal')}" for term in rules.terms("goal")}
    axes = {line.target.activity.national_axis for line in lines} - {None}
    return {str(axis.pk): str(axis) for axis in sorted(axes, key=lambda axis: axis.pk)}


def counts_of(group: views.Group) -> list[tuple[str, str, int]]:
    return [
        (colour.value, str(colour.label), group.colours[colour.value])
        for colour in Colour
        if group.colours[colour.value]
    ]


def milestones_of(target: Target) -> QuerySet[Milestone]:
    """Of every version of the year."""
    activity = target.activity
    return Milestone.objects.filter(target__activity__work_plan__letter=activity.work_plan.letter_id, target__activity__code=activity.code,
                                    target__number=target.number).select_related("proof").order_by("happened_on", "pk")  # fmt: skip


def read_of(target: Target) -> QuerySet[ReviewLine]:
    """What each review of the year read of it, whatever the version."""
    activity = target.activity
    return (
        ReviewLine.objects.filter(
            review__letter=activity.work_plan.letter_id,
            target__activity__code=activity.code,
            target__number=target.number,
        )
        .select_related("review__letter")
        .order_by("review__quarter")
    )


def measure_choices() -> list[tuple[str, str]]:
    return [(one.code, f"{one.name} ({one.unit})") for one in figures.catalogue()]


def axes_of(plan: int, kind: AxisKind) -> QuerySet[Axis]:
    return Axis.objects.filter(plan=plan, kind=kind).order_by("pk")


def earlier_decisions(review: Review) -> list[ReviewDecision]:
    """Those that earlier reviews left to be done, and those closed since the review before this one was held."""
    before = Review.objects.filter(on__lt=review.on).order_by("-on").first()
    rows = (
        ReviewDecision.objects.filter(review__on__lt=review.on)
        .select_related("review__letter")
        .order_by("due_on", "pk")
    )
    since = before.held_on if before and before.held_on else review.on
    return [one for one in rows if one.closed_on is None or one.closed_on >= since]


def overdue(user: User, today: date) -> QuerySet[ReviewDecision]:
    """Decisions whose day has passed: all for who keeps the framework, those of one's own roles for others."""
    rows = ReviewDecision.objects.filter(state=DecisionState.TAKEN, due_on__lt=today)
    if user.may(P.FRAMEWORK_WRITE):
        return rows
    return (
        rows.filter(owner__in={act.role for act in user.appointments}) if user.may(P.FRAMEWORK_READ) else rows.none()
    )


def reviews_due(today: date) -> list[tuple[WorkPlan, int, date]]:
    """Adopted versions of this year and the last, each with the last quarter that is over and has no review, and its last day."""
    found = []
    rows = WorkPlan.objects.filter(state=ProgrammeState.ADOPTED, letter__year__gte=today.year - 1).select_related("letter").prefetch_related("letter__reviews")  # fmt: skip
    for row in rows.order_by("letter__year"):
        held = {review.quarter for review in row.letter.reviews.all()}
        due = [quarter for quarter in quarters.ended(row.letter.year, today) if quarter > max(held, default=0)]
        if due:
            found.append((row, due[-1], quarters.last_day(row.letter.year, due[-1])))
    return found


def rate_of(line: ReviewLine) -> str:
    return rates.written(line.tenths)
