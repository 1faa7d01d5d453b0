"""R35: 280 kb/s, 800 ms, three exchanges in ten cut, the browser killed twice: one application, only the field in hand is lost."""

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Request, expect

from bench.line import BACK, THERE, Line
from teriya.foundation.documents.models import Upload
from teriya.mobilisation.calls.models import Draft
from tests.browser.application import TYPED, assert_one_application, type_in
from tests.browser.photos import taken
from tests.browser.site import sign_in
from tests.factories.calls import make_wave

pytestmark = [pytest.mark.browser, pytest.mark.hostile]  # two minutes
PATIENCE = 120_000  # milliseconds; a person has more


@pytest.fixture
def line(site):
    with Line(urlsplit(site).port, loss=0.30) as line:
        yield line


@pytest.fixture
def start(tablet, line, site, cast):
    """A phone behind the line; asked for again, its browser is killed and started again."""

    def start() -> Page:
        context: BrowserContext = tablet(f"http://127.0.0.1:{line.port}")
        context.set_default_timeout(PATIENCE)
        sign_in(context, site, cast.afi)
        return context.new_page()

    return start


def reach(page: Page, address: str) -> None:
    """Open a page as a person does: again, until it is there with its scripts."""
    for _ in range(40):
        failed: list[Request] = []
        page.once("requestfailed", lambda told, failed=failed: failed.append(told))
        with suppress(Error):
            page.goto(address)
            if not failed and page.locator("main").count():
                return
    raise AssertionError(f"{address} was never reached")


def screen_of(page: Page) -> str:
    """The question on the page; empty when the browser shows that it failed."""
    parts = urlsplit(page.url).path.strip("/").split("/")
    return parts[-1] if page.url.startswith("http") else ""


def walk(page: Page, begin: str, last: str) -> None:
    """Answer what is asked, until the question `last`; where the browser failed, come back to the call."""
    reach(page, begin)
    while (screen := screen_of(page)) != last:
        if not screen:
            reach(page, begin)
            continue
        type_in(page, screen)
        page.click("main .btn")
        page.wait_for_url(lambda url, screen=screen: f"/{screen}/" not in url)


def test_one_application_whatever_the_line_does(start, line, cast, site):
    wave = make_wave(cast, "bac", "licence", "bac")
    begin = f"/appels/{wave.code}/candidature/"
    page = start()
    walk(page, begin, "commune")
    page.fill("[name=commune]", "Hah")

    page = start()  # killed
    assert Draft.objects.get().answers == {"family": "KOUDAWO", "given": "Afi Délali", "married": "", "birth": "04/05/1998", "sex": "F"}  # fmt: skip
    walk(page, begin, "photos")
    page.select_option("[name=kind]", "diploma")
    page.set_input_files("[name=photo]", taken(page))
    page.click("text=Envoyer la photo")
    expect(page.locator("progress")).not_to_have_js_property("value", 0, timeout=PATIENCE)

    page = start()  # killed
    reach(page, begin)
    expect(page.locator("main li")).to_have_count(1, timeout=PATIENCE)
    assert Upload.objects.get().kind == "diploma"
    page.click("main .btn")
    page.wait_for_url("**/postes/**")
    choose(page, begin, wave)
    send(page, begin)
    row = assert_one_application(wishes=3)
    assert list(row.wishes.values_list("need__reference", flat=True)) == ["B0001", "B0003", "B0002"]
    said = Draft.objects.get().answers
    assert {name: said[name] for answers in TYPED.values() for name in answers} == {name: value for answers in TYPED.values() for name, value in answers.items()}  # fmt: skip
    assert min(line.cuts[THERE], line.cuts[BACK]) >= 5, line.cuts


def choose(page: Page, begin: str, wave) -> None:
    reach(page, f"{begin}postes/?q=haho")
    for reference in ("B0001", "B0002", "B0003"):
        page.click(f"[value='add:{reference}']")
        page.wait_for_selector(f"[value='drop:{reference}']")
    page.click("[value='up:B0003']")
    expect(page.locator("ol li").nth(1)).to_contain_text("B0003", timeout=PATIENCE)
    page.click("text=Enregistrer et continuer")
    page.wait_for_url("**/verifier/**")


def send(page: Page, begin: str) -> None:
    page.check("[name=agreed]")
    page.click("text=Envoyer ma candidature")
    page.wait_for_url(lambda url: "/verifier/" not in url)
    reach(page, "/vagues/mes-candidatures/")
    expect(page.locator("main")).to_contain_text("T00001")
