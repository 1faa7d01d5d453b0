"""The towns of interviews, the timetable, the door."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.selection import door as actions
from teriya.mobilisation.selection import papers, planning
from teriya.mobilisation.selection.forms import DoorForm, MoveForm, PlanForm, VenueForm
from teriya.mobilisation.selection.models import Conflict, Hearing, Venue
from teriya.mobilisation.selection.policies import SCORED_IN


@require_safe
def interviews(request: HttpRequest, code: str) -> HttpResponse:
    """The towns of a wave, who was called and who came."""
    _require_any(request)
    wave = _wave(code)
    rows = Venue.objects.visible_to(request.user).filter(wave=wave).counted()
    apart = Hearing.objects.within(request.user, P.INTERVIEWS_PLAN).filter(application__wave=wave, state="contested")
    conflicts = Conflict.objects.within(request.user, P.INTERVIEWS_PLAN).filter(
        application__wave=wave, state="declared"
    )
    return render(request, "selection/interviews.html", {
        "wave": wave, "venues": rows, "may_plan": request.user.may(P.INTERVIEWS_PLAN) and wave.state in SCORED_IN,
        "apart": apart.still_there().select_related("application__person", "jury"),
        "conflicts": conflicts.select_related("application__person", "member__jury"),
        "may_seat": request.user.may(P.JURY_RANK) and wave.state in SCORED_IN,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def open_venue(request: HttpRequest, code: str) -> HttpResponse:
    require(request.user, P.INTERVIEWS_PLAN)
    wave = _wave(code)
    form = VenueForm(request.POST or None)

    def do() -> dict:
        return {"id": planning.open_venue(wave=wave, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "selection.open_venue", do):
        return redirect("selection:interviews", code)
    return render(request, "selection/open_venue.html", {"wave": wave, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The days and hours, then what they give, then the act: nothing is written by looking."""
    require(request.user, P.INTERVIEWS_PLAN)
    wave, today, shown = _wave(code), timezone.localdate(), None
    form = PlanForm(request.POST or None)

    def do() -> dict:
        seen = form.cleaned_data["seen"]
        return {
            "called": len(planning.plan_interviews(wave=wave, by=request.user, on=today, seen=seen, **form.values()))
        }

    if form.is_valid():
        if "look" not in request.POST and form.send(request, "selection.plan", do):
            return redirect("selection:interviews", code)
        shown = planning.plan_of(wave, by=request.user, **form.values())
    return render(request, "selection/plan.html", {
        "wave": wave, "form": form, "plan": shown, "days": form.values()["days"] if form.is_bound and shown else [],
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def venue(request: HttpRequest, pk: int) -> HttpResponse:
    """A town: who is called when, and its lists on paper."""
    found, form = _venue(request, pk), ActionForm(request.POST or None)
    may_plan = request.user.may(P.INTERVIEWS_PLAN)

    def do() -> dict:
        return {"papers": len(actions.print_lists(venue=found, by=request.user, on=timezone.localdate()))}

    if form.is_valid() and form.send(request, "selection.print_lists", do):
        return redirect("selection:venue", pk)
    rows, number = _hearings(request, found), request.GET.get("numero", "").strip()[:20]
    if number:
        rows = rows.filter(application__number=number)
    return render(request, "selection/venue.html", {
        "venue": found, "form": form, "page": page_of(request, rows), "number": number, "may_plan": may_plan,
        "may_receive": request.user.may(P.INTERVIEWS_RECEIVE), "papers": papers.lists_of(found)[:6],
    }, status=form.status)  # fmt: skip


@require_safe
def paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return as_download(get_object_or_404(papers.lists_of(_venue(request, pk)), pk=number))


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another hour, or another jury, for one person."""
    rows = Hearing.objects.within(request.user, P.INTERVIEWS_PLAN)
    found = get_object_or_404(rows.select_related("application__person", "application__wave", "jury__venue"), pk=pk)
    today, wave = timezone.localdate(), found.application.wave
    free = planning.free_slots(wave, found.application, on=today)
    form = MoveForm(request.POST or None, free=free)

    def do() -> dict:
        moved = actions.move_hearing(hearing=found, by=request.user, on=today, **form.values())
        return {"version": moved.version}

    if form.is_valid() and form.send(request, "selection.move", do):
        return redirect("selection:venue", found.jury.venue_id)
    return render(request, "selection/move.html", {"hearing": found, "form": form, "free": free}, status=form.status)


@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """The day's candidates of a town, by the hour: who came is ticked."""
    require(request.user, P.INTERVIEWS_RECEIVE)
    found = _venue(request, pk)
    days, day = _days(request, found)
    waiting = _hearings(request, found).filter(on=day, state__in=("called", "absent"))
    form, number = DoorForm(request.POST or None, rows=waiting), request.GET.get("numero", "").strip()[:20]

    def do() -> dict:
        return {
            "came": len(actions.receive(by=request.user, on=timezone.localdate(), **form.values())),
        }

    if form.is_valid() and form.send(request, "selection.receive", do):
        return redirect(request.get_full_path())
    return render(request, "selection/door.html", {
        "venue": found, "days": days, "day": day, "form": form, "number": number,
        "page": page_of(request, waiting.filter(application__number=number) if number else waiting),
        "came": _hearings(request, found).filter(on=day, state="present").count(), "waiting": waiting.filter(state="called").count(),
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def close_door(request: HttpRequest, pk: int) -> HttpResponse:
    """At the end of a day: those who did not come are marked absent."""
    require(request.user, P.INTERVIEWS_RECEIVE)
    found, form = _venue(request, pk), ActionForm(request.POST or None)
    _, day = _days(request, found)
    rows = _hearings(request, found).filter(on=day, state="called")

    def do() -> dict:
        return {"absent": len(actions.close_door(hearings=rows, by=request.user, on=timezone.localdate()))}

    if form.is_valid() and form.send(request, "selection.miss", do):
        return redirect(f"{reverse('selection:door', args=[pk])}?jour={day or ''}")
    return render(
        request, "selection/close_door.html", {"venue": found, "day": day, "form": form, "count": rows.count()},
        status=form.status,
    )  # fmt: skip


def _days(request: HttpRequest, venue: Venue) -> tuple[list[date], date | None]:
    """The days of a town, and the one asked for: today by default, or else the next one, or else the last one."""
    days = sorted(set(_hearings(request, venue).filter(on__isnull=False).order_by().values_list("on", flat=True)))
    try:
        asked = parse_date(request.GET.get("jour", ""))
    except ValueError:
        asked = None
    today = timezone.localdate()
    return days, asked if asked in days else next((day for day in days if day >= today), days[-1] if days else None)


def _hearings(request: HttpRequest, venue: Venue) -> QuerySet[Hearing]:
    """Those of a town whom this person may read: the union of what one plans and receives."""
    may = Hearing.objects.live().filter(jury__venue=venue).still_there()
    wide = [p for p in (P.INTERVIEWS_PLAN, P.INTERVIEWS_RECEIVE) if request.user.may(p)]
    rows = may.within(request.user, wide[0])
    return rows.select_related("application__person", "jury").order_by("on", "at", "jury__name")


def _venue(request: HttpRequest, pk: int) -> Venue:
    _require_any(request)
    return get_object_or_404(Venue.objects.visible_to(request.user).select_related("wave"), pk=pk)


def _require_any(request: HttpRequest) -> None:
    if not request.user.may(P.INTERVIEWS_RECEIVE):
        require(request.user, P.INTERVIEWS_PLAN)


def _wave(code: str) -> Wave:
    return get_object_or_404(Wave, code=code)
