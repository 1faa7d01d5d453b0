"""The words of a review: causes, decisions and what becomes of them, reports and their sending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teriya.contribution.framework import actions, queries
from teriya.contribution.framework.forms import CauseForm, DecisionForm, FollowUpForm, ReportForm, SentForm
from teriya.contribution.framework.models import Report, Review, ReviewDecision, ReviewLine
from teriya.contribution.framework.states import DECISION_LIFE
from teriya.contribution.framework.views.acting import act, get_or_post
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of


def _review(pk: int) -> str:
    return reverse("framework:review", args=[pk])


@get_or_post
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_WRITE)
    row = get_object_or_404(ReviewLine.objects.select_related("target__activity"), pk=pk)
    form = CauseForm(request.POST or None, initial={"cause": row.cause})
    return act(request, form, "framework.explain", lambda: actions.explain(line=row, by=request.user, on=timezone.localdate(), **form.values()),
               title=_("Expliquer une cible"), submit=_("Enregistrer"), back=_review(row.review_id), done=_("L’explication est enregistrée."),
               told=_("%(target)s : %(rate)s %%") % {"target": row.target, "rate": queries.rate_of(row)})  # fmt: skip


@get_or_post
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_WRITE)
    row = get_object_or_404(Review.objects.select_related("letter"), pk=pk)
    form = DecisionForm(
        request.POST or None,
        lines=row.lines.select_related("target__activity").order_by("target__activity__code", "target__number"),
    )
    return act(request, form, "framework.decide", lambda: actions.decide(review=row, by=request.user, on=timezone.localdate(), **form.values()),
               title=_("Décider"), submit=_("Enregistrer la décision"), back=_review(pk), done=_("La décision est enregistrée."), told=str(row))  # fmt: skip


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Those whose day has passed, the oldest first."""
    require(request.user, P.FRAMEWORK_READ)
    rows = (
        queries.overdue(request.user, timezone.localdate()).select_related("review__letter").order_by("due_on", "pk")
    )
    return render(
        request,
        "framework/decisions.html",
        {"page": page_of(request, rows), "may_write": request.user.may(P.FRAMEWORK_WRITE)},
    )


@get_or_post
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, or given up: the button says which, the words say how."""
    require(request.user, P.FRAMEWORK_WRITE)
    row = get_object_or_404(ReviewDecision, pk=pk)
    form = FollowUpForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.send(request, "framework.follow_up", lambda: {
            "id": actions.follow_up(decision=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La suite de la décision est notée."))
        return redirect(_review(row.review_id))
    return render(request, "framework/follow_up.html", {"decision": row, "form": form, "back": _review(row.review_id),
                                                        "steps": [step.name for step in DECISION_LIFE.open_from(row.state)]}, status=form.status)  # fmt: skip


@require_POST
def make_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of a validated review."""
    require(request.user, P.FRAMEWORK_WRITE)
    row = get_object_or_404(Review.objects.select_related("letter"), pk=pk)
    form = ReportForm(request.POST)
    return act(request, form, "framework.make_report", lambda: actions.make_report(review=row, by=request.user, on=timezone.localdate(), **form.values()),
               title=_("Faire le rapport"), submit=_("Faire le rapport"), back=_review(pk), done=_("Le rapport est fait et figé."), told=str(row))  # fmt: skip


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as PDF, always the same bytes."""
    require(request.user, P.FRAMEWORK_READ)
    return as_download(get_object_or_404(Report.objects.select_related("document"), pk=pk).document)


@get_or_post
def mark_sent(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FRAMEWORK_ADOPT)
    row = get_object_or_404(Report.objects.select_related("document"), pk=pk)
    form = SentForm(request.POST or None)
    return act(request, form, "framework.mark_sent", lambda: actions.mark_sent(report=row, by=request.user, on=timezone.localdate(), **form.values()),
               title=_("Noter l’envoi"), submit=_("Noter l’envoi"), back=_review(row.review_id), done=_("L’envoi est noté."), told=row.document.number)  # fmt: skip
