from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.foundation.core.actors import require
from teriya.foundation.places import queries
from teriya.foundation.places.models import Centre
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Row

READ = "rules.read"  # the accounts' room, above, says who holds it


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Regions on the map, the centres and their communes: a centre is not a region."""
    require(request.user, READ)
    communes = queries.communes(timezone.localdate())
    counted = dict(communes.values_list("region__code").annotate(Count("pk")))
    regions = [Row(place.name, counted.get(place.code, 0), code=place.code) for place in queries.regions()]
    centres = Centre.objects.filter(communes__in=communes).distinct()
    names: dict[int, list[str]] = {}
    for centre, name in communes.order_by("name").values_list("centre_id", "name"):
        names.setdefault(centre, []).append(name)
    return render(request, "places/places.html", {
        "regions": regions, "map": rules.region_map(), "centres": [(centre, names[centre.pk]) for centre in centres],
    })  # fmt: skip
