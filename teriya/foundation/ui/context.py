from django.http import HttpRequest

from teriya.foundation.ui import identity, navigation


def page(request: HttpRequest) -> dict:
    """What every page shows: whose site it is, and the doors that this person may open. Read only where shown."""
    return {"agency": identity.agency, "navigation": lambda: navigation.menu(request)}
