"""How late it is and how well it comes in: by age, by region and kind, with the definition beside the figure."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import add_months
from teriya.foundation.ui.parts import Row
from teriya.pay.cofinancing import queries
from teriya.pay.cofinancing.engine.accounts import BUCKETS

PERIODS = (3, 12, 24)  # months until yesterday


@require_safe
def ageing(request: HttpRequest) -> HttpResponse:
    """What is owed past its day, in four ages, by region and kind of host."""
    require(request.user, P.SHARES_READ)
    today = timezone.localdate()
    found, labels = queries.ageing(today), [label for _limit, label in BUCKETS]
    bars = [Row(_("%(days)s j") % {"days": label}, sum(row.ages.get(label, 0) for row in found)) for label in labels]
    return render(request, "cofinancing/ageing.html", {
        "bars": bars if found else [], "labels": labels, "today": today, "total": sum(row.francs for row in found),
        "rows": [(row, [row.ages.get(label, 0) for label in labels]) for row in found],
    })  # fmt: skip


@require_safe
def recovery(request: HttpRequest) -> HttpResponse:
    """Paid ÷ called due, over the last months; `?mois=` says how many."""
    require(request.user, P.SHARES_READ)
    asked = request.GET.get("mois", "")
    months = int(asked) if asked in map(str, PERIODS) else 12
    until = timezone.localdate() - timedelta(1)
    since = add_months(until, -months) + timedelta(1)
    rows = queries.recovery(since, until)
    paid, due = sum(row.paid for row in rows), sum(row.due for row in rows)
    bars: dict[str, list[int]] = {}
    for row in rows:
        pair = bars.setdefault(row.region, [0, 0])
        pair[0] += row.paid
        pair[1] += row.due
    return render(request, "cofinancing/recovery.html", {
        "rows": rows, "paid": paid, "due": due, "percent": paid * 100 // due if due else None, "since": since, "until": until,
        "bars": [Row(region, paid * 100 // due) for region, (paid, due) in bars.items() if due], "months": months, "periods": PERIODS,
    })  # fmt: skip
