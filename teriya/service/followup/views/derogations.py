"""Pages of emergency mobilisation: propose, sign, see what is still to regularise."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Wave
from teriya.service.followup import actions, queries
from teriya.service.followup.forms import DecideForm, DerogateForm
from teriya.service.followup.models import Derogation
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import gate_words, missing_gates
from teriya.service.missions.states import MissionState

get_or_post = require_http_methods(["GET", "POST"])
MOST = 200  # people of one act


@require_safe
def derogations(request: HttpRequest) -> HttpResponse:
    """The acts, and who has still to be regularised, the nearest day first."""
    require(request.user, P.FOLLOW_UP_READ)
    rows = Derogation.objects.select_related("act").prefetch_related("missions").order_by("-pk")
    return render(request, "followup/derogations.html", {
        "page": page_of(request, rows), "owed": queries.to_regularise(queries.missions_followed(request.user)),
        "today": timezone.localdate(), "may_propose": request.user.may(P.DEROGATIONS_PROPOSE),
        "may_train": request.user.may(P.TRAINING_PLAN), "may_swear": request.user.may(P.OATH_RECORD),
    })  # fmt: skip


@get_or_post
def propose(request: HttpRequest) -> HttpResponse:
    """Tick those of a wave who must start before everything is proved."""
    require(request.user, P.DEROGATIONS_PROPOSE)
    waves = (
        Wave.objects.filter(missions__state=MissionState.PREPARED)
        .distinct()
        .order_by("-starts_on")
        .select_related("form")
    )
    wave = waves.filter(code=request.GET.get("vague", "")).first()
    if wave is None:
        return render(request, "followup/derogation_wave.html", {"waves": waves})
    rows = list(
        wave.missions.filter(state=MissionState.PREPARED)
        .select_related("person", "host__commune", "form")
        .order_by("host__name", "pk")[:MOST]
    )
    lacking = missing_gates(rows, {row.pk: date.max for row in rows})  # one already lifted may be lifted longer
    lines = [(row, gate_words(lacking[row.pk])) for row in rows if row.pk in lacking]
    form = DerogateForm(request.POST or None, among=[row.pk for row, _words in lines], form=wave.form.code)

    def do() -> dict:
        values = form.values()
        chosen = Mission.objects.filter(pk__in=values.pop("chosen"))
        return {
            "id": actions.propose_derogation(missions=chosen, by=request.user, on=timezone.localdate(), **values).pk
        }

    if form.is_valid() and (answer := form.send(request, "followup.propose_derogation", do)):
        messages.success(request, _("La dérogation attend la signature d’une autre personne."))
        return redirect("followup:derogation", answer["id"])
    return render(
        request, "followup/propose_derogation.html", {"wave": wave, "lines": lines, "form": form}, status=form.status
    )


@get_or_post
def derogation(request: HttpRequest, pk: int) -> HttpResponse:
    """One act: what it lifts, for whom, until when; another person signs or refuses it."""
    require(request.user, P.FOLLOW_UP_READ)
    row = get_object_or_404(Derogation.objects.select_related("act"), pk=pk)
    may_decide = row.state == "proposed" and request.user.may(P.DEROGATIONS_SIGN) and request.user.pk != row.by_id
    form = DecideForm(request.POST or None) if may_decide else None
    if (
        form
        and form.is_valid()
        and form.send(request, "followup.decide_derogation", lambda: _decide(row, request.user, **form.values()))
    ):
        return redirect("followup:derogation", pk)
    names = dict(User.objects.filter(pk__in=[row.by_id, row.signed_by_id or 0]).values_list("pk", "name"))
    return render(request, "followup/derogation.html", {
        "derogation": row, "gates": gate_words(row.gates), "proposer": names.get(row.by_id, ""), "signer": names.get(row.signed_by_id, ""),
        "missions": row.missions.select_related("person", "host__commune").order_by("host__name", "pk"), "form": form,
    }, status=form.status if form else 200)  # fmt: skip


def _decide(row: Derogation, by: User, *, decision: str, reason: str) -> dict[str, Any]:
    on = timezone.localdate()
    if decision == "sign":
        return {"id": actions.sign_derogation(derogation=row, by=by, on=on).pk}
    return {"id": actions.refuse_derogation(derogation=row, reason=reason, by=by, on=on).pk}


@require_safe
def derogation_act(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FOLLOW_UP_READ)
    row = get_object_or_404(Derogation.objects.select_related("act"), pk=pk)
    if row.act is None:
        raise Http404
    return as_download(row.act)
