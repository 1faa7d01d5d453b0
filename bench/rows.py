"""P3: an officer's list, filtered, rights applied, beside a bare list of the same rows; and how many queries it takes."""

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.browser import Browser, bare, site
from bench.measure import Line, most, side_by_side, speed
from teriya.foundation.accounts.models import User

QUERIES = 12


def measure() -> list[Line]:
    yao = User.objects.get(name="Yao")
    page, plain = (
        reverse("calls:applications", args=["VNC-1"]) + "?etat=eligible",
        "/bare/rows/?vague=VNC-1&etat=eligible",
    )
    ours, theirs = Browser(site()).enter(yao), Browser(bare()).enter(yao, settings.BARE_BACKEND)
    for browser, path in ((ours, page), (theirs, plain)):
        assert browser.get(path).status == 200
    with CaptureQueriesContext(connection) as log:
        ours.get(page)
    queries = len(log)  # before the next request empties the log
    return [
        speed("P3", "liste de 25 lignes", *side_by_side(lambda: ours.get(page), lambda: theirs.get(plain), 15), 0.60),
        most("P4", "ses requêtes", queries, QUERIES, "requêtes"),
    ]
