"""What a visitor reads when the site fails: come back in a moment when the database is away, else that it is our fault."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from config.admission import BUSY, HEADERS

FAULT = (
    "<!doctype html><html lang=fr><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>Une erreur du site</title><body style='font:18px sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem'>"
    "<h1>Une erreur du site</h1><p>Cette page n’a pas pu être faite, et ce n’est pas de votre fait. Ce que vous aviez "
    "enregistré avant est intact. Revenez en arrière et réessayez ; si l’erreur revient, dites à l’agence ce que vous faisiez "
    "et l’heure qu’il est.</p><p lang=en>This page could not be made, through no fault of yours. What you saved before is "
    "intact. Go back and try again; if it happens again, tell the agency what you were doing and the time.</p>"
).encode()


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500. A connection that died is not the only one: the pool looks at all it holds."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return HttpResponse(FAULT, status=500)
    if connection.pool:
        connection.pool.check()
    return HttpResponse(BUSY, status=503, headers=dict(HEADERS))
