"""The officer’s pages, the same at both agencies: every stay, and one stay with all that both sides said of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.reciprocity.queries import names
from teriya.exchange.stays import actions, queries
from teriya.exchange.stays.actions.telling import is_open
from teriya.exchange.stays.forms import (
    ArriveForm,
    EndForm,
    IncidentForm,
    PlanForm,
    ReportForm,
    ReturnForm,
    SeenForm,
    TickForm,
    ToldForm,
)
from teriya.exchange.stays.models import Stay
from teriya.exchange.stays.offline import ROWS, stay_or_404
from teriya.exchange.stays.states import About, Side, Voice
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm, month_or_404
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of

get_or_post = require_http_methods(["GET", "POST"])
PARTS = {"depart": Stay.objects.preparing, "sur-place": Stay.objects.there, "finis": Stay.objects.over}


@require_safe
def stays(request: HttpRequest) -> HttpResponse:
    """Every stay, `?etat=depart|sur-place|finis`; first the accepted volunteers whose departure is to plan."""
    require(request.user, P.STAYS_READ)
    asked, today = request.GET.get("etat", ""), timezone.localdate()
    rows = queries.stays_of(request.user)
    if asked in PARTS:
        rows = rows & PARTS[asked]()
    page = page_of(request, queries.listed(rows, today))
    told = [(stay, names(stay.nomination)) for stay in page]
    waiting = [] if asked else [(one, names(one)) for one in queries.to_plan()]
    parts = [("", _("Tous")), ("depart", _("Départs")), ("sur-place", _("Sur place")), ("finis", _("Finis"))]
    return render(request, "stays/stays.html", {"page": page, "rows": told, "waiting": waiting, "asked": asked, "parts": parts})  # fmt: skip


@get_or_post
def stay(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One stay: the checklist, the months, the interviews, the incidents, the evaluation, the certificate, the return."""
    row, today, form = stay_or_404(request.user, uid), timezone.localdate(), SeenForm(request.POST or None)
    reports = list(row.reports.order_by("-on", "-pk"))
    if form.is_valid():
        report = get_object_or_404(row.reports, pk=form.cleaned_data["report"])
        if form.send(request, "stays.answer", lambda: _done(actions.answer_report, report=report, by=request.user, on=today)):  # fmt: skip
            messages.success(request, _("C’est noté : vous avez répondu à cet appel."))
            return redirect("stays:stay", uid)
    may = request.user.may(P.STAYS_KEEP)
    return render(request, "stays/stay.html", {
        "stay": row, "nomination": row.nomination, "who": names(row.nomination), "form": form, "today": today, "may": may,
        "lines": list(row.lines.select_related("stay__nomination").in_order()), "months": queries.months(row, reports, today),
        "talks": queries.talks(row, reports, today), "incidents": row.incidents.order_by("-happened_on"),
        "judged": queries.side_by_side(reports, About.EVALUATION), "judges": queries.voices(reports, About.EVALUATION),
        "evaluations": [one for one in reports if one.about == About.EVALUATION], "returns": row.returns.order_by("on"),
        "certificate": queries.certificate_of(row), "not_standing": queries.not_standing(row), "is_home": row.side == Side.HOME,
        "mine": row.side, "speaks": row.nomination.agency.speaks, "calls": [one for one in reports if one.least == 1 and one.about != About.EVALUATION],
    }, status=form.status)  # fmt: skip


@get_or_post
def plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The days of the departure and of the end: the whole checklist follows from them."""
    require(request.user, P.STAYS_KEEP)
    nomination = get_object_or_404(Nomination.objects.visible_to(request.user).select_related("offer", "agency", "person", "dossier"), uid=uid)  # fmt: skip
    former, today = Stay.objects.filter(nomination=nomination).first(), timezone.localdate()
    first = {"departs_on": former.departs_on, "ends_on": former.ends_on} if former else {"departs_on": nomination.starts_on, "ends_on": nomination.ends_on}  # fmt: skip
    form = PlanForm(request.POST or None, request.FILES or None, initial=first, is_declared=not nomination.is_ours)
    if form.is_valid() and form.send(request, "stays.plan", lambda: {"id": actions.plan_stay(
            nomination=nomination, by=request.user, on=today, **form.told()).pk}):  # fmt: skip
        messages.success(request, _("Le départ est planifié : chaque étape a son jour."))
        return redirect("stays:stay", uid)
    told = _("Pour que chaque étape garde tout son délai, partez le %(day)s ou après.") % {"day": f"{queries.earliest_departure(today, is_open):%d/%m/%Y}"}  # fmt: skip
    return _act(request, nomination, form, _("Planifier le départ"), told)


@get_or_post
def tick(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """One line of the checklist."""
    row = _kept(request, uid)
    line = get_object_or_404(row.lines.select_related("stay__nomination"), code=code)
    first = {"done_on": line.done_on} if line.done_on else {}
    return _one(request, row, TickForm, str(line), "stays.tick", lambda told: actions.tick_line(line=line, **told), side=line.owner, initial=first)  # fmt: skip


@get_or_post
def arrive(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = _kept(request, uid)
    return _one(request, row, ArriveForm, _("Dire l’arrivée"), "stays.arrive", lambda told: actions.record_arrival(stay=row, **told), side=Side.HOST)  # fmt: skip


@get_or_post
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = _kept(request, uid)
    side = row.side if row.nomination.agency.speaks else Side.HOST
    return _one(request, row, EndForm, _("Dire la fin du séjour"), "stays.end", lambda told: actions.record_end(stay=row, **told), side=side)  # fmt: skip


@get_or_post
def incident(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = _kept(request, uid)
    said = _("Un fait, un jour, ce qui a été fait : l’autre agence reçoit cela, et rien d’autre. La santé n’en est jamais.")  # fmt: skip
    return _one(request, row, IncidentForm, _("Signaler un fait"), "stays.incident", lambda told: actions.tell_incident(stay=row, **told), side=row.side, said=said)  # fmt: skip


@get_or_post
def report(request: HttpRequest, uid: UUID, about: str, voice: str, of: str = "") -> HttpResponse:
    """An interview, an evaluation, or a month that an officer writes for somebody who told it."""
    row = _kept(request, uid)
    codes = {About.INTERVIEW: [term.code for term in rules.terms("talk")], About.EVALUATION: [""]}
    if about not in About.values or voice not in Voice.values or (about in codes and of not in codes[About(about)]):
        raise Http404
    if about == About.STATUS and not row.first_day.replace(day=1) <= month_or_404(of).first <= row.last_day:
        raise Http404
    title = f"{About(about).label.capitalize()} · {Voice(voice).label}"
    former = row.reports.filter(about=about, of=of, voice=voice).first()
    first = former.answers | {"words": former.words} if former else {}

    def do(told: dict[str, Any]) -> Any:
        return actions.give_report(stay=row, about=about, of=of, voice=voice, **told)

    return _one(
        request, row, ReportForm, title, "stays.report", do, side=Voice(voice).side, initial=first, about=about
    )


@get_or_post
def come_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The debrief or the public restitution, at the agency that sent."""
    row, form = _kept(request, uid), ReturnForm(request.POST or None)
    if form.is_valid() and form.send(request, "stays.return", lambda: {"id": actions.record_return(
            stay=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le retour est enregistré."))
        return redirect("stays:stay", uid)
    return _act(request, row.nomination, form, _("Relecture ou restitution"))


@get_or_post
def count(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The service enters the home record."""
    row, form = _kept(request, uid), ActionForm(request.POST or None)
    if form.is_valid() and form.send(request, "stays.count", lambda: _done(
            actions.count_service, stay=row, by=request.user, on=timezone.localdate())):  # fmt: skip
        messages.success(request, _("Le service compte dans le dossier de la personne."))
        return redirect("stays:stay", uid)
    told = _("Du %(first)s au %(last)s, comme l’agence d’accueil les a dits.") % {"first": f"{row.first_day:%d/%m/%Y}", "last": f"{row.last_day:%d/%m/%Y}"}  # fmt: skip
    return _act(request, row.nomination, form, _("Compter le service"), told)


def _kept(request: HttpRequest, uid: UUID) -> Stay:
    require(request.user, P.STAYS_KEEP)
    return get_object_or_404(Stay.objects.visible_to(request.user).select_related(*ROWS), nomination__uid=uid)


def _one(
    request: HttpRequest, row: Stay, form_class: type[ToldForm], title: str | Promise, name: str, do: Callable[[dict], Any], *, side: str,
    said: str = "", **form_values: Any,
) -> HttpResponse:  # fmt: skip
    """The page of one thing said of a stay; with the letter that says it where the other agency has no system."""
    form = form_class(request.POST or None, request.FILES or None, is_declared=side != row.side, **form_values)
    told = {"by": request.user, "on": timezone.localdate()}
    if form.is_valid() and form.send(request, name, lambda: _done(do, form.told() | told)):
        messages.success(request, _("C’est enregistré, et dit à l’autre agence."))
        return redirect("stays:stay", row.uid)
    return _act(request, row.nomination, form, title, said)


def _done(do: Callable[..., Any], *given: Any, **named: Any) -> dict:
    do(*given, **named)
    return {}


def _act(request: HttpRequest, nomination: Nomination, form: ActionForm, title: Any, said: str = "") -> HttpResponse:
    return render(request, "stays/act.html", {
        "nomination": nomination, "who": names(nomination), "form": form, "title": title, "said": said,
        "is_planned": Stay.objects.filter(nomination=nomination).exists(),
    }, status=form.status)  # fmt: skip
