"""From a simulation to a published placement: each step on a page that says what it will do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.models import Document
from teriya.foundation.documents.views import as_download
from teriya.mobilisation.placement import actions, queries
from teriya.mobilisation.placement.archive import archive
from teriya.mobilisation.placement.jobs import decide_round
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.placement.states import ROUND_LIFE
from teriya.mobilisation.placement.views.rounds import AT_ONCE, round_or_404
from teriya.mobilisation.selection.policies import against_placing

TITLES = {
    "propose": _("Proposer cette simulation à la décision"),
    "drop": _("Écarter cette simulation"),
    "decide": _("Décider ce placement"),
    "publish": _("Publier ce placement"),
}


@require_http_methods(["GET", "POST"])
def turn(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a round, confirmed."""
    require(request.user, ROUND_LIFE.steps[step].permission)
    found = round_or_404(request, pk)
    form = ActionForm(request.POST or None)

    def do() -> dict:
        on = timezone.localdate()
        if step == "decide" and found.manifest.get("candidates", 0) > AT_ONCE:
            actions.ask_to_decide(round=found, by=request.user, on=on)
            decide_round.defer(id=found.pk, by=request.user.pk, on=on.isoformat())
        else:
            getattr(actions, step)(round=found, by=request.user, on=on)
        return {"id": found.pk}

    if form.is_valid() and (done := form.send(request, f"placement.{step}", do)):
        return redirect("placement:round", done["id"])
    effects = queries.effects(found) if step == "decide" else None
    no = against_placing(found.wave, on=timezone.localdate()) if step == "decide" else None
    return render(request, "placement/turn.html", {
        "round": found, "form": form, "step": step, "title": TITLES[step], "effects": effects, "no": no,
    }, status=form.status)  # fmt: skip


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a decided round, as PDF."""
    found = round_or_404(request, pk)
    return as_download(get_object_or_404(Document, subject="round", subject_id=found.pk, series="PV-PLACEMENT"))


@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The files by which a simulation is verified."""
    return as_archive(round_or_404(request, pk, whole=True))


def as_archive(round: Round) -> HttpResponse:
    response = HttpResponse(archive(round), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="placement-{round.wave.code}-{round.pk}.zip"'
    return response
