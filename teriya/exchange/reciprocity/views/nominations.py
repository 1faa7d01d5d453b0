"""Pages of the officer: who is proposed, what leaves, what either agency answers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.exchange.reciprocity import actions, queries
from teriya.exchange.reciprocity.acts import Act, open_to
from teriya.exchange.reciprocity.forms import NominationFilter, PrepareForm, ReceivedForm
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.reciprocity.views.offers import get_or_post
from teriya.exchange.reciprocity.views.offers import one as one_offer
from teriya.exchange.relations.queries import convention_in_force
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of


def one(request: HttpRequest, uid: UUID) -> Nomination:
    require(request.user, P.EXCHANGES_READ)
    rows = Nomination.objects.visible_to(request.user).select_related(
        "offer", "agency", "person", "consent", "dossier__outgoing"
    )
    return get_object_or_404(rows, uid=uid)


@require_safe
def nominations(request: HttpRequest) -> HttpResponse:
    require(request.user, P.EXCHANGES_READ)
    form = NominationFilter(request.GET)
    rows = queries.chosen(request.user, form.cleaned_data["voir"] if form.is_valid() else "", timezone.localdate())
    page = page_of(request, rows.select_related("offer", "agency", "person", "dossier"))
    return render(request, "reciprocity/nominations.html", {
        "page": page, "form": form, "people": queries.named(page.object_list, request.user),
    })  # fmt: skip


@require_safe
def nomination(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One nomination: exactly what leaves before it leaves, what left after; interviews, all that was said, what may be done."""
    row = one(request, uid)
    return render(request, "reciprocity/nomination.html", {
        "nomination": row, "name": queries.name_for(request.user, row), "part": queries.part_for(request.user, row),
        "interviews": row.interviews.all(), "moments": queries.moments(row), "acts": open_to(request.user, row),
    })  # fmt: skip


@get_or_post
def act(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    """One thing to do of a nomination, on a page of its own."""
    row = one(request, uid)
    found = open_to(request.user, row).get(name)
    if found is None:
        raise Http404
    declared = found.is_declared(row) or name == "leur-entretien"
    form = _form(found, row, request, declared)
    if request.method == "POST" and form.is_valid():
        values = form.values() | ({"is_ours": name == "entretien"} if name.endswith("entretien") else {})
        if form.send(request, f"exchanges.{name}", lambda: {"id": found.do(nomination=row, by=request.user, on=timezone.localdate(), **values).pk}):  # fmt: skip
            messages.success(request, found.done)
            return redirect("reciprocity:nomination", uid)
    return render(request, "reciprocity/act.html", {
        "form": form, "nomination": row, "act": found, "declared": declared, "name": queries.name_for(request.user, row),
        "part": queries.part_for(request.user, row) if name == "envoyer" else [], "sends": name == "envoyer",
    }, status=form.status)  # fmt: skip


def _form(found: Act, row: Nomination, request: HttpRequest, declared: bool) -> ActionForm:
    known = {"declared": declared} if "source" in found.form.base_fields else {}
    start = {"starts_on": row.starts_on, "ends_on": row.ends_on} if "starts_on" in found.form.base_fields else None
    return found.form(request.POST or None, request.FILES or None, initial=start, **known)


@get_or_post
def prepare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Think of somebody for a post abroad, and choose the least that would leave."""
    offer = one_offer(request, uid, P.EXCHANGES_NOMINATE)
    convention = convention_in_force(offer.agency, timezone.localdate())
    agreed = convention.fields if convention else []
    form = PrepareForm(request.POST or None, agreed=agreed, initial={"person": request.GET.get("matricule", "")})
    if form.is_valid():
        values = form.values()
        answer = form.send(request, "exchanges.prepare", lambda: {"uid": str(
            actions.prepare(offer=offer, by=request.user, on=timezone.localdate(), **values).uid)})  # fmt: skip
        if answer:
            messages.success(request, _("L’accord de la personne est demandé, un SMS le lui dit."))
            return redirect("reciprocity:nomination", answer["uid"])
    return render(request, "reciprocity/prepare.html", {"form": form, "offer": offer, "convention": convention}, status=form.status)  # fmt: skip


@get_or_post
def received(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A candidature that an agency without the system sends by letter."""
    offer = one_offer(request, uid, P.EXCHANGES_ANSWER)
    if not offer.is_ours or offer.agency.speaks:
        raise Http404
    form = ReceivedForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        answer = form.send(request, "exchanges.received", lambda: {"uid": str(actions.declare_nomination(
            offer=offer, person=form.person(), letter=form.letter(), by=request.user, on=timezone.localdate()).uid)})  # fmt: skip
        if answer:
            messages.success(request, _("La candidature est notée."))
            return redirect("reciprocity:nomination", answer["uid"])
    return render(request, "reciprocity/form.html", {
        "form": form, "title": _("Candidature reçue par lettre"), "about": offer.title, "back": "reciprocity:offer", "of": uid,
    }, status=form.status)  # fmt: skip
