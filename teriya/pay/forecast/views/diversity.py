"""Diversification: the share of each source by year, the largest, the concentration, the target."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import Row
from teriya.partnerships.partners import queries as partners
from teriya.pay.forecast import diversity, words

MEASURES = {diversity.RECEIVED: _("reçu"), diversity.SPENT: _("ordonnancé")}


@require_safe
def diversification(request: HttpRequest) -> HttpResponse:
    require(request.user, P.FORECAST_READ)
    measure = request.GET.get("mesure", "")
    measure = measure if measure in MEASURES else diversity.RECEIVED
    found = diversity.years(measure)
    asked = request.GET.get("annee", "")
    year = next((one for one in found if str(one.year) == asked), found[0] if found else None)
    context = {"years": found, "year": year, "measure": measure, "measures": MEASURES.items(), "now": timezone.now()}
    if year:
        named = {row.kind: row.target for row in partners.measured(year.year, timezone.localdate()) if row.target}
        shares, funders = year.by_kind, year.by_funder
        context |= {
            "kinds": [(words.kind_of(kind), year.kinds.get(kind, 0), shares.shares.get(kind, 0), named.get(kind))
                      for kind in sorted({*year.kinds, *named}, key=lambda kind: (-year.kinds.get(kind, 0), kind))],
            "funders": [(words.kind_of(kind), funder, francs, funders.shares.get((kind, funder), 0))
                        for (kind, funder), francs in sorted(year.funders.items(), key=lambda pair: (-pair[1], pair[0]))],
            "bars": [Row(words.kind_of(kind), max(francs, 0)) for kind, francs in sorted(year.kinds.items(), key=lambda pair: -pair[1])],
            "largest": funders.largest[1] if funders.largest else "", "largest_share": max(funders.shares.values(), default=0),
        }  # fmt: skip
    return render(request, "forecast/diversification.html", context)
