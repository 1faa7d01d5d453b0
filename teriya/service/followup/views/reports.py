"""Pages of the volunteer’s own follow-up, of who guides volunteers, and of monthly reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of
from teriya.service.followup import actions, offline, queries
from teriya.service.followup.models import Appraisal, MonthlyReport, Point
from teriya.service.followup.policies import guides
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The volunteer’s own: the months to tell, what to sign, what to do."""
    require(request.user, P.REPORTS_WRITE)
    today = timezone.localdate()
    missions = (
        Mission.objects.filter(person__account=request.user).select_related("host", "person").order_by("-period")
    )
    row = missions.exclude(state__in=("prepared", "cancelled")).first()
    context = {"mission": row}
    if row:
        context |= {
            "months": queries.months_to_report(row, today), "reports": row.reports.order_by("-month"),
            "appraisals": Appraisal.objects.visible_to(request.user).filter(mission=row).order_by("-on"),
            "due": [line for line in queries.due_lines(missions.filter(pk=row.pk), today) if line.of == "host"],
            "points": Point.objects.visible_to(request.user).filter(visit__mission=row, owner="volunteer", state="open").order_by("due_on"),
        }  # fmt: skip
    return render(request, "followup/mine.html", context)


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """For who guides volunteers: appraisals to give, reports to read, what the host has to do."""
    require(request.user, P.APPRAISALS_GIVE)
    missions = Mission.objects.filter(queries.guides(request.user)).exclude(person__account=request.user)
    lines = queries.due_lines(missions.select_related("person", "host__commune"), timezone.localdate())
    unread = MonthlyReport.objects.filter(mission__in=missions, tutor_read_on=None)
    return render(request, "followup/team.html", {
        "due": [line for line in lines if line.of == "volunteer"],
        "reports": unread.select_related("mission__person").order_by("month", "pk"),
        "appraisals": Appraisal.objects.filter(mission__in=missions, of="volunteer").select_related("mission__person").order_by("-on")[:25],
        "points": Point.objects.visible_to(request.user).filter(owner="host", state="open").select_related("visit__mission__person").order_by("due_on"),
    })  # fmt: skip


@get_or_post
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One’s month in a few lines; works without network (`offline`)."""
    require(request.user, P.REPORTS_WRITE)
    mission, form = (
        offline.own_mission(request.user, pk),
        offline.report_form(request.POST or None, by=request.user, pk=pk),
    )

    def do() -> dict:
        return offline.write_report(form, by=request.user, on=timezone.localdate(), pk=pk)

    if form.is_valid() and form.send(request, offline.REPORT.action, do):
        messages.success(request, _("Votre rapport est envoyé : votre tuteur et votre centre le lisent."))
        return redirect("followup:mine")
    return render(request, "followup/report.html", {"mission": mission, "form": form}, status=form.status)


@get_or_post
def read_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as written; the button says that one has read it. What is for the centre alone is not shown at the host."""
    rows = MonthlyReport.objects.visible_to(request.user).select_related("mission__person", "mission__host__commune")
    row = get_object_or_404(rows, pk=pk)
    own = row.mission.person.account_id == request.user.pk
    guided = guides(request.user, row.mission)
    form = ActionForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.mark_read(report=row, by=request.user, on=timezone.localdate()).pk}

    if form.is_valid() and form.send(request, "followup.read_report", do):
        return redirect("followup:team" if guided else "followup:reports")
    read_on = row.tutor_read_on if guided else row.centre_read_on
    may_mark = (
        not own
        and read_on is None
        and (guided or request.user.may(P.VISITS_MAKE, commune=row.mission.host.commune_id))
    )
    return render(request, "followup/read_report.html", {
        "report": row, "form": form, "may_mark": may_mark, "shows_all": own or not guided,
    }, status=form.status)  # fmt: skip


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """For the centre: reports that it has not read, the oldest month first; or all."""
    require(request.user, P.FOLLOW_UP_READ)
    shows_all = request.GET.get("liste") == "tous"
    rows = MonthlyReport.objects.filter(in_perimeter(request.user, P.FOLLOW_UP_READ, "mission__"))
    rows = rows.order_by("-month", "pk") if shows_all else rows.filter(centre_read_on=None).order_by("month", "pk")
    rows = rows.select_related("mission__person", "mission__host__commune")
    return render(request, "followup/reports.html", {"page": page_of(request, rows), "shows_all": shows_all})
