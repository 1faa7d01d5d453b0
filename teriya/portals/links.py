"""Where a thing of a lower room is looked at: its page's address, with a filter when it is a list."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def door(route: str, *args: object, **filters: object) -> str:
    """The address of a page, `?etat=…` added for each filter."""
    try:
        address = reverse(route, args=args)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(filters)}" if filters else address
