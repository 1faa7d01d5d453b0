from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict:
    """What every page shows: the agency it serves."""
    return {"agency_code": settings.AGENCY}
