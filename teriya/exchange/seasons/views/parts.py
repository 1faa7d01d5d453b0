"""What one agency brings to a season, line by line, and its answer to the plan."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.exchange.seasons import actions, queries
from teriya.exchange.seasons.countries import country
from teriya.exchange.seasons.forms import AnswerForm, CandidateForm, NumbersForm, PostForm, SayForm
from teriya.exchange.seasons.models import Part
from teriya.exchange.seasons.states import PartState, SeasonState
from teriya.exchange.seasons.views.seasons import get_or_post, seen
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download


@get_or_post
def part(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """The candidates in their order, the posts, the numbers with each other agency; POST moves a line up or takes it out."""
    row, parts = _part(request, uid, code)
    form = ActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, row, form):
        return redirect("seasons:part", uid, code)
    names = {one.code: str(one) for one in parts}
    lines = list(row.lines.select_related("person"))
    return render(request, "seasons/part.html", {
        "part": row, "season": row.season, "form": form, "places": list(row.places.all()),
        "lines": [(line, [names[agency] for agency in line.agencies]) for line in lines],
        "numbers": [(names[other], each["out"], each["in"]) for other, each in sorted(row.numbers.items())],
        "may_write": request.user.may(P.SEASONS_KEEP) and row.season.state == SeasonState.OPEN and row.state != PartState.DECLINED,
    }, status=form.status)  # fmt: skip


@get_or_post
def add_candidate(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    row, parts = _kept(request, uid, code)
    form = CandidateForm(request.POST or None, part=row, parts=parts)
    if form.is_valid() and form.send(request, "seasons.add_candidate", lambda: {
        "number": actions.add_candidate(part=row, by=request.user, on=timezone.localdate(), **form.values()).number}):  # fmt: skip
        return redirect("seasons:part", uid, code)
    told = _("L’ordre de la liste est celui dans lequel l’agence enverrait ses candidats.")
    return _act(request, row, form, _("Ajouter un candidat"), _("Ajouter"), told)


@get_or_post
def add_post(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    row, _parts = _kept(request, uid, code)
    form = PostForm(request.POST or None, part=row)
    if form.is_valid() and form.send(request, "seasons.add_post", lambda: {
        "number": actions.add_post(part=row, by=request.user, on=timezone.localdate(), **form.values()).number}):  # fmt: skip
        return redirect("seasons:part", uid, code)
    return _act(request, row, form, _("Ajouter un poste"), _("Ajouter"), "")


@get_or_post
def set_numbers(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    row, parts = _kept(request, uid, code)
    agreed = queries.agreed(parts, timezone.localdate()) if row.is_ours else {}
    form = NumbersForm(request.POST or None, part=row, parts=parts, agreed=agreed)
    if form.is_valid() and form.send(request, "seasons.set_numbers", lambda: {
        "done": actions.set_numbers(part=row, by=request.user, on=timezone.localdate(), **form.values()) is None}):  # fmt: skip
        return redirect("seasons:part", uid, code)
    told = _(
        "Entre deux agences vaut le plus petit nombre que les deux ont dit. Mettez 0 où il n’y a pas de convention."
    )
    return _act(request, row, form, _("Combien avec chaque agence"), _("Enregistrer"), told)


@get_or_post
def enter(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """Send the entry; of an agency without the system, declare it from its letter."""
    row, _parts = _kept(request, uid, code)
    form = SayForm(request.POST or None, request.FILES or None, part=row)
    if form.is_valid() and form.send(request, "seasons.enter", lambda: {
        "id": actions.enter(part=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("L’entrée est enregistrée. Elle peut changer jusqu’au plan."))
        return redirect("seasons:season", uid)
    if row.is_ours:
        told = _("Seuls partent les numéros, les profils, les pays et les nombres : aucun nom, aucune structure.")
    else:
        told = _("Cette agence n’a pas le système : écrivez ce que dit sa lettre. Ce sera marqué « déclaré ».")
    return _act(request, row, form, _("Envoyer l’entrée"), _("Envoyer"), told)


@require_safe
def letter(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """The last letter to an agency without the system, as PDF."""
    row, _parts = _part(request, uid, code)
    if row.letter is None:
        raise Http404
    return as_download(row.letter)


@get_or_post
def answer(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """Confirm the part, or decline the season."""
    row, _parts = _part(request, uid, code)
    require(request.user, P.SEASONS_CONFIRM if row.is_ours else P.SEASONS_KEEP)
    form = AnswerForm(request.POST or None, request.FILES or None, part=row)
    if form.is_valid():
        is_confirmed = request.POST.get("step") == "confirm"
        if form.send(request, "seasons.answer", lambda: {
            "id": actions.answer(part=row, is_confirmed=is_confirmed, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
            messages.success(request, _("La réponse est enregistrée."))
            return redirect("seasons:season", uid)
    context = {"part": row, "season": row.season, "form": form, "plan": row.season.plans.last()}
    return render(request, "seasons/answer.html", context, status=form.status)


def _part(request: HttpRequest, uid: UUID, code: str) -> tuple[Part, list[Part]]:
    """The part and all others of its season; not found where its agency speaks for itself."""
    season = seen(request, uid)
    parts = list(season.parts.select_related("agency", "letter"))
    for one in parts:
        one.season = season
    row = next((one for one in parts if one.code == code), None)
    if row is None or row.speaks or not (row.is_ours or season.is_ours):
        raise Http404
    return row, sorted(parts, key=lambda one: country(one.country))


def _kept(request: HttpRequest, uid: UUID, code: str) -> tuple[Part, list[Part]]:
    found = _part(request, uid, code)
    require(request.user, P.SEASONS_KEEP)
    return found


def _changed(request: HttpRequest, row: Part, form: ActionForm) -> dict | None:
    step, pk, by, on = request.POST.get("step", ""), request.POST.get("line", ""), request.user, timezone.localdate()
    if step == "drop_post":
        place = get_object_or_404(row.places, pk=pk if pk.isdecimal() else 0)
        return form.send(
            request, "seasons.drop_post", lambda: {"done": actions.drop_post(place=place, by=by, on=on) is None}
        )
    line = get_object_or_404(row.lines, pk=pk if pk.isdecimal() else 0)
    do = actions.raise_candidate if step == "raise" else actions.drop_candidate
    return form.send(request, "seasons.change", lambda: {"done": do(line=line, by=by, on=on) is None})


def _act(request: HttpRequest, row: Part, form: ActionForm, title: str, submit: str, told: str) -> HttpResponse:
    context = {"part": row, "season": row.season, "form": form, "title": title, "submit": submit, "told": told}
    return render(request, "seasons/act.html", context, status=form.status)
