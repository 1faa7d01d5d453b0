"""Completeness by region and month, and who is still to be reminded."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teriya.contribution.collection import chase as chasing
from teriya.contribution.collection import completeness as counting
from teriya.contribution.collection.states import Chased
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import ActionForm, month_or_404
from teriya.foundation.ui.parts import Row, page_of

MONTHS = 6  # shown side by side


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """Expected, received, attested, validated and late; then who has not sent."""
    require(request.user, P.INDICATORS_READ)
    today = timezone.localdate()
    months = counting.last_months(today, MONTHS)
    month = month_or_404(request.GET["mois"]).first if request.GET.get("mois") else months[0]
    lines = counting.lines(request.user, [*dict.fromkeys([month, *months])])
    own = [line for line in lines if line.month == month]
    may_chase = request.user.may(P.INDICATORS_KEY)
    page = page_of(request, chasing.missing(request.user, month))
    return render(request, "collection/completeness.html", {
        "month": month, "months": months[::-1], "lines": own, "due": counting.due_on(month), "page": page, "form": ActionForm(),
        "bars": [Row(line.name, line.percent) for line in own if line.expected], "grid": _grid(lines, months[::-1]),
        "reminded": _reminded(request, month, today) if may_chase else None,
    })  # fmt: skip


def _grid(lines: list[counting.Line], months: list[date]) -> list[tuple[str, list[int | None]]]:
    found: dict[str, dict[date, int]] = {}
    for line in lines:
        found.setdefault(line.name, {})[line.month] = line.percent
    return [(name, [cells.get(month) for month in months]) for name, cells in sorted(found.items())]


def _reminded(request: HttpRequest, month: date, today: date) -> tuple[int, int]:
    """How many volunteers and reports one tap would remind of."""
    late = chasing.missing(request.user, month, P.INDICATORS_KEY)
    waiting = chasing.unattested(request.user, month, P.INDICATORS_KEY)
    return (
        chasing.not_lately(late, "pk", month, Chased.VOLUNTEER, today).order_by().count(),
        chasing.not_lately(waiting, "mission", month, Chased.HOST, today).order_by().count(),
    )


@require_POST
def chase(request: HttpRequest, month: str) -> HttpResponse:
    """One SMS each to those who are late."""
    require(request.user, P.INDICATORS_KEY)
    asked, form = Month.of(month_or_404(month).first), ActionForm(request.POST)

    def do() -> dict:
        sent = chasing.chase(month=asked.first, by=request.user, on=timezone.localdate())
        return {"volunteers": sent.volunteers, "hosts": sent.hosts, "unreachable": sent.unreachable}

    if form.is_valid() and (answer := form.send(request, "collection.chase", do)):
        said = _(
            "SMS partis : %(volunteers)s aux volontaires, %(hosts)s aux structures. Sans téléphone, à appeler autrement : %(unreachable)s."
        )
        messages.success(request, said % answer)
    return redirect(f"{reverse('collection:completeness')}?mois={asked}")
