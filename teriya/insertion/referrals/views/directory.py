"""Pages of the directory of services."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of
from teriya.insertion.referrals import actions, queries
from teriya.insertion.referrals.forms import ReasonForm, ServiceChangeForm, ServiceFilter, ServiceForm
from teriya.insertion.referrals.models import Referral, Service

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Those that receive, by kind and region; with what the country's pack has and the directory does not."""
    require(request.user, P.INSERTION_READ)
    form, rows = ServiceFilter(request.GET), Service.objects.open().select_related("place")
    if form.is_valid():
        asked = form.cleaned_data
        rows = rows.filter(kind=asked["genre"]) if asked["genre"] else rows
        rows = rows.serving(asked["region"]) if asked["region"] else rows
    keeps = request.user.may(P.SERVICES_KEEP)
    return render(request, "referrals/services.html", {
        "page": page_of(request, rows.order_by("kind", "name", "pk")), "form": form, "keeps": keeps, "take": ActionForm(),
        "missing": queries.missing_of_pack() if keeps else [],
    })  # fmt: skip


@require_POST
def take_pack(request: HttpRequest) -> HttpResponse:
    form = ActionForm(request.POST)
    if form.is_valid():
        answer = form.send(
            request,
            "referrals.take_pack",
            lambda: {"count": len(actions.take_pack(by=request.user, on=timezone.localdate()))},
        )
        if answer:
            messages.success(request, _("L’annuaire du pays est repris."))
    require(request.user, P.SERVICES_KEEP)
    return redirect("referrals:services")


@require_safe
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """One service, and the people directed to it whom one may see."""
    require(request.user, P.INSERTION_READ)
    row = get_object_or_404(Service.objects.select_related("place"), pk=pk)
    referrals = (
        Referral.objects.visible_to(request.user)
        .filter(service=row)
        .select_related("person")
        .order_by("-sent_on", "-pk")
    )
    keeps = request.user.may(P.SERVICES_KEEP) and not row.closed_on
    return render(
        request, "referrals/service.html", {"service": row, "page": page_of(request, referrals), "keeps": keeps}
    )


@get_or_post
def enter(request: HttpRequest) -> HttpResponse:
    require(request.user, P.SERVICES_KEEP)
    form = ServiceForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "referrals.enter", lambda: {
            "id": actions.enter_service(by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("Le service est dans l’annuaire."))
            return redirect("referrals:service", answer["id"])
    return render(
        request,
        "referrals/act.html",
        {"form": form, "title": _("Ajouter un service"), "back": "referrals:services"},
        status=form.status,
    )


@get_or_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.SERVICES_KEEP)
    row = get_object_or_404(Service.objects.select_related("place"), pk=pk)
    form = ServiceChangeForm(request.POST or None, initial=ServiceForm.start(row))
    if form.is_valid() and form.send(request, "referrals.change", lambda: {
        "id": actions.change_service(service=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le service est corrigé."))
        return redirect("referrals:service", pk)
    return render(
        request,
        "referrals/act.html",
        {"form": form, "title": _("Corriger : %s") % row, "back": "referrals:service", "of": pk},
        status=form.status,
    )


@get_or_post
def close(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.SERVICES_KEEP)
    row, form = get_object_or_404(Service, pk=pk), ReasonForm(request.POST or None)
    if form.is_valid() and form.send(request, "referrals.close", lambda: {
        "id": actions.close_service(service=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le service ne reçoit plus personne."))
        return redirect("referrals:service", pk)
    return render(
        request,
        "referrals/act.html",
        {"form": form, "title": _("Fermer : %s") % row, "back": "referrals:service", "of": pk},
        status=form.status,
    )
