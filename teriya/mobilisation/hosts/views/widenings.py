"""A larger quota during an accreditation: the host or its centre asks, who accredits decides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.mobilisation.hosts import actions, pages
from teriya.mobilisation.hosts.forms import WiderQuotaAnswerForm, WiderQuotaForm
from teriya.mobilisation.hosts.models import Widening
from teriya.mobilisation.hosts.policies import require_hand
from teriya.mobilisation.hosts.responsiveness import scores_of
from teriya.mobilisation.hosts.views.hosts import visible


@require_http_methods(["GET", "POST"])
def widen(request: HttpRequest, number: str) -> HttpResponse:
    """How many volunteers at a time, and why; what the quota leaves stands above."""
    host, today = visible(request, number), timezone.localdate()
    require_hand(request.user, host)
    form = WiderQuotaForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.ask_wider_quota(host=host, by=request.user, on=today, **form.values()).pk}

    if form.is_valid() and form.send(request, "hosts.ask_wider_quota", do):
        return redirect("hosts:host", number)
    context = {
        "host": host,
        "form": form,
        "quota": pages.quota_of(host, today),
        "waits": pages.widening_of(host, today),
    }
    return render(request, "hosts/widen.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what is asked and why, what the host has now and how it answers, the decision."""
    require(request.user, P.HOSTS_ACCREDIT)
    rows = Widening.objects.to_decide_by(request.user).select_related("accreditation__host__commune__centre")
    found, today = get_object_or_404(rows, pk=pk), timezone.localdate()
    host, form = found.accreditation.host, WiderQuotaAnswerForm(request.POST or None)

    def do() -> dict:
        return {"state": actions.decide_wider_quota(widening=found, by=request.user, **form.values()).state}

    if form.is_valid() and form.send(request, "hosts.decide_wider_quota", do):
        return redirect("hosts:accredit")
    return render(request, "hosts/decide_wider_quota.html", {
        "widening": found, "host": host, "form": form, "quota": pages.quota_of(host, today),
        "score": scores_of([host.pk], today)[host.pk], "evaluation": host.evaluations.order_by("-on", "-pk").first(),
    }, status=form.status)  # fmt: skip
