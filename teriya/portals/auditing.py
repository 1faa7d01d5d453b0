"""The auditor's pages: read-only over everything, and each explanation of a person's file leaves its trace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.people.actions import note_reading
from teriya.portals import audit


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Who did what, when, why; and how far it is sealed."""
    require(request.user, P.JOURNAL_READ)
    form = audit.JournalFilter(request.GET)
    page = page_of(request, form.entries())
    names = dict(User.objects.filter(pk__in={entry.by_id for entry in page}).values_list("pk", "name"))
    return render(request, "portals/journal.html", {
        "filter": form, "page": page, "rows": [(entry, names.get(entry.by_id, "")) for entry in page],
        "chain": audit.chain_state(verify=False), "may_explain": request.user.may(P.AUDIT_READ),
    }, status=200 if form.is_valid() else 422)  # fmt: skip


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """The whole chain recomputed: every place where it does not hold, by its row."""
    require(request.user, P.JOURNAL_READ)
    return render(request, "portals/seals.html", {"chain": audit.chain_state(verify=True), "most": audit.FAULTS_SHOWN})


@require_safe
def payment(request: HttpRequest) -> HttpResponse:
    """Explain a payment: the pay lines of a reference, a matricule or a mission; each leads to its explanation."""
    require(request.user, P.AUDIT_READ)
    text = request.GET.get("q", "").strip()
    page = page_of(request, audit.lines_of(text)) if text else None
    if page:
        note_reading({line.mission.person for line in page}, by=request.user, on=timezone.localdate())
    return render(request, "portals/payment.html", {"text": text, "page": page})


@require_safe
def selection(request: HttpRequest) -> HttpResponse:
    """Explain a selection: one N° of one wave, from what was shown to what was decided, and why."""
    require(request.user, P.AUDIT_READ)
    wave, number = request.GET.get("vague", "").strip(), request.GET.get("numero", "").strip()
    found = audit.selection_of(wave, number) if wave and number else None
    if found:
        note_reading([found.application.person], by=request.user, on=timezone.localdate())
    return render(request, "portals/selection.html", {"wave": wave, "number": number, "found": found})
