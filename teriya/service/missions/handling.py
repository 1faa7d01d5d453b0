"""Pages that act on one mission: its tutor, its end, its closing, its certificate."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents import actions as documents
from teriya.service.missions import actions, parts
from teriya.service.missions.forms import (
    ClosingForm,
    EndForm,
    PortraitForm,
    ReasonForm,
    ResumeForm,
    SuspendForm,
    TutorForm,
)
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import require_naming_tutor
from teriya.service.missions.queries import last_day
from teriya.service.missions.states import MissionState
from teriya.service.missions.views import visible

get_or_post = require_http_methods(["GET", "POST"])


def page_about(
    request: HttpRequest, mission: Mission, form: ActionForm, act: str, do: Callable[[], Any], *, title: str, submit: str, **context: Any
) -> HttpResponse:  # fmt: skip
    """One form about one mission; back to the mission once it is done."""
    if form.is_valid() and form.send(request, f"missions.{act}", lambda: {"id": mission.pk, "done": do() is not None}):
        messages.success(request, _("C’est enregistré."))
        return redirect("missions:mission", mission.pk)
    page = {"mission": mission, "form": form, "title": title, "submit": submit, "ends_on": last_day(mission)}
    return render(request, context.pop("template", "missions/act.html"), page | context, status=form.status)


@get_or_post
def tutor(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible(request, pk)
    require_naming_tutor(request.user, row)
    form = TutorForm(request.POST or None, mission=row)
    return page_about(request, row, form, "name_tutor", lambda: actions.name_tutor(mission=row, by=request.user, **form.values()),
                 title=_("Nommer le tuteur"), submit=_("Nommer"))  # fmt: skip


@get_or_post
def portrait(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo that the volunteer's next card bears."""
    require(request.user, P.CONTRACTS_RECORD_SIGNATURES)
    row = visible(request, pk)
    form = PortraitForm(request.POST or None, request.FILES or None)
    return page_about(request, row, form, "keep_portrait", lambda: actions.keep_portrait(mission=row, by=request.user, **form.values()),
                 title=_("Photo de la carte"), submit=_("Garder cette photo"), template="missions/portrait.html")  # fmt: skip


@get_or_post
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.MISSIONS_END)
    row = visible(request, pk)
    form = SuspendForm(request.POST or None, form=row.form.code)
    return page_about(request, row, form, "suspend", lambda: actions.suspend(mission=row, by=request.user, **form.values()),
                 title=_("Suspendre la mission"), submit=_("Suspendre"), tone="stop")  # fmt: skip


@get_or_post
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.MISSIONS_END)
    row = visible(request, pk)
    form = ResumeForm(request.POST or None)
    return page_about(request, row, form, "resume", lambda: actions.resume(mission=row, by=request.user, **form.values()),
                 title=_("Enregistrer la reprise"), submit=_("Enregistrer"))  # fmt: skip


@get_or_post
def end(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.MISSIONS_END)
    row = visible(request, pk)
    form = EndForm(request.POST or None)
    return page_about(request, row, form, "end", lambda: actions.end(missions=[row], by=request.user, **form.values()),
                 title=_("Terminer la mission"), submit=_("Terminer la mission"), tone="stop")  # fmt: skip


@get_or_post
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.MISSIONS_END)
    row = visible(request, pk)
    form = ReasonForm(request.POST or None)
    return page_about(request, row, form, "cancel", lambda: actions.cancel(mission=row, by=request.user, **form.values()),
                 title=_("Annuler la mission avant son début"), submit=_("Annuler la mission"), tone="stop")  # fmt: skip


@get_or_post
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist: each line ticked or not; the mission is closed from the list once all are."""
    require(request.user, P.MISSIONS_CLOSE)
    row = visible(request, pk)
    if row.state not in (MissionState.ENDED, MissionState.CLOSED):
        raise Http404
    form = ClosingForm(request.POST or None, closing=row.closing)
    return page_about(request, row, form, "update_closing", lambda: actions.update_closing(missions=[row], by=request.user, **form.values()),
                 title=_("Fiche de clôture"), submit=_("Enregistrer"),
                 told=[sentence for source in parts.CLOSING for sentence in source(row)])  # fmt: skip


@get_or_post
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.CERTIFICATES_REVOKE)
    row = visible(request, pk)
    certificate = row.closing.certificate if row.state == MissionState.CLOSED else None
    if certificate is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    return page_about(request, row, form, "revoke", lambda: documents.revoke(document=certificate, by=request.user, **form.values()),
                 title=_("Révoquer l’attestation"), submit=_("Révoquer"), tone="stop", document=certificate)  # fmt: skip
