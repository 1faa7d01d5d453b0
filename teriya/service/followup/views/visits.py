"""Pages of visits: the plan of a month, a sheet to fill or to read, what is left to do."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.core.web import ActionForm, month_or_404
from teriya.foundation.documents.models import Document
from teriya.foundation.documents.queries import uploads
from teriya.foundation.documents.views import as_download, as_upload
from teriya.foundation.places.models import Centre
from teriya.foundation.ui.parts import page_of
from teriya.service.followup import actions, offline, papers, queries, visits
from teriya.service.followup.forms import CancelForm, CloseForm, PlanForm, VisitForm
from teriya.service.followup.models import Point, Visit
from teriya.service.followup.policies import require_visitor
from teriya.service.followup.states import PointState, VisitState
from teriya.service.followup.views.parts import centre_of, centres_of, month_of
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter

get_or_post = require_http_methods(["GET", "POST"])
LISTS = {"a-faire": gettext_lazy("À visiter"), "faites": gettext_lazy("Déjà visités"), "tous": gettext_lazy("Tous")}


@get_or_post
def plan(request: HttpRequest) -> HttpResponse:
    """A month's plan: who is due a visit, who was seen; a day and an agent for those ticked."""
    require(request.user, P.FOLLOW_UP_READ)
    month, centre = month_of(request), centre_of(request)
    rows = _of_list(_in_centre(request.user, month, centre), request.GET.get("liste", "a-faire"))
    page = page_of(request, rows)
    may_plan = request.user.may(P.VISITS_MAKE)
    form = (
        PlanForm(request.POST or None, among=[row.pk for row in page], by=request.user) if may_plan else ActionForm()
    )
    if may_plan and form.is_valid() and form.send(request, "followup.plan_visits", lambda: _plan(form, request.user)):
        messages.success(request, _("Visites prévues : %s.") % len(form.cleaned_data["chosen"]))
        return redirect(request.get_full_path())
    return render(request, "followup/plan.html", {
        "month": month, "before": Month.of(add_months(month.first, -1)), "after": Month.of(add_months(month.first, 1)),
        "centre": centre, "centres": centres_of(request.user, P.FOLLOW_UP_READ), "page": page, "lines": _lines(page.object_list, month),
        "lists": list(LISTS.items()), "shown": request.GET.get("liste", "a-faire"),
        "form": form, "may_plan": may_plan, "print_form": ActionForm(),
    }, status=form.status)  # fmt: skip


def _in_centre(user: User, month: Month, centre: Centre | None) -> QuerySet[Mission]:
    rows = queries.plan(queries.missions_followed(user), month)
    return rows.filter(host__commune__centre=centre) if centre else rows


def _of_list(rows: QuerySet[Mission], name: str) -> QuerySet[Mission]:
    if name == "tous":
        return rows
    return rows.filter(is_due=name != "faites")


def _lines(missions: list[Mission], month: Month) -> list[tuple[Mission, Visit | None]]:
    """Each volunteer with the visit planned, or the last one made in the month."""
    rows = Visit.objects.filter(mission__in=missions).exclude(state=VisitState.CANCELLED).select_related("agent")
    found = {
        row.mission_id: row
        for row in rows.order_by("on", "pk")
        if row.state == "planned" or month.first <= row.on <= month.last
    }
    return [(mission, found.get(mission.pk)) for mission in missions]


def _plan(form: PlanForm, by: User) -> dict[str, Any]:
    values = form.values()
    rows = queries.missions_followed(by, P.VISITS_MAKE).filter(pk__in=values.pop("chosen"))
    return {"visits": [row.pk for row in actions.plan_visits(missions=rows, by=by, on=timezone.localdate(), **values)]}


@get_or_post
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a visit to one volunteer; works without network (`offline`)."""
    mission = _followed(request, pk)
    require_visitor(request.user, [mission])
    form = VisitForm(request.POST or None, request.FILES or None)

    def do() -> dict:
        return offline.write_visit(form, by=request.user, on=timezone.localdate(), pk=pk)

    if form.is_valid() and (answer := form.send(request, offline.VISIT.action, do)):
        messages.success(request, _("La visite est enregistrée."))
        return redirect("followup:sheet", answer["id"])
    return render(request, "followup/visit.html", {
        "mission": mission, "form": form, "planned": mission.visits.filter(state="planned").select_related("agent").first(),
        "points": Point.objects.filter(visit__mission=mission, state=PointState.OPEN).order_by("due_on"),
    }, status=form.status)  # fmt: skip


def _followed(request: HttpRequest, pk: int) -> Mission:
    rows = queries.missions_followed(request.user).select_related("person", "host__commune", "form")
    return get_object_or_404(rows, pk=pk)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit as it was told, with its photos and what it asks for."""
    row = _visible(request, pk)
    return render(request, "followup/sheet.html", {
        "visit": row, "photos": uploads(visits.PHOTOS, [row.pk]), "points": row.points.order_by("due_on", "pk"),
        "may_write": request.user.may(P.VISITS_MAKE, commune=row.mission.host.commune_id),
    })  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Visit:
    rows = Visit.objects.visible_to(request.user).select_related("mission__person", "mission__host__commune", "agent")
    return get_object_or_404(rows, pk=pk)


@require_safe
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    row = _visible(request, pk)
    return as_upload(get_object_or_404(uploads(visits.PHOTOS, [row.pk]), pk=photo))


@get_or_post
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    require(request.user, P.VISITS_MAKE, commune=row.mission.host.commune_id)
    form = CancelForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.cancel_visit(visit=row, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "followup.cancel_visit", do):
        return redirect("followup:plan")
    return render(request, "followup/cancel.html", {"visit": row, "form": form}, status=form.status)


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """What visits asked for and nobody has closed, the oldest term first; a volunteer or a host sees its own."""
    rows = Point.objects.visible_to(request.user).filter(state=PointState.OPEN)
    centre = centre_of(request)
    rows = rows.filter(visit__mission__host__commune__centre=centre) if centre else rows
    rows = rows.select_related("visit__mission__person", "visit__mission__host__commune").order_by("due_on", "pk")
    return render(request, "followup/points.html", {
        "page": page_of(request, rows), "today": timezone.localdate(), "centre": centre,
        "late": queries.overdue_points(rows, timezone.localdate()).count(),
        "centres": centres_of(request.user, P.FOLLOW_UP_READ), "may_close": request.user.may(P.VISITS_MAKE),
    })  # fmt: skip


@get_or_post
def close_point(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.VISITS_MAKE)
    rows = Point.objects.filter(in_perimeter(request.user, P.VISITS_MAKE, "visit__mission__"))
    row = get_object_or_404(rows.select_related("visit__mission__person", "visit__mission__host"), pk=pk)
    form = CloseForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.close_point(point=row, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "followup.close_point", do):
        messages.success(request, _("C’est enregistré."))
        return redirect("followup:points")
    return render(request, "followup/close_point.html", {"point": row, "form": form}, status=form.status)


@require_POST
def print_plan(request: HttpRequest, month: str, pk: int) -> HttpResponse:
    """Number the list of a centre's visits to make, then show it."""
    require(request.user, P.VISITS_MAKE)
    when, centre = month_or_404(month), _centre(request, pk)
    rows, form = _in_centre(request.user, when, centre).filter(is_due=True), ActionForm(request.POST)

    def do() -> dict:
        return {
            "id": papers.print_plan(
                centre=centre, month=when, missions=rows, by=request.user, on=timezone.localdate()
            ).pk
        }

    answer = form.is_valid() and form.send(request, "followup.print_plan", do)
    return redirect("followup:plan_paper", pk, answer["id"]) if answer else redirect("followup:plan")


def _centre(request: HttpRequest, pk: int) -> Centre:
    return get_object_or_404(centres_of(request.user, P.FOLLOW_UP_READ), pk=pk)


@require_safe
def plan_paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    require(request.user, P.FOLLOW_UP_READ)
    centre = _centre(request, pk)
    return as_download(get_object_or_404(Document, pk=paper, subject=papers.PLAN, subject_id=centre.pk))
