"""Appeals of hosts: an officer files one, somebody without a hand in the decision answers it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts import actions, pages
from teriya.mobilisation.hosts.forms import RecourseAnswerForm, RecourseForm
from teriya.mobilisation.hosts.models import Recourse
from teriya.mobilisation.hosts.policies import require_officer
from teriya.mobilisation.hosts.states import RecourseState
from teriya.mobilisation.hosts.views.hosts import visible


@require_http_methods(["GET", "POST"])
def recourse(request: HttpRequest, number: str) -> HttpResponse:
    """A host recourses what was decided about it."""
    host, today = visible(request, number), timezone.localdate()
    require_officer(request.user, host)
    form = RecourseForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.recourse(host=host, by=request.user, on=today, **form.values()).pk}

    if form.is_valid() and form.send(request, "recourses.file", do):
        return redirect("hosts:host", number)
    context = {"host": host, "form": form, "open": actions.contestable(host, today)}
    return render(request, "hosts/recourse.html", context, status=form.status)


@require_safe
def recourses(request: HttpRequest) -> HttpResponse:
    """The appeals that this person may answer, those that wait first."""
    require(request.user, P.RECOURSES_ANSWER)
    rows = Recourse.objects.to_answer_by(request.user).select_related("host", "decision")
    page = page_of(request, rows.order_by("state", "answer_by", "pk"))
    return render(request, "hosts/recourses.html", {"page": page, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal: what was decided and why, what the host says, the answer."""
    require(request.user, P.RECOURSES_ANSWER)
    rows = Recourse.objects.to_answer_by(request.user).select_related("host__commune", "decision")
    found = get_object_or_404(rows, pk=pk)
    form = RecourseAnswerForm(request.POST or None)

    def do() -> dict:
        values = form.values()
        return {
            "state": actions.answer_recourse(recourse=found, by=request.user, on=timezone.localdate(), **values).state
        }

    if form.is_valid() and form.send(request, "recourses.answer", do):
        return redirect("hosts:recourses")
    evaluation = found.host.evaluations.filter(on__lte=found.decision.on).order_by("-on", "-pk").first()
    return render(request, "hosts/answer_recourse.html", {
        "recourse": found, "form": form, "evaluation": evaluation, "story": pages.story_of(found.host),
        "is_open": found.state == RecourseState.FILED,
    }, status=form.status)  # fmt: skip
