"""The bell that an operator rings when it knows something of a batch."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from teriya.pay.allowances.actions.carrying import ring


@login_not_required
@csrf_exempt
@require_http_methods(["POST", "PUT"])
def bell(request: HttpRequest, key: UUID) -> HttpResponse:
    """Nothing sent here is read: the operator is asked. An unknown key gets the same answer."""
    ring(key)
    return HttpResponse(status=204)
