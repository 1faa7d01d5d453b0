"""The reference sheets of the indicators, for everybody."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.contribution.collection import words
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.rules import indicators

READERS = (P.INDICATORS_READ, P.INDICATORS_SEND, P.INDICATORS_ATTEST, P.RULES_READ)


def _require_reader(request: HttpRequest) -> None:
    if not any(map(request.user.may, READERS)):
        require(request.user, P.INDICATORS_READ)


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """The catalogue, by domain."""
    _require_reader(request)
    domains: dict[str, list[indicators.Indicator]] = {}
    for sheet in indicators.catalogue():
        domains.setdefault(sheet.domain, []).append(sheet)
    return render(request, "collection/sheets.html", {"domains": domains.items()})


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """One reference sheet: definition, register, breakdown, versions, profiles, goals, what is still to confirm."""
    _require_reader(request)
    row = indicators.indicator(code)
    if row is None:
        raise Http404
    targets = [
        goal
        for kind, codes in (("sdg", row.goals), ("mdg", row.former_goals))
        for goal in indicators.goals(kind)
        if goal.code in codes
    ]
    return render(request, "collection/sheet.html", {
        "sheet": row, "text": row.sheet(timezone.localdate()), "breakdown": words.breakdown(row.breakdown), "targets": targets,
        "versions": [one | {"on": date.fromisoformat(one["starts_on"])} for one in row.sheets],
    })  # fmt: skip
