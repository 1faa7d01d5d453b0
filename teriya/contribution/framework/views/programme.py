"""A version of the PTBA as a table, its activities, targets and milestones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.contribution.framework import actions, queries
from teriya.contribution.framework.engine import quarters
from teriya.contribution.framework.forms import ActivityForm, MilestoneForm, ReasonForm, TargetForm
from teriya.contribution.framework.models import Activity, Milestone, ReviewLine, Target, WorkPlan
from teriya.contribution.framework.states import PROGRAMME_LIFE, ProgrammeState
from teriya.contribution.framework.views.acting import act, get_or_post
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_upload

FULL = 1500  # tenths of a per cent at which a bar is full: what is beyond is said in figures


@dataclass(frozen=True)
class Shown:
    """A target with what the latest review of the year says of it."""

    target: Target
    line: ReviewLine | None
    rate: str
    width: int  # of the bar, in thousandths


def shown(target: Target, line: ReviewLine | None) -> Shown:
    width = min(1000, (line.tenths or 0) * 1000 // FULL) if line else 0
    return Shown(target, line, queries.rate_of(line) if line else "", width)


@require_safe
def work_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Each activity with its quarters, budget and envelope; each target with its bar, as the latest review read it."""
    require(request.user, P.FRAMEWORK_READ)
    row, today = _version(pk), timezone.localdate()
    review = queries.latest_review(row)
    read, rows = queries.lines_by_code(review), queries.activities_of(row)
    lines = [
        (one, [shown(target, read.get((one.code, target.number))) for target in one.targets.all()]) for one in rows
    ]
    may_write = request.user.may(P.FRAMEWORK_WRITE)
    known = set(row.letter.reviews.values_list("quarter", flat=True))
    history = Transition.objects.filter(subject=PROGRAMME_LIFE.subject, subject_id=pk).order_by("pk")
    return render(request, "framework/work_plan.html", {
        "plan": row, "lines": lines, "review": review, "budget": sum(one.budget for one in rows), "targets": sum(len(found) for _one, found in lines),
        "unfunded": sum(one.budget for one in rows if one.envelope_id is None), "steps": _steps(request.user, row), "is_draft": row.state == ProgrammeState.DRAFT and may_write,
        "may_review": may_write and row.state == ProgrammeState.ADOPTED and bool(set(quarters.ended(row.letter.year, today)) - known),
        "history": [(step, ProgrammeState(step.to).label) for step in history],
    })  # fmt: skip


def _version(pk: int) -> WorkPlan:
    return get_object_or_404(WorkPlan.objects.select_related("letter__plan"), pk=pk)


def _steps(user: User, row: WorkPlan) -> list[str]:
    """What this person may do with the version now; never adopt what one submitted."""
    names = [step.name for step in PROGRAMME_LIFE.open_from(row.state) if user.may(step.permission)]
    return [name for name in names if name != "replace" and not (name == "adopt" and user.pk == row.submitted_by_id)]


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of the board."""
    require(request.user, P.FRAMEWORK_READ)
    row = get_object_or_404(WorkPlan.objects.select_related("scan"), pk=pk)
    if row.scan is None:
        raise Http404
    return as_upload(row.scan)


@get_or_post
def write_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """A new activity of a version in preparation."""
    require(request.user, P.FRAMEWORK_WRITE)
    row = _version(pk)
    form = ActivityForm(request.POST or None, work_plan=row)
    return act(
        request, form, "framework.write_activity", lambda: actions.write_activity(work_plan=row, by=request.user, on=timezone.localdate(), **form.values()),
        title=_("Nouvelle activité"), submit=_("Enregistrer l’activité"), back=reverse("framework:work_plan", args=[pk]), done=_("L’activité est enregistrée : donnez-lui une cible."),
        told=str(row), then=lambda pk: reverse("framework:write_target", args=[pk]),
    )  # fmt: skip


@get_or_post
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """An activity written again, or taken out, while its version is in preparation."""
    require(request.user, P.FRAMEWORK_WRITE)
    row = get_object_or_404(Activity.objects.select_related("work_plan__letter__plan"), pk=pk)
    names = ("code", "title", "axis", "national_axis", "objective", "responsible", "quarters", "budget", "envelope")
    form, gone = _form_and_removal(
        request, ActivityForm, {name: getattr(row, name) for name in names}, work_plan=row.work_plan
    )
    do = {"activity": row, "by": request.user, "on": timezone.localdate()}
    if _rewritten_or_removed(
        request, "activity", form, gone, lambda: actions.write_activity(work_plan=row.work_plan, **do, **form.values()), lambda: actions.remove_activity(**do),
        saved=_("L’activité est enregistrée."), removed=_("L’activité est retirée."),
    ):  # fmt: skip
        return redirect("framework:work_plan", row.work_plan_id)
    return render(request, "framework/activity.html", {"activity": row, "form": form, "remove": gone, "targets": row.targets.order_by("number")},
                  status=max(form.status, gone.status))  # fmt: skip


def _form_and_removal(
    request: HttpRequest, kind: type[ActionForm], initial: dict, **given
) -> tuple[ActionForm, ActionForm]:
    """The form of a line, and the button that takes the line out: one of the two was sent."""
    sent = request.POST if request.method == "POST" else None
    is_removal = bool(sent) and "remove" in request.POST
    return kind(None if is_removal else sent, initial=initial, **given), ActionForm(
        sent if is_removal else None, auto_id="gone_%s"
    )


def _rewritten_or_removed(
    request: HttpRequest, what: str, form: ActionForm, gone: ActionForm, write: Callable[[], Model], remove: Callable[[], Any], *, saved: str, removed: str
) -> bool:  # fmt: skip
    """Whether what was sent is done, and said: the line written again, or taken out."""
    if (
        gone.is_bound
        and gone.is_valid()
        and gone.send(request, f"framework.remove_{what}", lambda: {"done": remove()})
    ):
        messages.success(request, removed)
        return True
    if form.is_bound and form.is_valid() and form.send(request, f"framework.write_{what}", lambda: {"id": write().pk}):
        messages.success(request, saved)
        return True
    return False


@get_or_post
def write_target(request: HttpRequest, pk: int) -> HttpResponse:
    """A new target of an activity."""
    require(request.user, P.FRAMEWORK_WRITE)
    row = get_object_or_404(Activity.objects.select_related("work_plan"), pk=pk)
    form = TargetForm(request.POST or None)
    return act(
        request, form, "framework.write_target", lambda: actions.write_target(activity=row, by=request.user, on=timezone.localdate(), **form.values()),
        title=_("Nouvelle cible"), submit=_("Enregistrer la cible"), back=reverse("framework:work_plan", args=[row.work_plan_id]), done=_("La cible est enregistrée."), told=str(row),
    )  # fmt: skip


@get_or_post
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """A target: what it aims at, what reviews read, the milestones counted. While its version is in preparation, it may be rewritten."""
    require(request.user, P.FRAMEWORK_READ)
    row = get_object_or_404(Target.objects.select_related("activity__work_plan__letter"), pk=pk)
    plan, may_write = row.activity.work_plan, request.user.may(P.FRAMEWORK_WRITE)
    initial = {
        name: getattr(row, name)
        for name in ("label", "measure", "unit", "form", "region", "baseline", "baseline_source", "goals")
    }
    form, gone = _form_and_removal(
        request, TargetForm, initial | {f"aim_{n}": aim for n, aim in enumerate(row.aims, 1)}
    )
    do = {"target": row, "by": request.user, "on": timezone.localdate()}
    if _rewritten_or_removed(
        request, "target", form, gone, lambda: actions.write_target(activity=row.activity, **do, **form.values()), lambda: actions.remove_target(**do),
        saved=_("La cible est enregistrée."), removed=_("La cible est retirée."),
    ):  # fmt: skip
        return redirect("framework:work_plan", plan.pk)
    return render(request, "framework/target.html", {
        "target": row, "plan": plan, "form": form, "remove": gone, "is_draft": may_write and plan.state == ProgrammeState.DRAFT,
        "milestones": queries.milestones_of(row), "read": [(line, queries.rate_of(line)) for line in queries.read_of(row)],
        "may_count": may_write and not row.measure and plan.state == ProgrammeState.ADOPTED, "aims": list(enumerate(row.aims, 1)),
    }, status=max(form.status, gone.status))  # fmt: skip


@get_or_post
def count_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_WRITE)
    row = get_object_or_404(Target.objects.select_related("activity"), pk=pk)
    form = MilestoneForm(request.POST or None, request.FILES or None)
    return act(
        request, form, "framework.count_milestone", lambda: actions.count_milestone(target=row, by=request.user, on=timezone.localdate(), **form.values()),
        title=_("Compter une réalisation"), submit=_("Compter"), back=reverse("framework:target", args=[pk]), done=_("La réalisation est comptée."), told=str(row),
    )  # fmt: skip


@get_or_post
def withdraw_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_WRITE)
    row = get_object_or_404(Milestone.objects.select_related("target__activity"), pk=pk)
    form = ReasonForm(request.POST or None)
    return act(
        request, form, "framework.withdraw_milestone", lambda: actions.withdraw_milestone(milestone=row, by=request.user, on=timezone.localdate(), **form.values()),
        title=_("Retirer une réalisation"), submit=_("Retirer"), back=reverse("framework:target", args=[row.target_id]), done=_("La réalisation ne compte plus."),
        told=_("%(what)s. Les revues déjà faites gardent ce qu’elles ont lu.") % {"what": row.what},
    )  # fmt: skip


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper that proves a milestone."""
    require(request.user, P.FRAMEWORK_READ)
    row = get_object_or_404(Milestone.objects.select_related("proof"), pk=pk)
    if row.proof is None:
        raise Http404
    return as_upload(row.proof)
