"""What volunteers’ work is worth and what it costs; the same as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.contribution.goals.forms import ScopeForm
from teriya.contribution.worth import exports, queries
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules


@require_safe
def worth(request: HttpRequest) -> HttpResponse:
    """`?du=&au=` months, `&region=`, `&domaine=`; `&jour=` as it was known then."""
    require(request.user, P.WORTH_READ)
    scope = _asked(request)
    value = queries.value(scope)
    return render(request, "worth/worth.html", {
        "scope": scope, "value": value, "parts": value.parts, "spending": queries.spending(scope), "today": timezone.localdate(),
        "regions": places.regions(), "domains": rules.terms("domain"), "query": request.GET.urlencode(),
    })  # fmt: skip


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    require(request.user, P.WORTH_READ)
    scope = _asked(request)
    content = exports.workbook(queries.value(scope), queries.spending(scope))
    answer = HttpResponse(content, content_type=exports.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="valeur-{scope.first:%Y-%m}-{scope.last:%Y-%m}.xlsx"'
    return answer


def _asked(request: HttpRequest) -> queries.Scope:
    form, today = ScopeForm(request.GET), timezone.localdate()
    first, last = form.months(today)
    return queries.Scope(first, last, form.known_on(today), region=form.value("region"), domain=form.value("domaine"),
                         communes=request.user.communes(P.WORTH_READ))  # fmt: skip
