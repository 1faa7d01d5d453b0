"""A kit promised, handed over, visited; its sheet, blank and signed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.documents.views import as_download, as_upload
from teriya.insertion.kits import actions, queries
from teriya.insertion.kits.forms import AssignForm, HandOverForm, LookForm
from teriya.insertion.kits.views.kits import act, get_or_post, kept, seen


@get_or_post
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """To whom."""
    row = kept(request, number)
    form = AssignForm(request.POST or None)
    if form.is_valid() and form.send(request, "kits.assign", lambda: {
        "id": actions.assign(kit=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Imprimez la fiche : elle se signe quand le kit est pris."))
        return redirect("kits:kit", number)
    return act(request, row, form, _("Promettre le kit"), _("Promettre"))


@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet to sign, as PDF."""
    row = seen(request, number)
    if row.sheet is None:
        raise Http404
    return as_download(row.sheet)


@require_safe
def signed(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet as it was signed."""
    row = seen(request, number)
    if row.signed is None:
        raise Http404
    return as_upload(row.signed)


@get_or_post
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """The kit is taken: another person than who promised it writes it."""
    row = kept(request, number)
    form = HandOverForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.send(request, "kits.hand_over", lambda: {
        "id": actions.hand_over(kit=row, by=request.user, **form.values()).pk}):  # fmt: skip
        return redirect("kits:kit", number)
    return act(request, row, form, _("Noter la remise"), _("Noter la remise"), _("La fiche est signée des deux côtés, et le kit est parti."))  # fmt: skip


@get_or_post
def look(request: HttpRequest, number: str) -> HttpResponse:
    """What became of the business."""
    row = kept(request, number)
    form, months = LookForm(request.POST or None), queries.month_to_answer(row, timezone.localdate())
    if form.is_valid() and form.send(request, "kits.look", lambda: {
        "id": actions.look(kit=row, by=request.user, **form.values()).pk}):  # fmt: skip
        return redirect("kits:kit", number)
    told = _("Suivi à %(months)s mois de la remise.") % {"months": months} if months else ""
    return act(request, row, form, _("Noter une visite"), _("Enregistrer la visite"), told)
