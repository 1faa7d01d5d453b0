"""Money that waits for its owner, by age and by region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import Row, page_of
from teriya.pay.savings.unclaimed import by_age
from teriya.pay.savings.unclaimed import unclaimed as waiting


@require_safe
def unclaimed(request: HttpRequest) -> HttpResponse:
    """Who, how much, since when, and the next step; `?region=` keeps one region."""
    require(request.user, P.PAY_READ)
    today = timezone.localdate()
    found = waiting(today)
    regions = sorted({row.region for row in found if row.region})
    region = request.GET.get("region", "")
    rows = [row for row in found if row.region == region] if region in regions else found
    bars = [Row(_("%(days)s j") % {"days": label}, francs) for label, francs in by_age(rows, today)]
    return render(request, "savings/unclaimed.html", {
        "bars": bars, "page": page_of(request, rows), "regions": regions, "region": region, "total": sum(row.francs for row in rows),
        "count": len(rows),
    })  # fmt: skip
