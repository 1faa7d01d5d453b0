"""The country's divisions, from its pack."""

from django.db import transaction

from teriya.foundation.core.words import fold
from teriya.foundation.places.models import Centre, Place
from teriya.foundation.rules.engine.contents import Pack


@transaction.atomic
def load(pack: Pack) -> int:
    """Write the pack's centres and places that are not here yet; returns how many places were new. Codes are stable."""
    centres = {
        centre.code: Centre.objects.get_or_create(
            code=centre.code, defaults={"name": centre.name, "seat": centre.seat}
        )[0]
        for centre in pack.centres
        if centre.communes
    }
    centre_of = {code: centres[centre.code] for centre in pack.centres for code in centre.communes}
    rows = {place.code: place for place in Place.objects.all()}
    known = set(rows)
    for level in Place.Level.values:  # parents first
        fresh = []
        for place in pack.places:
            if place.level == level and place.code not in known:
                parent = rows.get(place.parent)
                rows[place.code] = Place(
                    code=place.code, level=level, name=place.name, folded=fold(place.name), parent=parent,
                    region=_region(parent), centre=centre_of.get(place.code), iso=place.iso_3166_2 or "",
                    population=place.population, valid_from=place.valid_from, valid_to=place.valid_to,
                )  # fmt: skip
                fresh.append(rows[place.code])
        Place.objects.bulk_create(fresh)
    _link_successors(pack, rows)
    return len(rows) - len(known)


def _region(parent: Place | None) -> Place | None:
    return parent if parent is None or parent.level == Place.Level.REGION else parent.region


def _link_successors(pack: Pack, rows: dict[str, Place]) -> None:
    replaced = [place for place in pack.places if place.replaced_by and not rows[place.code].replaced_by_id]
    for place in replaced:
        rows[place.code].replaced_by = rows[place.replaced_by[0]]
    Place.objects.bulk_update([rows[place.code] for place in replaced], ["replaced_by"])
