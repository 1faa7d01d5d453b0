from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of
from teriya.people import actions, counter, lookalikes
from teriya.people.forms import DecideForm, RegisterForm, SearchForm, UndoForm
from teriya.people.models import Person, Suspicion
from teriya.people.pages import facts_of, services_of, side_of, waiting_among
from teriya.people.quality import having

_COMMUNE = "people_commune"  # the last commune typed at this counter


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The register, searched by the words of a name, a number or a telephone."""
    require(request.user, P.PEOPLE_READ)
    form = SearchForm(request.GET)
    found = Person.objects.visible_to(request.user).alive()
    if form.is_valid():
        asked = form.cleaned_data
        found = found.named(asked["q"]).likest_first() if asked["q"] else found
        found = found.filter(commune=asked["commune"]) if asked["commune"] else found
        found = found.filter(sex=asked["sexe"]) if asked["sexe"] else found
        found = found.filter(having(asked["defaut"])) if asked["defaut"] else found
        found = found.filter(commune__region=asked["region"]) if asked["region"] else found
    found = found if found.ordered else found.order_by("family", "given", "id")
    page = page_of(request, found.select_related("commune"))
    held = waiting_among([person.pk for person in page])
    return render(request, "people/people.html", {
        "page": page, "form": form, "held": held, "may_register": request.user.may(P.PEOPLE_REGISTER),
    })  # fmt: skip


@require_safe
def person(request: HttpRequest, matricule: str) -> HttpResponse:
    """What the register says of a person. Each reading is journalled."""
    rows = Person.objects.visible_to(request.user).select_related("commune", "merged_into")
    row = get_object_or_404(rows, matricule=matricule)
    actions.note_reading([row], by=request.user, on=timezone.localdate())
    pairs = Suspicion.objects.visible_to(request.user).about(row).select_related("first", "second")
    return render(request, "people/person.html", {
        "person": row, "facts": facts_of(row), "papers": row.papers.order_by("kind", "number"),
        "aliases": row.aliases.order_by("matricule"), "pairs": pairs,
        "services": services_of(row),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register somebody at the counter; who looks like a person already known is shown before anything is written."""
    require(request.user, P.PEOPLE_REGISTER)
    form = RegisterForm(request.POST or None, initial={"commune": request.session.get(_COMMUNE, "")})
    found = []
    if form.is_valid():
        done = form.send(
            request, counter.KIND.action, lambda: counter.write(form, by=request.user, on=timezone.localdate())
        )
        if done:
            request.session[_COMMUNE] = form.cleaned_data["commune"].name
            return redirect(f"{reverse('people:register')}?{urlencode({'fait': done['fait']})}")
        if "certain" in form.errors:
            found = lookalikes.of(form.new_person())
            form.show([other for other, _ in found])
    done = Person.objects.visible_to(request.user).filter(matricule=request.GET.get("fait", "")).first()
    return render(request, "people/register.html", {"form": form, "found": found, "done": done}, status=form.status)


@require_safe
def suspicions(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one person: to decide, or decided, for whoever would take a decision back."""
    require(request.user, P.PEOPLE_READ)
    state = request.GET.get("etat", "")
    rows = Suspicion.objects.visible_to(request.user).in_state(state, oldest_first=request.GET.get("tri") == "age")
    page = page_of(request, rows.select_related("first__commune", "second__commune"))
    states = [("", Suspicion.State.OPEN.label), *Suspicion.State.choices[1:]]
    return render(request, "people/suspicions.html", {
        "page": page, "state": state, "states": states, "form": ActionForm(), "may_search": request.user.may(P.PEOPLE_REGISTER),
    })  # fmt: skip


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Search the whole register for doubles, now or by the worker."""
    require(request.user, P.PEOPLE_REGISTER)
    form = ActionForm(request.POST)
    if form.is_valid():
        answer = form.send(request, "people.search", lambda: _search(request))
        if answer and answer["now"]:
            messages.success(request, _("La recherche est faite : les paires nouvelles sont dans la liste."))
        elif answer:
            messages.success(request, _("La recherche est lancée : les paires nouvelles viendront dans la liste."))
    return redirect("people:suspicions")


def _search(request: HttpRequest) -> dict:
    return {"now": actions.search_soon(by=request.user, on=timezone.localdate())}


@require_http_methods(["GET", "POST"])
def suspicion(request: HttpRequest, pk: int) -> HttpResponse:
    """Two records side by side, what brings them together, and the decision; then the next pair."""
    row = _pair(request, pk)
    form = DecideForm(request.POST or None, suspicion=row)
    following = Suspicion.objects.visible_to(request.user).after(row)
    if form.is_valid() and form.send(request, "people.decide", lambda: _decide(request, row, form)):
        return redirect("people:suspicion", following.pk) if following else redirect("people:suspicions")
    actions.note_reading([row.first, row.second], by=request.user, on=timezone.localdate())
    may_decide = any(
        request.user.may(P.PEOPLE_DECIDE_DUPLICATES, commune=one.commune_id) for one in (row.first, row.second)
    )
    return render(request, "people/suspicion.html", {
        "suspicion": row, "rows": side_of(row.first, row.second), "form": form, "following": following,
        "may_decide": may_decide,
    }, status=form.status)  # fmt: skip


def _decide(request: HttpRequest, row: Suspicion, form: DecideForm) -> dict:
    actions.decide(suspicion=row, by=request.user, on=timezone.localdate(), **form.values())
    return {"id": row.pk}


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    row = _pair(request, pk)
    require(request.user, P.PEOPLE_DECIDE_DUPLICATES)
    form = UndoForm(request.POST or None)
    if form.is_valid() and form.send(request, "people.undo", lambda: _undo(request, row, form)):
        return redirect("people:suspicion", row.pk)
    return render(request, "people/undo.html", {"suspicion": row, "form": form}, status=form.status)


def _undo(request: HttpRequest, row: Suspicion, form: UndoForm) -> dict:
    actions.undo(suspicion=row, by=request.user, on=timezone.localdate(), **form.values())
    return {"id": row.pk}


def _pair(request: HttpRequest, pk: int) -> Suspicion:
    rows = Suspicion.objects.visible_to(request.user).select_related("first__commune", "second__commune", "kept")
    return get_object_or_404(rows, pk=pk)
