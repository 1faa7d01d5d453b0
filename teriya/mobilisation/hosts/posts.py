"""Open posts: what anybody may see of approved needs whose funded seats are free."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from teriya.foundation.core.words import fold
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Row
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.hosts.states import NeedState, SeatState


def open_posts(on: date) -> QuerySet[Need]:
    """Needs with a free seat that an envelope pays, and whose start of service is still to come; `free` counts the seats."""
    free = Q(seats__state=SeatState.OPEN, seats__envelope__isnull=False)
    rows = Need.objects.filter(state=NeedState.APPROVED, starts_on__gte=on).annotate(free=Count("seats", filter=free))
    return rows.filter(free__gt=0).select_related("host__commune__region", "form")


def search(rows: QuerySet[Need], text: str) -> Sequence[Need]:
    """Every word typed begins a word of the post, its structure or its place, whatever accents and case."""
    ordered = rows.order_by("host__commune__region__name", "host__commune__name", "reference")
    words = fold(text).split()
    return [need for need in ordered if _holds(need, words)] if words else list(ordered)


def _holds(need: Need, words: Sequence[str]) -> bool:
    commune, domain = need.host.commune, rules.label("domain", need.host.domain)
    told = (
        rules.label("profile", need.profile),
        domain,
        need.host.name,
        commune.name,
        commune.region.name,
        need.place,
    )
    written = f" {fold(' '.join(told))}"
    return all(f" {word}" in written for word in words)


def by_region(rows: Sequence[Need]) -> list[Row]:
    """Free seats of each region, for the map: each line leads to its own posts."""
    seats: dict[tuple[str, str], int] = {}
    for need in rows:
        region = need.host.commune.region
        seats[region.code, region.name] = seats.get((region.code, region.name), 0) + need.free
    return [
        Row(name, count, f"?region={code}", code)
        for (code, name), count in sorted(seats.items(), key=lambda item: item[0][1])
    ]
