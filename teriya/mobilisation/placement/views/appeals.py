"""Appeals: a candidate files one, somebody without a hand in the placement answers it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.placement import appeals as actions
from teriya.mobilisation.placement import queries
from teriya.mobilisation.placement.forms import AppealAnswerForm, AppealForm
from teriya.mobilisation.placement.models import Appeal, Round
from teriya.mobilisation.placement.openings import openings_of
from teriya.mobilisation.placement.states import AppealState


@require_http_methods(["GET", "POST"])
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """A candidate contests the published placement of an application of one's own."""
    rows = Application.objects.filter(person__account=request.user).select_related("wave", "person")
    found = get_object_or_404(rows, pk=pk)
    form = AppealForm(request.POST or None)

    def do() -> dict:
        return {
            "id": actions.file_appeal(application=found, by=request.user, on=timezone.localdate(), **form.values()).pk
        }

    if form.is_valid() and form.send(request, "appeals.file", do):
        return redirect("placement:mine")
    round = Round.objects.filter(wave=found.wave, state="published").first()
    last = round and actions.last_day(round)
    return render(
        request, "placement/contest.html", {"application": found, "form": form, "last": last}, status=form.status
    )


@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """The appeals of one's perimeter, those that wait first."""
    require(request.user, P.APPEALS_ANSWER)
    rows = Appeal.objects.to_answer_by(request.user).select_related("application__wave", "round")
    return render(request, "placement/appeals.html", {
        "page": page_of(request, rows.order_by("state", "answer_by", "pk")), "today": timezone.localdate(),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal: what is contested, why the placement gave that, and the answer."""
    require(request.user, P.APPEALS_ANSWER)
    rows = Appeal.objects.to_answer_by(request.user).select_related(
        "round__wave", "application__person", "application__wave"
    )
    found, today = get_object_or_404(rows, pk=pk), timezone.localdate()
    form = AppealAnswerForm(request.POST or None)
    free = openings_of(found.round.wave, today)
    form.fields["need"].queryset = Need.objects.filter(pk__in=[opening.need.pk for opening in free.values()])

    def do() -> dict:
        return {"state": actions.answer(appeal=found, by=request.user, on=today, **form.values()).state}

    if form.is_valid() and form.send(request, "appeals.answer", do):
        return redirect("placement:appeals")
    why = queries.why(found.round, found.application)
    return render(request, "placement/appeal.html", {
        "appeal": found, "form": form, "why": why, "barred": _barred(request, found),
    }, status=form.status)  # fmt: skip


def _barred(request: HttpRequest, appeal: Appeal) -> str:
    """Why this person may read a waiting appeal but not answer it; nothing is typed in vain."""
    try:
        if appeal.state == AppealState.FILED:
            actions.require_impartial(appeal, request.user)
    except NotAllowed as no:
        return no.sentence
    return ""
