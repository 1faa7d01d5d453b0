"""What a wave offers, by domain and region, against the envelopes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts.models import Planned
from teriya.mobilisation.hosts.plan import plan_of


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The plan of one wave: its needs, asked, approved, funded, filled."""
    require(request.user, P.WAVES_READ)
    wave = get_object_or_404(Wave, code=code)
    found = plan_of(wave.needs.all(), Planned.objects.none(), timezone.localdate())
    return render(request, "hosts/plan.html", {"plan": found, "wave": wave})
