"""Pages of who belongs to a host."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teriya.foundation.core.web import ActionForm
from teriya.mobilisation.hosts import actions
from teriya.mobilisation.hosts.forms import OfficerForm
from teriya.mobilisation.hosts.models import Host, HostOfficer
from teriya.mobilisation.hosts.policies import require_hand
from teriya.mobilisation.hosts.views.hosts import visible


@require_http_methods(["GET", "POST"])
def add_officer(request: HttpRequest, number: str) -> HttpResponse:
    """Say that the holder of an account belongs to this host."""
    row = visible(request, number)
    require_hand(request.user, row)
    form = OfficerForm(request.POST or None)
    if form.is_valid() and form.send(request, "hosts.add_officer", lambda: _add_officer(request, row, form)):
        return redirect("hosts:host", number)
    return render(request, "hosts/officer.html", {"host": row, "form": form}, status=form.status)


def _add_officer(request: HttpRequest, row: Host, form: OfficerForm) -> dict:
    return {"id": actions.name_officer(host=row, by=request.user, on=timezone.localdate(), **form.values()).pk}


@require_http_methods(["GET", "POST"])
def end_officer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say that a person no longer belongs to this host."""
    row = visible(request, number)
    require_hand(request.user, row)
    officer = get_object_or_404(HostOfficer.objects.select_related("user", "host"), host=row, pk=pk, until=None)
    form = ActionForm(request.POST or None)
    if form.is_valid() and form.send(request, "hosts.end_officer", lambda: _end_officer(request, officer)):
        return redirect("hosts:host", number)
    return render(
        request, "hosts/end_officer.html", {"host": row, "officer": officer, "form": form}, status=form.status
    )


def _end_officer(request: HttpRequest, officer: HostOfficer) -> dict:
    return {"id": actions.end_officer(officer=officer, by=request.user, on=timezone.localdate()).pk}
