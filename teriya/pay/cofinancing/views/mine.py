"""What a host sees of its own account: who pays, how much, when, how and where; small enough for any telephone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.pay.cofinancing import queries
from teriya.pay.cofinancing.statements import statement_of
from teriya.pay.cofinancing.terms import is_exempt, kinds_owing


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The account of each host whose officer this person is; one that owes nothing is told so."""
    require(request.user, P.SHARES_OWN)
    today = timezone.localdate()
    owing = kinds_owing(today)
    told = [
        (statement_of(host, today), host.legal_form in owing and not is_exempt(host, today))
        for host in queries.own_hosts(request.user).select_related("commune").order_by("name", "pk")
    ]  # fmt: skip
    return render(request, "cofinancing/mine.html", {"told": told})
