"""P14: every byte of a candidate's first visit, and of the next page."""

from django.urls import reverse
from lxml import html

from bench.browser import Browser, site
from bench.measure import Line, most

FIRST, REQUESTS, LATER = 14_600, 2, 5_000  # bytes, requests, bytes


def measure() -> list[Line]:
    visitor = Browser(site())
    door = visitor.get(reverse("account_login"))
    page = html.fromstring(Browser(site(), encodings="").get(reverse("account_login")).body.decode())
    asked = [visitor.get(path) for path in _needed(page)]
    assert {answer.status for answer in (door, *asked)} == {200}
    later = visitor.get(reverse("documents:verify_form"))
    return [
        most("P14", "première visite", sum(answer.size for answer in (door, *asked)), FIRST, "octets"),
        most("P14", "ses requêtes", 1 + len(asked), REQUESTS, "requêtes"),
        most(
            "P14", "scripts qui bloquent", len(page.xpath("//script[not(@defer or @async or @type='module')]")), 0, ""
        ),
        most("P14", "page suivante", later.size, LATER, "octets"),
    ]


def _needed(page) -> list[str]:
    """What a browser fetches by itself to show the page."""
    found = page.xpath(
        "//link[contains(@rel, 'stylesheet') or contains(@rel, 'icon')]/@href | //script/@src | //img/@src"
    )
    return [path for path in dict.fromkeys(found) if not path.startswith("data:")]
