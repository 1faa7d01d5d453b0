"""Pages of incidents: report one, follow one’s own, handle those that one reads, count them without names."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.parts import page_of
from teriya.service.followup import actions, queries
from teriya.service.followup.forms import FunderForm, IncidentForm, OutcomeForm, StepForm
from teriya.service.followup.models import Incident
from teriya.service.followup.policies import may_visit
from teriya.service.followup.states import IncidentState
from teriya.service.missions.models import Mission

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Those that one’s role reads, open first, the nearest deadline first."""
    require(request.user, P.INCIDENTS_HANDLE)
    state = request.GET.get("etat", "")
    rows = Incident.objects.handled_by(request.user)
    rows = rows.filter(state=state) if state in IncidentState.values else rows.exclude(state="closed")
    rows = rows.select_related("mission__host__commune").order_by("take_by", "pk")
    return render(request, "followup/incidents.html", {
        "page": page_of(request, rows), "state": state, "states": IncidentState.choices, "today": timezone.localdate(),
        "may_count": request.user.may(P.INCIDENTS_COUNT),
    })  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one reported, and where each stands."""
    rows = Incident.objects.told_by(request.user).order_by("-pk")
    return render(request, "followup/my_incidents.html", {
        "page": page_of(request, rows), "mission": _own(request.user).order_by("-period").first(),
    })  # fmt: skip


def _own(user: User) -> Any:
    return Mission.objects.filter(person__account=user).exclude(state="cancelled")


@get_or_post
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell what happened; nobody at the host reads it. An agent writes what a volunteer told."""
    mission = get_object_or_404(Mission.objects.select_related("person", "host", "form"), pk=pk)
    is_own = mission.person.account_id == request.user.pk and request.user.may(P.INCIDENTS_REPORT)
    if not is_own and not may_visit(request.user, mission):
        raise Http404
    form = IncidentForm(request.POST or None)

    def do() -> dict:
        return {
            "id": actions.report_incident(
                mission=mission, by=request.user, on=timezone.localdate(), **form.values()
            ).pk
        }

    if form.is_valid() and (answer := form.send(request, "followup.report_incident", do)):
        messages.success(request, _("Votre signalement est reçu."))
        return redirect("followup:incident", answer["id"])
    return render(
        request,
        "followup/report_incident.html",
        {"mission": mission, "form": form, "is_own": is_own},
        status=form.status,
    )


@require_safe
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: to its author, what was told and what is shared; to its readers, everything. Each reading is kept."""
    row, is_own = _seen(request, pk)
    if not is_own:
        actions.note_reading(incident=row, by=request.user, on=timezone.localdate())
    steps = row.steps.filter(is_shared=True) if is_own else row.steps.all()
    names = dict(User.objects.filter(pk__in={step.by_id for step in steps} | {row.taken_by_id, row.reported_by_id}).values_list("pk", "name"))  # fmt: skip
    acts = [] if row.state == "closed" else _ACTS_OF_AUTHOR if is_own else _ACTS[row.state]
    return render(request, "followup/incident.html", {
        "incident": row, "is_own": is_own, "told": row.opened, "kind": label(row.kind, "incident").capitalize(),
        "steps": [(step, names.get(step.by_id, "")) for step in steps.order_by("pk")], "handler": names.get(row.taken_by_id, ""),
        "reporter": names.get(row.reported_by_id, ""), "notices": [] if is_own else row.notices.order_by("due_on"), "today": timezone.localdate(),
        "acts": [(act, FORMS[act][0]) for act in acts],
    })  # fmt: skip


def _seen(request: HttpRequest, pk: int) -> tuple[Incident, bool]:
    """The report and whether one is its author; not found for everybody else."""
    rows = Incident.objects.select_related("mission__person", "mission__host__commune")
    own = rows.filter(pk__in=Incident.objects.told_by(request.user).filter(pk=pk).values("pk")).first()
    if own:
        return own, True
    return get_object_or_404(rows, pk=Incident.objects.handled_by(request.user).filter(pk=pk).values_list("pk", flat=True).first()), False  # fmt: skip


def _take(row: Incident, by: User, **values: Any) -> Any:
    return actions.take(incident=row, by=by, on=timezone.localdate())


def _note(row: Incident, by: User, **values: Any) -> Any:
    return actions.note(incident=row, by=by, on=timezone.localdate(), **values)


def _tell(row: Incident, by: User, **values: Any) -> Any:
    return actions.tell_funder(
        notice=get_object_or_404(row.notices.filter(told_on=None).order_by("due_on")[:1]), by=by, **values
    )


def _close(row: Incident, by: User, **values: Any) -> Any:
    return actions.close_incident(incident=row, by=by, on=timezone.localdate(), **values)


FORMS: dict[str, tuple[Any, Callable[..., ActionForm], Callable[..., Any]]] = {  # act → title, form, action
    "prendre": (gettext_lazy("Prendre en charge"), lambda data, is_own: ActionForm(data), _take),
    "noter": (gettext_lazy("Écrire un mot"), lambda data, is_own: StepForm(data, is_own=is_own), _note),
    "bailleur": (gettext_lazy("Bailleur averti"), lambda data, is_own: FunderForm(data), _tell),
    "clore": (gettext_lazy("Clore"), lambda data, is_own: OutcomeForm(data), _close),
}
_ACTS = {"reported": ["prendre", "noter"], "taken": ["noter", "clore"]}
_ACTS_OF_AUTHOR = ["noter"]


@get_or_post
def act_on_incident(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take charge, write a step, tell the funder, close."""
    row, is_own = _seen(request, pk)
    if act not in (_ACTS_OF_AUTHOR if is_own else FORMS) or row.state == "closed":
        raise Http404
    title, make, do_it = FORMS[act]
    form = make(request.POST or None, is_own)

    def do() -> dict:
        return {"id": do_it(row, request.user, **form.values()).pk}

    if form.is_valid() and form.send(request, f"followup.{act}", do):
        messages.success(request, _("C’est enregistré."))
        return redirect("followup:incident", pk)
    return render(
        request, "followup/act_on_incident.html", {"incident": row, "form": form, "title": title}, status=form.status
    )


@require_safe
def incident_counts(request: HttpRequest) -> HttpResponse:
    """How many, open, late: by kind, then by region, without names."""
    require(request.user, P.INCIDENTS_COUNT)
    by_kind, by_region = (rows for _field, rows in queries.counts(timezone.localdate()))
    tables = [
        (_("Par genre"), [(label(code, "incident").capitalize(), *numbers) for code, *numbers in by_kind]),
        (_("Par région"), [tuple(row) for row in by_region]),
    ]
    return render(request, "followup/incident_counts.html", {"tables": tables})
