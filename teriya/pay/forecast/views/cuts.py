"""A budget that falls: which missions would stop, the list proposed, decided, and its letters."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm, watched
from teriya.foundation.documents.views import as_pdf
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.ui.parts import page_of
from teriya.pay.forecast import actions
from teriya.pay.forecast.cutting import Proposal, propose
from teriya.pay.forecast.engine.months import first_of, index, last_of
from teriya.pay.forecast.forms import CutForm, DecideForm
from teriya.pay.forecast.jobs import make_letters
from teriya.pay.forecast.models import Cut, PrintedLetters
from teriya.pay.forecast.states import CUT_LIFE
from teriya.service.missions.models import Mission

SHOWN = 50  # missions of a preview


@require_safe
def cuts(request: HttpRequest) -> HttpResponse:
    require(request.user, P.FORECAST_READ)
    rows = Cut.objects.select_related("envelope").defer("before", "after").prefetch_related("missions")
    return render(request, "forecast/cuts.html", {"page": page_of(request, rows), "may_plan": request.user.may(P.FORECAST_PLAN)})  # fmt: skip


@require_http_methods(["GET", "POST"])
def new_cut(request: HttpRequest) -> HttpResponse:
    """Choose, see who would stop and the cash by month, then propose. Nothing is written before."""
    require(request.user, P.FORECAST_PLAN)
    today = timezone.localdate()
    asked = {
        "last_day": last_of(index(today) + 1),
        "rule": "last_started",
        "envelope": request.GET.get("enveloppe", ""),
    }
    form = CutForm(request.POST or None, initial=asked, envelopes=Envelope.objects.values_list("pk", "title"))
    found, shown = None, request.POST.get("step") == "see"
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        envelope = Envelope.objects.get(pk=said["envelope"])
        if shown:
            found = propose(envelope, said["rule"], said["last_day"], today)
        else:
            done = form.send(request, "forecast.cut", lambda: {"id": actions.propose_cut(
                envelope=envelope, rule=said["rule"], last_day=said["last_day"], reason=said["reason"], by=request.user, on=today).pk})  # fmt: skip
            if done:
                messages.success(request, _("La liste est proposée. Une autre personne la décide."))
                return redirect("forecast:cut", done["id"])
    return render(request, "forecast/new_cut.html", {"form": form, "found": found, "names": request.user.may(P.PAY_READ), **(_preview(found) if found else {})}, status=form.status)  # fmt: skip


def _preview(found: Proposal) -> dict:
    first = found.outcome.stops[:SHOWN]
    missions = Mission.objects.select_related("person", "host").in_bulk([stop.mission for stop in first])
    stops = [(stop, missions[stop.mission], found.ends(stop.mission)) for stop in first]
    return {"stops": stops, "shown": SHOWN, "months": _months(found.start, found.before, found.after)}


def _months(start: int, before, after) -> list[tuple[date, int, int]]:
    """(month, left if nothing stops, left with the list)."""
    return [
        (first_of(start + place), one, other) for place, (one, other) in enumerate(zip(before, after, strict=True))
    ]


@require_http_methods(["GET", "POST"])
def cut(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, its reasons, the cash by month; whoever may decides it."""
    require(request.user, P.FORECAST_READ)
    one, form = get_object_or_404(Cut.objects.select_related("envelope"), pk=pk), DecideForm(request.POST or None)
    steps = _steps(request.user, one)
    if request.method == "POST" and form.is_valid():
        step = "set_aside" if request.POST.get("step") == "set_aside" else "decide"
        done = form.send(request, "forecast.decide", lambda: {
            "id": actions.decide_cut(cut=one, step=step, by=request.user, on=timezone.localdate(), reason=form.cleaned_data["reason"]).pk})  # fmt: skip
        if done:
            messages.success(request, _("La décision est enregistrée."))
            return redirect("forecast:cut", pk)
    rows = one.missions.select_related("mission__person", "mission__host__commune", "mission__form")
    deciders = dict(User.objects.filter(pk__in=[one.proposed_by_id, one.decided_by_id or 0]).values_list("pk", "name"))
    return render(request, "forecast/cut.html", {
        "cut": one, "form": form, "names": request.user.may(P.PAY_READ), "steps": steps, "page": page_of(request, rows), "missing": max(one.needed - one.saved, 0),
        "months": _months(index(one.on), one.before, one.after), "by": deciders.get(one.proposed_by_id), "decided_by": deciders.get(one.decided_by_id),
    }, status=form.status)  # fmt: skip


def _steps(user: User, one: Cut) -> list[str]:
    if not user.may(P.CUTS_DECIDE) or user.pk == one.proposed_by_id:
        return []
    return [step.name for step in CUT_LIFE.open_from(one.state)]


@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Every letter of a list that was decided, which name people: asked for, then followed, then printed."""
    one, form = _lettered_or_404(request, pk), ActionForm(request.POST or None)
    if form.is_valid() and form.send(request, "forecast.ask_letters", lambda: _ask(request, one)):
        return redirect("forecast:letters", pk)
    row = PrintedLetters.objects.filter(cut=one).first()
    return watched(request, "forecast/letters.html", row, {
        "cut": one, "form": form, "count": len(one.letters.data["letters"]), "may_ask": row is None or row.state == "failed" or row.is_lost,
    })  # fmt: skip


def _ask(request: HttpRequest, one: Cut) -> dict:
    row = actions.ask_letters(cut=one, by=request.user, on=timezone.localdate())
    if row.state == "asked" and row.total <= actions.AT_ONCE:
        actions.make_letters(row)
    elif row.state == "asked":
        transaction.on_commit(lambda: make_letters.defer(id=row.pk))
    return {"id": row.pk}


@require_safe
def bound(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters, to print."""
    one = _lettered_or_404(request, pk)
    row = PrintedLetters.objects.filter(cut=one).first()
    if row is None or row.content is None:
        raise Http404
    return as_pdf(bytes(row.content), one.letters.number.replace("/", "-"))


def _lettered_or_404(request: HttpRequest, pk: int) -> Cut:
    require(request.user, P.FORECAST_READ)
    require(request.user, P.PAY_READ)
    return get_object_or_404(Cut.objects.select_related("envelope", "letters"), pk=pk, letters__isnull=False)
