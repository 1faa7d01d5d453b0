"""Frozen rates: each as it was, who publishes it, what the public reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.ui.parts import page_of
from teriya.insertion.cohorts import actions, picture, queries
from teriya.insertion.cohorts.forms import DecideForm
from teriya.insertion.cohorts.models import RateFigure
from teriya.insertion.cohorts.states import FIGURE_LIFE, FigureState

BUTTONS = ("publish", "set_aside", "withdraw")


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What was frozen, the latest first."""
    require(request.user, P.RATES_READ)
    page = page_of(request, RateFigure.objects.order_by("-on", "-pk"))
    page.object_list = [(row, queries.cohort_of(row)) for row in page]
    return render(request, "cohorts/figures.html", {"page": page})


@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure as it was frozen, whole, and what this person may decide."""
    require(request.user, P.RATES_READ)
    row, form = get_object_or_404(RateFigure, pk=pk), DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = request.POST.get("step", "")
        step = asked if asked in BUTTONS else "publish"
        if form.send(request, "cohorts.decide", lambda: {"id": actions.decide(
                figure=row, step=step, by=request.user, on=timezone.localdate(), reason=form.cleaned_data["reason"]).pk}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return redirect("cohorts:figure", pk)
    return render(request, "cohorts/figure.html", _whole(row) | {
        "form": form, "steps": _steps(request.user, row), "frozen_by": User.objects.get(pk=row.frozen_by_id),
        "history": _history(pk),
    }, status=form.status)  # fmt: skip


def _whole(row: RateFigure) -> dict:
    """A figure is shown with all that it holds, or not at all."""
    rate = queries.rate_of(row)
    return {"figure": row, "rate": rate, "parts": rate.parts, "bar": picture.bar(rate), "found": queries.found_in(row)}


def _history(pk: int) -> list[tuple[Transition, str]]:
    """Each decision, with the word of the state that it led to."""
    rows = Transition.objects.filter(subject=FIGURE_LIFE.subject, subject_id=pk).order_by("pk")
    return [(step, FigureState(step.to).label) for step in rows]


def _steps(user: User, row: RateFigure) -> list[str]:
    if not user.may(P.RATES_PUBLISH) or user.pk == row.frozen_by_id:
        return []
    return [step.name for step in FIGURE_LIFE.open_from(row.state)]


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """What the agency publishes of insertion: each rate with its bounds, its definition, its day and what it is counted over."""
    page = page_of(request, queries.published())
    page.object_list = [_whole(row) for row in page]
    return render(request, "cohorts/published.html", {"page": page})
