"""Pages of appraisals: give, sign, read, review."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.service.followup import actions, queries
from teriya.service.followup.appraisals import grid_of
from teriya.service.followup.forms import AppraiseForm, ReviewForm, SignForm
from teriya.service.followup.models import Appraisal
from teriya.service.followup.policies import guides, may_visit
from teriya.service.followup.states import AppraisalState, Appraised, When
from teriya.service.missions.models import Mission

get_or_post = require_http_methods(["GET", "POST"])
DUE = "due"


@require_safe
def appraisals(request: HttpRequest) -> HttpResponse:
    """For the centre: those due and not made, to sign, to review, done."""
    require(request.user, P.FOLLOW_UP_READ)
    state = request.GET.get("etat", DUE)
    if state in AppraisalState.values:
        rows = Appraisal.objects.visible_to(request.user).filter(state=state)
        rows = rows.select_related("mission__person", "mission__host__commune").order_by("-on", "-pk")
        page = page_of(request, rows)
    else:
        state, today = DUE, timezone.localdate()
        seen = queries.missions_followed(request.user).select_related("person", "host__commune")
        page = page_of(request, queries.due_lines(seen, today))
    return render(request, "followup/appraisals.html", {
        "page": page, "state": state, "states": [(DUE, _("En attente")), *AppraisalState.choices],
        "may_enter": request.user.may(P.VISITS_MAKE),
    })  # fmt: skip


@get_or_post
def appraise(request: HttpRequest, pk: int, when: str, of: str) -> HttpResponse:
    """Mark the other side; an agent of the centre enters the sheet that was signed on paper."""
    if when not in When.values or of not in Appraised.values:
        raise Http404
    mission = get_object_or_404(
        Mission.objects.visible_to(request.user).select_related("person", "host__commune", "form"), pk=pk
    )
    own = mission.person.account_id == request.user.pk
    is_mine = own if of == Appraised.HOST else guides(request.user, mission) and not own
    if not is_mine and not may_visit(request.user, mission):
        raise Http404
    form = AppraiseForm(request.POST or None, grid=grid_of(mission, of, timezone.localdate()), on_paper=not is_mine)

    def do() -> dict:
        return {
            "id": actions.give(
                mission=mission, when=when, of=of, by=request.user, on=timezone.localdate(), **form.values()
            ).pk
        }

    if form.is_valid() and (answer := form.send(request, "followup.appraise", do)):
        messages.success(request, _("L’évaluation est enregistrée."))
        return redirect("followup:appraisal", answer["id"])
    return render(request, "followup/appraise.html", {
        "mission": mission, "form": form, "title": TITLES[of] % {"when": When(when).label}, "of": of,
    }, status=form.status)  # fmt: skip


TITLES = {
    "volunteer": gettext_lazy("Évaluation du volontaire · %(when)s"),
    "host": gettext_lazy("Évaluation de la structure · %(when)s"),
}


@require_safe
def appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    mission = row.mission
    return render(request, "followup/appraisal.html", {
        "appraisal": row, "title": TITLES[row.of] % {"when": When(row.when).label},
        "may_sign": row.state == "submitted" and row.of == "volunteer" and mission.person.account_id == request.user.pk,
        "may_review": row.state != "concluded" and request.user.may(P.APPRAISALS_REVIEW, commune=mission.host.commune_id),
    })  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Appraisal:
    rows = Appraisal.objects.visible_to(request.user).select_related(
        "mission__person", "mission__host__commune", "sheet"
    )
    return get_object_or_404(rows, pk=pk)


@get_or_post
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The volunteer reads what the host wrote, agrees or not, and signs."""
    row = _visible(request, pk)
    if row.mission.person.account_id != request.user.pk or row.of != Appraised.VOLUNTEER:
        raise Http404
    form = SignForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.sign(appraisal=row, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "followup.sign_appraisal", do):
        messages.success(request, _("Votre signature est enregistrée."))
        return redirect("followup:appraisal", pk)
    return render(request, "followup/sign.html", {"appraisal": row, "form": form}, status=form.status)


@get_or_post
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The centre concludes: the sheet is numbered."""
    require(request.user, P.APPRAISALS_REVIEW)
    row = _visible(request, pk)
    form = ReviewForm(request.POST or None, is_signed=row.signed_on is not None)

    def do() -> dict:
        return {"id": actions.review(appraisal=row, by=request.user, **form.values()).pk}

    if form.is_valid() and form.send(request, "followup.review_appraisal", do):
        messages.success(request, _("L’évaluation est revue."))
        return redirect("followup:appraisal", pk)
    return render(request, "followup/review.html", {"appraisal": row, "form": form}, status=form.status)


@require_safe
def appraisal_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    if row.sheet is None:
        raise Http404
    return as_download(row.sheet)
