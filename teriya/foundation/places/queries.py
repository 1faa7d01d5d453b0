from datetime import date

from django.db.models import Q, QuerySet

from teriya.foundation.places.models import Place


def communes(on: date | None = None) -> QuerySet[Place]:
    """Communes that exist (on that day)."""
    found = Place.objects.filter(level=Place.Level.COMMUNE)
    if on:
        found = found.filter(Q(valid_from=None) | Q(valid_from__lte=on)).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    return found


def regions() -> QuerySet[Place]:
    return Place.objects.filter(level=Place.Level.REGION, valid_to=None)
