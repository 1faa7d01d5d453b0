"""Pages of presence: teams of a month, one team, one volunteer, what the centre confirms."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import ActionForm, month_or_404
from teriya.foundation.documents.models import Document
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.service.attendance import actions, offline, papers, queries, rolls
from teriya.service.attendance.forms import DaysForm, ReopenForm, SheetsForm, TeamForm
from teriya.service.attendance.models import MonthSheet
from teriya.service.attendance.policies import duties
from teriya.service.attendance.states import MarkKind
from teriya.service.missions.models import Mission

SHEETS = 100  # ticked and confirmed at once
CALLS = 12  # teams named above the list
CLOSING_DAYS = 10  # until the 10th, the month that one looks at first is the one just over


@require_safe
def months(request: HttpRequest) -> HttpResponse:
    """The teams of a month, each with what is still to do; somebody with one team goes straight to it."""
    require_presence(request)
    month = month_asked(request)
    page = page_of(request, queries.teams(request.user, month))
    page.object_list = [queries.Team(*row) for row in page.object_list]
    if page.paginator.count == 1 and not request.user.may(P.PRESENCE_READ):
        return redirect("attendance:team", str(month), page.object_list[0].host_id)
    return render(request, "attendance/months.html", {
        "page": page, "month": month, "before": Month.of(add_months(month.first, -1)), "after": _next(month),
        "to_confirm": MonthSheet.objects.to_confirm_by(request.user).count(), "keys_papers": request.user.may(P.PRESENCE_KEY),
        **_calls(request, month),
    })  # fmt: skip


def _calls(request: HttpRequest, month: Month) -> dict:
    """The teams to call on the last working day, for who calls them, on the page of its month."""
    day = queries.last_working_day(timezone.localdate())
    if month != Month.of(day) or not request.user.may(P.PRESENCE_RECORD):
        return {}
    return {"day": day, "calls": offline.teams_to_call(request.user, day)[:CALLS]}


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, month: str, host: int) -> HttpResponse:
    """One host's volunteers: all present except the days ticked; then attested, in the same sending when allowed."""
    when, missions = month_or_404(month), team_or_404(request, month, host)
    rights = duties(request.user, missions, when.first)
    form = TeamForm(request.POST or None, missions=[mission.pk for mission in missions])
    if request.method == "POST" and form.is_valid():
        if form.send(request, "attendance.team", lambda: _close_team(request, missions, when, form.cleaned_data)):
            messages.success(request, _("Les présences sont enregistrées."))
            return redirect("attendance:team", month, host)
    sheets = {sheet.mission_id: sheet for sheet in MonthSheet.objects.filter(mission__in=missions, month=when.first)}
    return render(request, "attendance/team.html", {
        "month": when, "host": missions[0].host, "form": form, "rights": rights, "print_form": ActionForm(),
        "rows": _rows(missions, sheets, when, form.ticks), "is_open": _is_open(missions, sheets),
        "day": _day_to_call(rights.recorded, when),
    }, status=form.status)  # fmt: skip


def _day_to_call(recorded: list[Mission], month: Month) -> date | None:
    """The last working day, on the page of its month, for a team that is called day by day."""
    day = queries.last_working_day(timezone.localdate())
    return day if month == Month.of(day) and rolls.to_call(offline.by_day(recorded, day), day) else None


@transaction.atomic
def _close_team(request: HttpRequest, missions: list[Mission], month: Month, data: dict) -> dict:
    """Record those still open whose presence is this person's duty, and attest them when the button says so."""
    on, paper = timezone.localdate(), data["paper"].strip()
    shut = MonthSheet.objects.filter(mission__in=missions, month=month.first).exclude(state="recorded")
    closed = set(shut.values_list("mission_id", flat=True))
    mine = duties(request.user, [m for m in missions if m.pk not in closed], month.first).recorded
    sheets = actions.record_month_many(missions=mine, month=month, absent=data["absent"], by=request.user, on=on)
    if "attest" in request.POST:
        actions.attest_many(sheets=sheets, by=request.user, on=on, paper=paper)
    return {"sheets": [sheet.pk for sheet in sheets]}


def _rows(missions: list[Mission], sheets: dict[int, MonthSheet], month: Month, ticks: set[str]) -> list[dict]:
    """Each volunteer with the days that can be ticked: (value sent, day, ticked?)."""
    working, marks = queries.working_days_of(missions, month), queries.marks_of([m.pk for m in missions], month)
    away, rows = queries.leave_days(missions, month.first, month.last), []
    for mission in missions:
        served = [day for day in working[mission.pk] if day <= timezone.localdate()]
        days = [(f"{mission.pk}:{day}", day) for day in served if day not in away[mission.pk]]
        absent = {f"{mission.pk}:{day}" for day, kind in marks[mission.pk].items() if kind == MarkKind.ABSENT} | ticks
        ticked = [(value, day, value in absent) for value, day in days]
        rows.append({"mission": mission, "sheet": sheets.get(mission.pk), "days": ticked,
                     "missed": sum(is_ticked for _value, _day, is_ticked in ticked),
                     "away": sum(day in away[mission.pk] for day in working[mission.pk])})  # fmt: skip
    return rows


def _is_open(missions: list[Mission], sheets: dict[int, MonthSheet]) -> bool:
    return any(m.pk not in sheets or sheets[m.pk].state == "recorded" for m in missions)


@require_http_methods(["GET", "POST"])
def mission(request: HttpRequest, month: str, pk: int) -> HttpResponse:
    """One volunteer's month, day by day: read by the volunteer, written by who records."""
    when = month_or_404(month)
    row = get_object_or_404(_with_names(queries.missions_seen_by(request.user, when)), pk=pk)
    sheet = MonthSheet.objects.filter(mission=row, month=when.first).first()
    working, away = (
        queries.working_days_of([row], when)[row.pk],
        queries.leave_days([row], when.first, when.last)[row.pk],
    )
    marks = {day: away[day] for day in working if day in away} | queries.marks_of([row.pk], when)[row.pk]
    first, last = queries.served(row, when) or (when.last, when.first)
    days = [day for day in when.days() if first <= day <= min(last, timezone.localdate())]
    form = DaysForm(request.POST or None, days=days, marks=marks)
    may_write = duties(request.user, [row], when.first).recorded and (sheet is None or sheet.state == "recorded")
    if request.method == "POST" and form.is_valid():
        if form.send(request, "attendance.record", lambda: _record(request, row, form)):
            messages.success(request, _("Les présences sont enregistrées."))
            return redirect("attendance:mission", month, pk)
    return render(request, "attendance/mission.html", {
        "month": when, "mission": row, "sheet": sheet, "form": form, "may_write": may_write,
        "marks": [(day, kind, MarkKind(kind).label if kind else "") for day in days for kind in [marks.get(day, "")]], "working": working,
        "summary": queries.summary([row], when)[row.pk],
    }, status=form.status)  # fmt: skip


def _record(request: HttpRequest, row: Mission, form: DaysForm) -> dict:
    sheets = actions.record(mission=row, marks=form.marks(), by=request.user, on=timezone.localdate())
    return {"sheets": [sheet.pk for sheet in sheets]}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The volunteer's own months, the latest first."""
    sheets = MonthSheet.objects.filter(mission__person__account=request.user).select_related("mission__host")
    return render(request, "attendance/mine.html", {"page": page_of(request, sheets.order_by("-month"))})


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The attested months of the centre, all ticked: one click confirms them."""
    require(request.user, P.PRESENCE_CONFIRM)
    waiting = MonthSheet.objects.to_confirm_by(request.user).select_related(
        "mission__person", "mission__host__commune", "mission__form"
    )
    page = Paginator(waiting, SHEETS).get_page(request.GET.get("page"))
    form = SheetsForm(request.POST or None, choices=list(waiting.values_list("pk", flat=True)) if request.POST else ())
    if request.method == "POST" and form.is_valid():
        if form.send(request, "attendance.confirm", lambda: _confirm(request, form)):
            messages.success(request, _("Les présences cochées sont confirmées : la paie peut les compter."))
            return redirect("attendance:confirm")
    return render(request, "attendance/confirm.html", {"page": page, "form": form}, status=form.status)


def _confirm(request: HttpRequest, form: SheetsForm) -> dict:
    sheets = MonthSheet.objects.filter(pk__in=form.cleaned_data["sheets"])
    done = actions.confirm_many(sheets=sheets, by=request.user, on=timezone.localdate())
    return {"sheets": [sheet.pk for sheet in done]}


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a month back to who recorded it."""
    require(request.user, P.PRESENCE_CONFIRM)
    sheet = get_object_or_404(
        MonthSheet.objects.visible_to(request.user).select_related("mission__person", "mission__host"), pk=pk
    )
    form = ReopenForm(request.POST or None)
    if form.is_valid() and form.send(
        request, "attendance.reopen",
        lambda: {"id": actions.reopen(sheet=sheet, by=request.user, on=timezone.localdate(), **form.values()).pk},
    ):  # fmt: skip
        return redirect("attendance:confirm")
    return render(request, "attendance/reopen.html", {"sheet": sheet, "form": form}, status=form.status)


@require_POST
def print_month(request: HttpRequest, month: str, host: int) -> HttpResponse:
    """Number the month's paper, then show it."""
    missions, form = team_or_404(request, month, host), ActionForm(request.POST)
    answer = form.is_valid() and form.send(
        request, "attendance.print",
        lambda: {"id": papers.print_month(
            missions=missions, month=month_or_404(month), by=request.user, on=timezone.localdate()).pk},
    )  # fmt: skip
    return (
        redirect("attendance:paper", month, host, answer["id"]) if answer else redirect("attendance:team", month, host)
    )


@require_safe
def paper(request: HttpRequest, month: str, host: int, pk: int) -> HttpResponse:
    """A numbered month as PDF, for who sees the team."""
    team_or_404(request, month, host)
    return as_download(get_object_or_404(Document, pk=pk, subject="presence", subject_id=host))


def require_presence(request: HttpRequest) -> None:
    """Presence is the business of those who record, attest, confirm or read it."""
    if not any(map(request.user.may, (P.PRESENCE_RECORD, P.PRESENCE_ATTEST, P.PRESENCE_CONFIRM, P.PRESENCE_READ))):
        raise NotAllowed("not_allowed", _("Votre rôle ne donne pas accès aux présences."))


def team_or_404(request: HttpRequest, month: str, host: int) -> list[Mission]:
    """The host's volunteers of that month that this person sees, by name."""
    require_presence(request)
    seen = queries.missions_seen_by(request.user, month_or_404(month)).filter(host_id=host)
    missions = list(_with_names(seen).order_by("person__folded", "pk"))
    if not missions:
        raise Http404
    return missions


def _with_names(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    return missions.select_related("person", "host__commune", "form")


def month_asked(request: HttpRequest) -> Month:
    today = timezone.localdate()
    if asked := request.GET.get("mois"):
        return month_or_404(asked)
    return Month.of(add_months(today, -1) if today.day <= CLOSING_DAYS else today)


def _next(month: Month) -> Month | None:
    after = Month.of(add_months(month.first, 1))
    return after if after.first <= timezone.localdate() else None
