"""Facilities before and after: what their registers say, beside what volunteers counted."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.evidence import actions, queries
from teriya.contribution.evidence.forms import DecisionForm, ReadingForm
from teriya.contribution.evidence.models import Reading
from teriya.contribution.evidence.states import READING_LIFE
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts.models import Host

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def facilities(request: HttpRequest) -> HttpResponse:
    """The hosts of which a register was read, what waits first; any other by its name: `?q=`."""
    require(request.user, P.EVIDENCE_READ)
    asked = request.GET.get("q", "")
    page = page_of(request, queries.facilities(request.user, asked))
    return render(request, "evidence/facilities.html", {"page": page, "asked": asked})


def _seen(request: HttpRequest, number: str) -> Host:
    require(request.user, P.EVIDENCE_READ)
    communes = request.user.communes(P.EVIDENCE_READ)
    rows = Host.objects.select_related("commune")
    return get_object_or_404(rows if communes is None else rows.filter(commune__in=communes), number=number)


@get_or_post
def facility(request: HttpRequest, number: str) -> HttpResponse:
    """One host: each indicator month by month, drawn and in a table: `?jour=` as it was known then; what waits to be confirmed."""
    host, today = _seen(request, number), timezone.localdate()
    form, on = DecisionForm(request.POST or None), _day(request, today)
    if request.method == "POST" and form.is_valid():
        row = get_object_or_404(Reading, pk=request.POST.get("reading") or 0, host=host)
        step = form.cleaned_data["step"] if form.cleaned_data["step"] in READING_LIFE.steps else "confirm"
        if form.send(request, "evidence.reading", lambda: {"id": actions.decide_reading(
                reading=row, step=step, by=request.user, on=today, reason=form.cleaned_data["reason"]).pk}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return redirect("evidence:facility", number)
    stories = queries.before_and_after(host, on)
    waiting = Reading.objects.filter(host=host, state="recorded").order_by("indicator", "month")
    return render(request, "evidence/facility.html", {
        "host": host, "stories": stories, "form": form, "on": on, "today": today, "waiting": waiting,
        "may_keep": request.user.may(P.EVIDENCE_KEEP, commune=host.commune_id), "may_decide": request.user.may(P.EVIDENCE_DECIDE, commune=host.commune_id),
    }, status=form.status)  # fmt: skip


def _day(request: HttpRequest, today: date) -> date:
    try:
        return min(date.fromisoformat(request.GET.get("jour", "")), today)
    except ValueError:
        return today


@get_or_post
def record(request: HttpRequest, number: str) -> HttpResponse:
    host = _seen(request, number)
    require(request.user, P.EVIDENCE_KEEP, commune=host.commune_id)
    today = timezone.localdate()
    form = ReadingForm(request.POST or None, today=today)
    if form.is_valid() and form.send(request, "evidence.record_reading", lambda: {"id": actions.record_reading(
            host=host, by=request.user, on=today, **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le registre est relevé. Une autre personne le confirme."))
        return redirect("evidence:facility", number)
    told = _("Ce que dit le registre pour toute la structure, avant l’arrivée des volontaires ou depuis.")
    context = {"host": host, "form": form, "title": _("Relever un registre"), "told": told}
    return render(request, "evidence/act.html", context, status=form.status)
