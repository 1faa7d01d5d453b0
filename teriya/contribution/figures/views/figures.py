"""Frozen figures: each as it was, counted again beside, who publishes it, what the public reads."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.figures import actions, notes, queries
from teriya.contribution.figures.forms import DecideForm, RestateForm
from teriya.contribution.figures.measures import DIMENSIONS
from teriya.contribution.figures.models import Figure
from teriya.contribution.figures.states import NUMBER_LIFE, NumberState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.ui.parts import page_of

BUTTONS = ("publish", "set_aside", "withdraw")


def shown(figure: Figure) -> dict[str, Any]:
    """A figure is shown with all that it holds: what it is of, its days, its cells, and the one it restates."""
    measure, scope = queries.measure(figure.measure), queries.scope_of(figure)
    names = [
        queries.names(name, [key[place] for key, _amount in figure.cells]) for place, name in enumerate(figure.by)
    ]
    return {
        "figure": figure, "name": str(measure.name) if measure else figure.measure, "unit": str(measure.unit) if measure else "",
        "days": notes.days_of(measure, scope) if measure else "", "population": notes.population_of(measure, scope) if measure else "",
        "by": [str(DIMENSIONS[name]) for name in figure.by], "former": figure.restates,
        "cells": [([said[one] for said, one in zip(names, key, strict=True)], amount) for key, amount in figure.cells] if figure.by else [],
    }  # fmt: skip


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What was frozen, the latest first."""
    require(request.user, P.FIGURES_READ)
    page = page_of(request, Figure.objects.order_by("-on", "-pk"))
    page.object_list = [shown(row) for row in page]
    return render(request, "figures/figures.html", {"page": page})


@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """One figure as it was frozen, counted again for the same day and as it is known today; what this person may decide."""
    require(request.user, P.FIGURES_READ)
    row = get_object_or_404(Figure.objects.select_related("restates"), code=code)
    today, step = timezone.localdate(), request.POST.get("step", "")
    form = DecideForm(request.POST if step in BUTTONS else None)
    restating = RestateForm(request.POST if step == "restate" else None)
    if request.method == "POST" and (done := _send(request, row, form, restating, step)):
        return redirect("figures:figure", done)
    measure = queries.measure(row.measure)
    again = _again(row) if measure else None
    now = queries.total(measure, queries.scope_of(row, on=today)) if measure else None
    return render(request, "figures/figure.html", shown(row) | {
        "form": form, "restating": restating, "steps": _steps(request.user, row), "frozen_by": User.objects.get(pk=row.frozen_by_id),
        "history": _history(row.pk), "again": again, "now": now, "today": today, "later": row.restated_by.exclude(state=NumberState.SET_ASIDE).first(),
        "may_restate": row.state == NumberState.PUBLISHED and request.user.may(P.FIGURES_FREEZE),
    }, status=max(form.status, restating.status))  # fmt: skip


def _send(request: HttpRequest, row: Figure, form: DecideForm, restating: RestateForm, step: str) -> str:
    """The code of the figure to be shown next; empty where something is refused."""
    today = timezone.localdate()
    if step in BUTTONS and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.send(request, "figures.decide", lambda: {
                "code": actions.decide(figure=row, step=step, by=request.user, on=today, reason=reason).code}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return row.code
    if step == "restate" and restating.is_valid():
        answer = restating.send(request, "figures.restate", lambda: {
            "code": actions.restate(figure=row, by=request.user, on=today, **restating.values()).code})  # fmt: skip
        if answer:
            messages.success(
                request, _("Le chiffre rectifié est figé. Il remplace l’ancien quand la direction le publie.")
            )
            return str(answer["code"])
    return ""


def _again(row: Figure) -> bool:
    """Whether the database, asked again for the same day, still answers the same cells."""
    measure = queries.measure(row.measure)
    assert measure is not None
    found = queries.table(measure, queries.scope_of(row), row.by)
    return [[list(key), amount] for key, amount in sorted(found.items())] == row.cells


def _history(pk: int) -> list[tuple[Transition, str]]:
    rows = Transition.objects.filter(subject=NUMBER_LIFE.subject, subject_id=pk).order_by("pk")
    return [(step, NumberState(step.to).label) for step in rows]


def _steps(user: User, row: Figure) -> list[str]:
    if not user.may(P.FIGURES_PUBLISH) or user.pk == row.frozen_by_id:
        return []
    return [step.name for step in NUMBER_LIFE.open_from(row.state) if step.name in BUTTONS]


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """What the agency publishes: each number with its definition, its population, its day, and why it changed if it did."""
    page = page_of(request, queries.published().select_related("restates"))
    page.object_list = [shown(row) | {"is_split": not _of_people(row)} for row in page]
    return render(request, "figures/published.html", {"page": page})


def _of_people(row: Figure) -> bool:
    """The parts of a number of people are for the yearbook, which hides the small ones."""
    measure = queries.measure(row.measure)
    return measure is None or measure.of_people
