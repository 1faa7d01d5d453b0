"""P16: pages on a line of second generation, in a real Chromium: `python -m bench second_generation show`.

A visitor with nothing kept opens a call, comes back to the list of calls, then answers the first questions of an application. The
line carries 280 kb/s each way and takes 800 ms there and back; a connection costs two such trips first (TCP, TLS 1.3). A page
counts until its first paint, as the browser times it; an answer counts from the click until the next question is there.
"""

import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from bench import seed
from bench.browser import Browser, site
from bench.line import Line as Wire
from bench.measure import Line, written
from bench.serving import GATED, serving
from teriya.foundation.accounts.models import Appointment, User

CHROMIUM, PEOPLE, TIMES = "/usr/bin/chromium", 3_000, 7
FIRST, NEXT = 4.2, 1.5  # seconds
PAINTED = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries()[0].startTime))
  .observe({ type: "paint", buffered: true }))"""


def show() -> None:
    seed.PEOPLE = PEOPLE
    seed.plant()
    # Everything that asks the database is done before the browser's own loop takes this thread over.
    call = reverse("apply:call", args=["VNC-1"])
    people = [_candidate(n) for n in range(TIMES)]
    with serving(GATED) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        found = [_visit(browser, port, call, cookies) for cookies in people]
        browser.close()
    first, later, answer = (statistics.median(column) for column in zip(*found, strict=True))
    lines = [_line("première page d’un appel", first, FIRST), _line("page suivante", later, NEXT), _line("réponse gardée, question suivante", answer, NEXT)]  # fmt: skip
    print(f"\n{TIMES} visites, médianes\n\n{written(lines)}")
    sys.exit(not all(line.is_reached for line in lines))


def _line(work: str, seconds: float, limit: float) -> Line:
    return Line("P16", work, f"{seconds:.1f} s", aim=f"≤ {limit} s", is_reached=seconds <= limit)


def _candidate(number: int) -> dict[str, str]:
    user = User.objects.create(name=f"Candidat {number}", phone=f"+228710000{number:02}", phone_verified=True)
    Appointment.objects.create(user=user, role="candidate", act="inscription", since=timezone.localdate())
    return Browser(site()).enter(user).cookies


@contextmanager
def _phone(browser: Chromium, port: int) -> Iterator[tuple[Page, str]]:
    with Wire(port) as wire:
        context = browser.new_context(viewport={"width": 320, "height": 640}, locale="fr-FR")
        yield context.new_page(), f"http://{settings.AGENCY}.localhost:{wire.port}"
        context.close()


def _visit(browser: Chromium, port: int, call: str, cookies: dict[str, str]) -> tuple[float, float, float]:
    """Seconds of the first page, of the next, of an answer."""
    with _phone(browser, port) as (page, address):
        first = _painted(page, address + call)
        later = _painted(page, address + reverse("apply:calls"))
        page.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page.goto(f"{address}{call}candidature/nom/")
        page.fill("[name=family]", "KOUDAWO")
        page.fill("[name=given]", "Afi")
        page.evaluate("addEventListener('submit', () => { window.left = performance.now(); }, true)")
        page.click("main .btn")
        page.wait_for_selector("[name=birth]")
        return first, later, page.evaluate("performance.now() - left") / 1000


def _painted(page: Page, address: str) -> float:
    page.goto(address)
    return page.evaluate(PAINTED) / 1000
