"""Surveys for who accompanies: how far each horizon is, whom to call, what came of each call."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.insertion.surveys import actions, queries
from teriya.insertion.surveys.forms import BatchForm, CallForm
from teriya.insertion.surveys.models import Refusal


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """Each horizon: surveys due, answers, refusals, silences, and who still waits."""
    require(request.user, P.ROUTES_READ)
    today, calls = timezone.localdate(), request.user.may(P.SURVEYS_CALL)
    return render(request, "surveys/surveys.html", {
        "horizons": queries.progress(request.user, today), "calls": calls, "waiting": queries.to_call(request.user, today).count() if calls else 0,
    })  # fmt: skip


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Whom to call, the one due first first, with how often each was asked."""
    require(request.user, P.SURVEYS_CALL)
    return render(
        request, "surveys/calls.html", {"page": page_of(request, queries.to_call(request.user, timezone.localdate()))}
    )


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One survey: its attempts, its answers, and the result of a new call."""
    require(request.user, P.ROUTES_READ)
    row = get_object_or_404(
        queries.counted(queries.seen_by(request.user)).select_related("situation", "person__account"), pk=pk
    )
    form, today = CallForm(request.POST or None), timezone.localdate()
    if form.is_valid():
        answer = form.send(request, "surveys.call", lambda: {"id": actions.record_call(
            survey=row, said=form.said, by=request.user, on=today).pk})  # fmt: skip
        if answer:
            messages.success(request, _("L’appel est noté."))
            return redirect("surveys:calls")
    may_call = (
        request.user.may(P.SURVEYS_CALL, commune=row.mission.host.commune_id)
        and not row.outcome
        and row.closes_on >= today >= row.due_on
    )
    return render(request, "surveys/call.html", {
        "survey": row, "form": form, "phone": queries.phone_of(row.person), "attempts": row.attempts.order_by("pk"), "replies": row.replies.order_by("pk"),
        "may_call": may_call and row.calls < row.calls_max, "refusal": Refusal.objects.filter(person=row.person).first(),
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Several calls typed at once: the first page of the list, each with its own result. A refusal keeps everything typed."""
    require(request.user, P.SURVEYS_CALL)
    today = timezone.localdate()
    rows = queries.seen_by(request.user, P.SURVEYS_CALL)
    asked = [int(name[7:]) for name in request.POST if name.startswith("result_") and name[7:].isdecimal()]
    found = (
        list(rows.filter(pk__in=asked).order_by("due_on", "pk"))
        if asked
        else list(queries.to_call(request.user, today)[:25])
    )
    form = BatchForm(request.POST or None, surveys=found)
    if form.is_valid():
        calls = form.calls
        if form.send(
            request,
            "surveys.calls",
            lambda: {"ids": [row.pk for row in actions.record_calls(calls=calls, by=request.user, on=today)]},
        ):
            said = ngettext("%(n)s appel est noté.", "%(n)s appels sont notés.", len(calls))
            messages.success(request, said % {"n": len(calls)})
            return redirect("surveys:calls")
    return render(request, "surveys/batch.html", {"form": form}, status=form.status)
