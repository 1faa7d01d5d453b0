"""Where a thing of a lower room is looked at: its page's address, with a filter when it is a list."""

from urllib.parse import urlencode

from django.urls import reverse


def door(route: str, *args: object, **filters: object) -> str:
    """The address of a page, `?etat=…` added for each filter."""
    address = reverse(route, args=args)
    return f"{address}?{urlencode(filters)}" if filters else address
