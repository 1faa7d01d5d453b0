"""The product as it is served, on a port of this test's, and what a visitor's browser says about its pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import BrowserContext, Page

from config.admission import Admission
from tests.doorway import Doorway

RULES = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}  # the rule of WCAG 2.2, off by default


@contextmanager
def served() -> Iterator[str]:
    """The whole site behind its gate, static files compressed as in production; its address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(Admission(get_wsgi_application(), 4))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sign_in(context: BrowserContext, site: str, user) -> None:
    """The browser holds the cookie of a session of this person."""
    client = Doorway()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def assert_accessible(page: Page) -> None:
    """No violation of the rules that axe can try, WCAG 2.2 AA and its good practice; no page wider than the screen."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, "\n".join(f"{rule['id']} : {node['html']}" for rule in found for node in rule["nodes"])
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen, f"la page a {wide} points de large, l’écran {screen}"


@dataclass
class Weight:
    """What crosses the line for a page: its answers, heads and bodies, as compressed."""

    requests: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.requests.values())


def weigh(page: Page, address: str) -> Weight:
    """Open the address and count every byte received."""
    weight, names = Weight(), {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda told: names.update({told["requestId"]: told["response"]["url"]}))
    wire.on(
        "Network.loadingFinished",
        lambda told: weight.requests.update({names[told["requestId"]]: int(told["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    wire.detach()
    return weight


def look(chromium, site, user, *addresses):
    """Each page opens for this person on a small telephone, and is accessible there."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, base_url=site, locale="fr-FR")
    if user:
        sign_in(context, site, user)
    page = context.new_page()
    for address in addresses:
        answer = page.goto(address)
        assert answer.status == 200, address
        assert_accessible(page)
    context.close()
