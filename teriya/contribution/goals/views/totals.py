"""Totals built from their parts: those that the country declares, and one that is made on the page."""

from itertools import zip_longest

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.contribution.goals import queries
from teriya.contribution.goals.engine.parts import Node
from teriya.contribution.goals.forms import PARTS
from teriya.contribution.goals.views.chain import asked
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.places import queries as places
from teriya.foundation.places.models import Place
from teriya.foundation.rules import indicators


@require_safe
def totals(request: HttpRequest) -> HttpResponse:
    """`?indicateur=&lieu=&sexe=`, up to six times each, over the months of the address. Parts that overlap are refused, with why."""
    require(request.user, P.CHAIN_READ)
    scope = asked(request)
    declared = [
        (one, queries.total(queries.node_of(one, scope), scope, unit=one.facts["unit"]["fr"]))
        for one in queries.aggregates()
    ]
    chosen = _chosen(request)
    found, refusal = None, None
    try:
        node = Node(_("Total"), tuple(_node(one, scope) for one in chosen))
        found = queries.total(node, scope) if chosen else None
    except Refusal as no:
        refusal = no
    return render(request, "goals/totals.html", {
        "scope": scope, "declared": declared, "found": found, "refusal": refusal, "rows": chosen + [("", "", "")] * (PARTS - len(chosen)),
        "catalogue": indicators.catalogue(), "places": [*places.regions(), *places.communes(scope.on)], "today": timezone.localdate(),
    }, status=422 if refusal else 200)  # fmt: skip


def _chosen(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Indicator, place and sex of each line that names an indicator."""
    asked = zip_longest(*(request.GET.getlist(name)[:PARTS] for name in ("indicateur", "lieu", "sexe")), fillvalue="")
    return [(code, place.strip(), sex if sex in ("F", "M") else "") for code, place, sex in asked if code]


def _node(chosen: tuple[str, str, str], scope: queries.Scope) -> Node:
    """A region, or a commune inside its region. Refuses `part_unknown`, `no_such_breakdown` where the sheet does not ask for sex."""
    code, asked_place, sex = chosen
    one = indicators.indicator(code)
    place = Place.objects.filter(code=asked_place).select_related("region").first() if asked_place else None
    if one is None or (asked_place and place is None):
        raise Refusal("part_unknown", _("Une partie n’est pas connue : choisissez-la dans la liste."))
    if sex and "sex" not in one.breakdown:
        raise Refusal("no_such_breakdown", _("« %(name)s » n’est pas compté par sexe.") % {"name": one})
    path = (place.region.code, place.code) if place and place.level == "commune" else (place.code,) if place else ()
    words = ", ".join(filter(None, [one.name, place.name if place else "", {"F": _("femmes"), "M": _("hommes")}.get(sex, "")]))  # fmt: skip
    return Node(words, part=queries.part_of(one, scope.first, scope.last, place=path, sex=sex))
