"""The quarterly review: read on its day, seen by axis of the national plan or by development goal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.contribution.framework import actions, queries
from teriya.contribution.framework.engine import quarters
from teriya.contribution.framework.forms import QuarterForm, ReportForm
from teriya.contribution.framework.models import Review, WorkPlan
from teriya.contribution.framework.states import REVIEW_LIFE, ReviewState
from teriya.contribution.framework.views.acting import act, get_or_post
from teriya.contribution.framework.views.programme import shown
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition


@get_or_post
def open_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the quarter; its numbers are read at once."""
    require(request.user, P.FRAMEWORK_WRITE)
    row, today = get_object_or_404(WorkPlan.objects.select_related("letter"), pk=pk), timezone.localdate()
    form = QuarterForm(request.POST or None, ended=quarters.ended(row.letter.year, today))
    return act(
        request, form, "framework.open_review", lambda: actions.open_review(work_plan=row, by=request.user, on=today, **form.values()),
        title=_("Ouvrir une revue"), submit=_("Lire les chiffres"), back=reverse("framework:work_plan", args=[pk]), done=_("Les chiffres sont lus et figés : écrivez les causes et les décisions."),
        told=_("%(plan)s. Les nombres sont lus une fois, tels qu’ils sont connus aujourd’hui.") % {"plan": row},
        then=lambda pk: reverse("framework:review", args=[pk]),
    )  # fmt: skip


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Each target with its rate, the envelopes, the causes and decisions, what earlier ones became. `?par=goal`: by development goal."""
    require(request.user, P.FRAMEWORK_READ)
    row = get_object_or_404(Review.objects.select_related("letter__plan", "work_plan__letter"), pk=pk)
    by = request.GET.get("par") if request.GET.get("par") in queries.BY else "axis"
    lines = queries.lines_of(row)
    view = queries.view_of(lines, by)
    history = Transition.objects.filter(subject=REVIEW_LIFE.subject, subject_id=pk).order_by("pk")
    may = request.user.may
    return render(request, "framework/review.html", {
        "review": row, "by": by, "view": view, "groups": [(group, [shown(line.target, line) for line in group.lines]) for group in view.groups],
        "until": quarters.last_day(row.letter.year, row.quarter), "money": row.money.select_related("envelope").order_by("envelope__code", "pk"),
        "decisions": row.decisions.select_related("line__target__activity"), "former": queries.earlier_decisions(row),
        "is_open": row.state == ReviewState.OPEN and may(P.FRAMEWORK_WRITE), "may_write": may(P.FRAMEWORK_WRITE), "steps": _steps(request, row),
        "reports": row.reports.select_related("document").order_by("pk"), "report_form": ReportForm(), "may_adopt": may(P.FRAMEWORK_ADOPT),
        "history": [(step, ReviewState(step.to).label) for step in history],
    })  # fmt: skip


def _steps(request: HttpRequest, row: Review) -> list[str]:
    """What this person may do now; never validate what one opened or held."""
    names = [step.name for step in REVIEW_LIFE.open_from(row.state) if request.user.may(step.permission)]
    return [
        name for name in names if not (name == "validate" and request.user.pk in (row.opened_by_id, row.held_by_id))
    ]
