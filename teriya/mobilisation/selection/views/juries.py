from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import actions, lists, papers, queries
from teriya.mobilisation.selection.forms import CorrectForm, JuryForm
from teriya.mobilisation.selection.models import Jury, JuryMember, Listing
from teriya.mobilisation.selection.policies import may_see_scores

_SEATED = Prefetch("members", JuryMember.objects.seated())


@require_safe
def juries(request: HttpRequest) -> HttpResponse:
    """One's own juries; all of them for those who rank or copy scores."""
    if not any(map(request.user.may, (P.JURY_SCORE, P.JURY_ENTER, P.JURY_RANK))):
        require(request.user, P.JURY_SCORE)
    rows = Jury.objects.visible_to(request.user).select_related("wave", "centre", "venue").prefetch_related(_SEATED)
    page = page_of(request, rows.order_by("-wave__opens_on", "name"))
    own = set(Jury.objects.of(request.user).values_list("pk", flat=True)) if request.user.may(P.JURY_SCORE) else set()
    return render(
        request,
        "selection/juries.html",
        {"page": page, "own": own, "may_read": request.user.may(P.JURY_RANK) or request.user.may(P.INTERVIEWS_PLAN)},
    )


@require_http_methods(["GET", "POST"])
def constitute(request: HttpRequest, code: str) -> HttpResponse:
    require(request.user, P.JURY_RANK)
    wave = _wave(code)
    form = JuryForm(request.POST or None, wave=wave)

    def do() -> dict:
        return {"id": actions.constitute_jury(wave=wave, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "selection.constitute", do):
        return redirect("selection:constitute", code)
    seated = wave.juries.select_related("centre", "venue").prefetch_related(_SEATED).order_by("name")
    return render(
        request, "selection/constitute.html", {"wave": wave, "form": form, "juries": seated}, status=form.status
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Application.objects.visible_to(request.user).select_related("wave", "person")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, P.JURY_ENTER, commune=row.person.commune_id)
    if not may_see_scores(request.user, row):
        raise NotAllowed("sealed", _("Les notes des autres jurés sont scellées jusqu’au classement."))
    form = CorrectForm(request.POST or None)

    def do() -> dict:
        score = actions.correct_score(application=row, by=request.user, on=timezone.localdate(), **form.values())
        return {"points": score.points}

    if form.is_valid() and form.send(request, "selection.correct", do):
        return redirect("calls:application", pk)
    context = {"application": row, "form": form, "scores": queries.scores_of(row)}
    return render(request, "selection/correct.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def ranking(request: HttpRequest, code: str) -> HttpResponse:
    """What is ready to be ranked, then the ranking and its minutes."""
    require(request.user, P.APPLICATIONS_READ)
    wave = _wave(code)
    form = ActionForm(request.POST or None)
    may_rank = request.user.may(P.JURY_RANK) and wave.state in {"closed", "ranked"}

    def do() -> dict:
        return {"ranked": len(actions.rank(wave=wave, by=request.user, on=timezone.localdate()))}

    if form.is_valid() and form.send(request, "selection.rank", do):
        return redirect(reverse("selection:ranking", args=[code]))
    rows = queries.ranked(wave).filter(pk__in=Application.objects.visible_to(request.user).values("pk"))
    found = Listing.objects.filter(wave=wave, state__in=("ready", "published")).defer("rows")
    lists_by_state = {row.state: row for row in found}
    return render(request, "selection/ranking.html", {
        "wave": wave, "form": form, "page": page_of(request, rows), "may_rank": may_rank,
        "criteria": lists.criteria_in_force(wave), "waiting": lists_by_state.get("ready"),
        "published": lists_by_state.get("published"),
        "ready": queries.readiness(wave), "papers": papers.minutes_of(wave) if _reads_all(request) else [],
    }, status=form.status)  # fmt: skip


@require_safe
def minutes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The minutes of a ranking, as PDF. They name everyone: whole-country readers only."""
    require(request.user, P.APPLICATIONS_READ)
    if not _reads_all(request):
        raise NotAllowed("out_of_perimeter", _("Le procès-verbal nomme des personnes hors de votre périmètre."))
    return as_download(get_object_or_404(papers.minutes_of(_wave(code)), pk=number))


def _reads_all(request: HttpRequest) -> bool:
    return request.user.communes(P.APPLICATIONS_READ) is None


def _wave(code: str) -> Wave:
    return get_object_or_404(Wave, code=code)
