"""The page that says how good the register is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.places import queries as places
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Figure, Row
from teriya.foundation.ui.templatetags.ui import grouped
from teriya.people.models import Person
from teriya.people.quality import FAULTS, LABELS, SOUND, Quality, by_region


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """What the register lacks and what is doubtful in it, in the reader's perimeter; each number leads to its records."""
    require(request.user, P.PEOPLE_READ)
    everywhere, *parts = by_region(Person.objects.visible_to(request.user).alive())
    regions = {place.pk: place for place in places.regions()}
    rows = sorted(((regions[part.region], part) for part in parts), key=lambda row: row[0].name)
    asked = next((row for row in rows if row[0].code == request.GET.get("region")), (None, everywhere))
    return render(request, "people/quality.html", {
        "region": asked[0], "figures": _figures(*asked), "bars": _bars(*asked), "known": asked[1].known,
        "total": asked[1].total, "map": rules.region_map(), "shares": [_share(*row) for row in rows],
        "rows": [(place, part, _cells(place, part)) for place, part in rows], "labels": list(LABELS.items()),
    })  # fmt: skip


def percent(part: int, whole: int) -> int:
    """Whole percents, rounded down but never to nothing: one doubtful record in a thousand is 1, and 100 means all."""
    return max(100 * part // whole, min(part, 1)) if whole else 0


def lines_url(code: str, region: Place | None) -> str:
    asked = {"defaut": code} | ({"region": region.code} if region else {})
    return f"{reverse('people:people')}?{urlencode(asked)}"


def _figures(region: Place | None, found: Quality) -> list[Figure]:
    sound, certified = found.counts[SOUND], found.total - found.counts["piece"]
    return [
        Figure(_("Personnes"), grouped(found.total)),
        Figure(_("Fiches sans défaut"), f"{percent(sound, found.total)} %", lines_url(SOUND, region),
               definition=_("Aucun des défauts ci-dessous.")),
        Figure(_("Identité certifiée"), f"{percent(certified, found.total)} %",
               definition=_("Le numéro d’une pièce d’identité est au registre ; sinon tout est déclaré.")),
    ]  # fmt: skip


def _bars(region: Place | None, found: Quality) -> list[Row]:
    rows = [Row(str(FAULTS[code].label), found.counts[code], lines_url(code, region)) for code in FAULTS]
    return sorted(rows, key=lambda row: -row.value)


def _share(region: Place, found: Quality) -> Row:
    return Row(region.name, percent(found.counts[SOUND], found.total), f"?region={region.code}", region.code)


def _cells(region: Place, found: Quality) -> list[tuple[int, str]]:
    """For each fault, the share of the region's records and where they are."""
    return [(percent(found.counts[code], found.total), lines_url(code, region)) for code in LABELS]
