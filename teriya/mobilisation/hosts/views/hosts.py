"""Pages of the register of hosts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts import actions, pages
from teriya.mobilisation.hosts.forms import HostFilter, HostForm, OfficerForm
from teriya.mobilisation.hosts.models import Host, HostOfficer, Seat
from teriya.mobilisation.hosts.policies import is_officer
from teriya.mobilisation.hosts.states import HOST_LIFE, SeatState


def visible(request: HttpRequest, number: str) -> Host:
    rows = Host.objects.visible_to(request.user).select_related("commune__centre")
    return get_object_or_404(rows, number=number)


@require_safe
def hosts(request: HttpRequest) -> HttpResponse:
    """Hosts in one's sight, by words of the name, state, domain and commune."""
    form = HostFilter(request.GET)
    rows = Host.objects.visible_to(request.user)
    if form.is_valid():
        asked = form.cleaned_data
        rows = rows.named(asked["q"])
        for field, value in (("state", asked["etat"]), ("domain", asked["domaine"]), ("commune", asked["commune"])):
            rows = rows.filter(**{field: value}) if value else rows
    page = page_of(request, rows.select_related("commune").order_by("name", "pk"))
    return render(request, "hosts/hosts.html", {
        "page": page, "form": form, "may_register": request.user.may(P.HOSTS_REGISTER),
        "may_evaluate": request.user.may(P.HOSTS_EVALUATE), "may_accredit": request.user.may(P.HOSTS_ACCREDIT),
    })  # fmt: skip


@require_safe
def host(request: HttpRequest, number: str) -> HttpResponse:
    """One host: what it is, its story, its right to receive, what it needs, who belongs to it, its papers."""
    row, user, today = visible(request, number), request.user, timezone.localdate()
    term = pages.term_in_force(row, today)
    taken = Seat.objects.filter(need__host=row).exclude(state=SeatState.CLOSED).count()
    return render(request, "hosts/host.html", {
        "host": row, "story": pages.story_of(row), "quota": pages.quota_of(term, taken) if term else "",
        "needs": row.needs.order_by("-pk")[:10], "papers": pages.papers_of(row), "decisions": pages.decisions_open_to(user, row),
        "officers": row.officers.filter(until=None).select_related("user").order_by("duty", "pk"),
        "evaluation": row.evaluations.order_by("-on", "-pk").first(),
        "may_register": user.may(P.HOSTS_REGISTER, commune=row.commune_id),
        "may_evaluate": row.state in HOST_LIFE.steps["evaluate"].sources and user.may(P.HOSTS_EVALUATE, commune=row.commune_id),
        "may_accredit": row.state in HOST_LIFE.steps["accredit"].sources and user.may(P.HOSTS_ACCREDIT, commune=row.commune_id),
        "may_ask": user.may(P.HOSTS_REGISTER, commune=row.commune_id) or (user.may(P.NEEDS_WRITE) and is_officer(user, row)),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Enter a host in the register."""
    require(request.user, P.HOSTS_REGISTER)
    form = HostForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "hosts.register", lambda: _register(request, form))
        if answer:
            return redirect("hosts:host", answer["number"])
    return render(request, "hosts/register.html", {"form": form}, status=form.status)


def _register(request: HttpRequest, form: HostForm) -> dict:
    rows = [actions.NewHost(**form.values())]
    return {"number": actions.register_many(rows, by=request.user, on=timezone.localdate())[0].number}


@require_http_methods(["GET", "POST"])
def add_officer(request: HttpRequest, number: str) -> HttpResponse:
    """Say that the holder of an account belongs to this host."""
    row = visible(request, number)
    require(request.user, P.HOSTS_REGISTER, commune=row.commune_id)
    form = OfficerForm(request.POST or None)
    if form.is_valid() and form.send(request, "hosts.add_officer", lambda: _add_officer(request, row, form)):
        return redirect("hosts:host", number)
    return render(request, "hosts/officer.html", {"host": row, "form": form}, status=form.status)


def _add_officer(request: HttpRequest, row: Host, form: OfficerForm) -> dict:
    phone, duty = form.values()["phone"], form.values()["duty"]
    user = User.objects.filter(phone=phone, is_active=True).first()
    if not user:
        raise Refusal(
            "unknown_account",
            _("Aucun compte n’a ce téléphone. La personne entre une fois sur le site, puis vous l’ajoutez."),
            field="phone",
        )
    return {"id": actions.add_officer(host=row, user=user, duty=duty, by=request.user, on=timezone.localdate()).pk}


@require_http_methods(["GET", "POST"])
def end_officer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say that a person no longer belongs to this host."""
    row = visible(request, number)
    require(request.user, P.HOSTS_REGISTER, commune=row.commune_id)
    officer = get_object_or_404(HostOfficer.objects.select_related("user", "host"), host=row, pk=pk, until=None)
    form = ActionForm(request.POST or None)
    if form.is_valid() and form.send(request, "hosts.end_officer", lambda: _end_officer(request, officer)):
        return redirect("hosts:host", number)
    return render(
        request, "hosts/end_officer.html", {"host": row, "officer": officer, "form": form}, status=form.status
    )


def _end_officer(request: HttpRequest, officer: HostOfficer) -> dict:
    return {"id": actions.end_officer(officer=officer, by=request.user, on=timezone.localdate()).pk}


@require_safe
def paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A fiche of this host or of one of its needs, as PDF."""
    found = {document.pk: document for document in pages.papers_of(visible(request, number))}
    return as_download(found[pk]) if pk in found else HttpResponse(status=404)
