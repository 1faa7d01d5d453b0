"""Envelopes in volunteer-months."""

from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.pay.forecast.volunteer_months import counted


@require_safe
def volunteer_months(request: HttpRequest) -> HttpResponse:
    """What each envelope committed, paid and may still fund, in months of a volunteer."""
    require(request.user, P.FORECAST_READ)
    rows = [
        (one, *(_tenths(value) for value in (one.committed, one.spent, one.outstanding, one.fundable, one.free)))
        for one in counted()
    ]
    return render(request, "forecast/volunteer_months.html", {"rows": rows, "now": timezone.now()})


def _tenths(months: Fraction | None) -> str:
    """To a tenth of a month, rounded half up; a dash where no month has a price."""
    if months is None:
        return "—"
    tenths = (2 * 10 * months.numerator + months.denominator) // (2 * months.denominator)
    return number_format(tenths / 10, 1, use_l10n=True, force_grouping=True).replace("-", "−")
