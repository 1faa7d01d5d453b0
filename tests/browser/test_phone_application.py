"""A candidate on a cheap phone: an answer lost, a browser closed, no script; one application. On a bad line: test_bad_line."""

import itertools

import pytest
from playwright.sync_api import expect

from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Draft
from tests.browser.application import TYPED, assert_one_application, type_in
from tests.browser.site import assert_accessible, sign_in, weigh
from tests.factories.calls import make_wave
from tests.permissions.samples.apply import ANSWERS

pytestmark = pytest.mark.browser
FIRST_VISIT, WHOLE, LATER = 14_600, 120_000, 5_000  # bytes (quality.md, P14 and P15)
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def wave(cast):
    return make_wave(cast)


def phone(chromium, site, user, **options):
    context = chromium.new_context(viewport=SMALL, locale="fr-FR", base_url=site, **options)
    sign_in(context, site, user)
    return context


def go_on(page, screen, following):
    type_in(page, screen)
    page.click("main .btn")
    page.wait_for_url(f"**/{following}/**", timeout=20_000)


def choose_posts(page):
    page.fill("#q", "háho")
    page.click("text=Chercher")
    page.click("text=Ajouter >> nth=0")
    page.wait_for_selector("text=Vos choix")
    page.click("text=Enregistrer et continuer")
    page.wait_for_url("**/verifier/**", timeout=20_000)


def send(page):
    page.check("[name=agreed]")
    page.click("text=Envoyer ma candidature")
    page.wait_for_selector("text=T00001", timeout=20_000)


def test_a_killed_browser_loses_the_field_in_hand_only(chromium, cast, site, wave):
    context = phone(chromium, site, cast.afi)
    page = context.new_page()
    page.goto(f"/appels/{wave.code}/candidature/")
    for screen, following in itertools.pairwise(["nom", "naissance", "sexe", "commune"]):
        go_on(page, screen, following)
    page.fill("[name=commune]", "Hah")
    context.close()
    assert Draft.objects.get().answers == {"family": "KOUDAWO", "given": "Afi Délali", "married": "", "birth": "04/05/1998", "sex": "F"}  # fmt: skip
    again = phone(chromium, site, cast.afi)
    page = again.new_page()
    page.goto(f"/appels/{wave.code}/candidature/")
    assert page.url.endswith("/commune/")
    for screen, following in itertools.pairwise(["commune", "diplome", "specialite", "papier", "photos"]):
        go_on(page, screen, following)
    page.click("main .btn")
    page.wait_for_url("**/postes/**")
    choose_posts(page)
    page.check("[name=agreed]")
    page.route("**/verifier/", lambda route: (route.fetch(max_redirects=0), route.abort("connectionreset")))
    page.click("text=Envoyer ma candidature")
    page.wait_for_selector("#wait:visible")
    again.close()  # sent, and nobody was told
    last = phone(chromium, site, cast.afi)
    page = last.new_page()
    page.goto("/vagues/mes-candidatures/")
    assert "T00001" in page.text_content("main")
    assert_one_application()
    last.close()


def test_without_script_the_same_pages_serve(chromium, cast, site, wave):
    context = phone(chromium, site, cast.afi, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/appels/{wave.code}/candidature/")
    for screen, following in itertools.pairwise([*TYPED, "photos"]):
        go_on(page, screen, following)
    page.click("main .btn")
    choose_posts(page)
    send(page)
    assert_one_application()
    context.close()


def test_every_screen_is_accessible_and_light(chromium, cast, site, wave):
    visitor = chromium.new_context(viewport=SMALL, locale="fr-FR", base_url=site)
    first = weigh(visitor.new_page(), f"{site}/appels/{wave.code}/")
    assert first.total <= FIRST_VISIT and len(first.requests) <= 2, first
    visitor.close()
    context = phone(chromium, site, cast.afi)
    page = context.new_page()
    page.goto("/appels/")
    whole = first.total
    for screen in [*TYPED, "photos", "postes"]:
        weight = weigh(page, f"{site}/appels/{wave.code}/candidature/{screen}/").total
        assert weight <= (FIRST_VISIT if screen == "nom" else LATER), (screen, weight)
        whole += 2 * weight
        assert_accessible(page)
    assert whole <= WHOLE
    context.close()


RENEWED = """const real = fetch; window.fetch = (address, how) => {
  how?.body?.set?.("receipt", crypto.randomUUID());
  return real(address, how);
};"""


@pytest.mark.parametrize(("script", "order"), [
    ("", ["B0001", "B0003", "B0002"]), (RENEWED, ["B0003", "B0001", "B0002"]),
])  # fmt: skip
def test_what_was_done_and_not_heard_is_done_once_by_its_receipt(chromium, cast, site, script, order):
    """The control: with a new receipt at each sending, the post goes up twice."""
    wave = make_wave(cast, "bac", "licence", "bac")
    actions.begin(wave=wave, by=cast["candidate"], answers=ANSWERS | {"wishes": ["B0001", "B0002", "B0003"]})
    context = phone(chromium, site, cast.afi)
    context.add_init_script(script)
    page = context.new_page()
    page.goto(f"/appels/{wave.code}/candidature/postes/")
    page.route("**/postes/", lambda route: (route.fetch(max_redirects=0), route.abort("connectionreset")), times=1)
    page.click("[value='up:B0003']")
    expect(page.locator("#wait")).to_be_visible()
    expect(page.locator("#wait")).to_be_hidden(timeout=20_000)
    assert Draft.objects.get().answers["wishes"] == order
    context.close()
