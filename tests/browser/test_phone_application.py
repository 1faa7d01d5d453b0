"""R35: a candidate on a cheap phone, a slow line that breaks, a browser killed: one application, nothing typed is lost."""

import itertools

import pytest

from teriya.foundation.messages.models import Message
from teriya.mobilisation.calls.models import Application, Draft
from tests.browser.site import assert_accessible, sign_in, weigh
from tests.factories.calls import make_wave

pytestmark = pytest.mark.browser
FIRST_VISIT, WHOLE, LATER = 14_600, 120_000, 5_000  # bytes (quality.md, P14 and P15)
SMALL = {"width": 320, "height": 640}
SECOND_GENERATION = {"offline": False, "latency": 400, "downloadThroughput": 35_000, "uploadThroughput": 35_000}
TYPED = {
    "nom": {"family": "KOUDAWO", "given": "Afi Délali"}, "naissance": {"birth": "04/05/1998"}, "sexe": {"sex": "F"},
    "commune": {"commune": "Haho 1"}, "diplome": {"diploma": "licence"}, "specialite": {"speciality": "Informatique"},
    "papier": {"paper_kind": "none"},
}  # fmt: skip


@pytest.fixture
def wave(cast):
    return make_wave(cast)


def phone(chromium, site, user, **options):
    context = chromium.new_context(viewport=SMALL, locale="fr-FR", base_url=site, **options)
    sign_in(context, site, user)
    return context


def type_in(page, screen):
    for name, value in TYPED[screen].items():
        field = page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            page.check(f"[name={name}][value={value}]")
        else:
            field.fill(value)


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


def assert_one_application():
    row = Application.objects.get()
    assert (row.person.family, row.person.given, row.number) == ("KOUDAWO", "Afi Délali", "T00001")
    assert row.wishes.count() == 1 and Message.objects.filter(template="application_received").count() == 1


def break_the_line(page):
    """Of the sendings, the second is lost on its way there, the third on its way back: it was done, and nobody was told."""
    turn, lost = itertools.count(1), []

    def line(route):
        if route.request.method != "POST":
            return route.continue_()
        place = next(turn) % 4
        if place == 3:
            route.fetch(max_redirects=0)
        if place in {2, 3}:
            lost.append(route.request.url)
            return route.abort("connectionreset")
        return route.continue_()

    page.route("**/candidature/**", line)
    return lost


def test_on_a_slow_line_that_breaks_each_answer_counts_once(chromium, cast, site, wave):
    context = phone(chromium, site, cast.afi)
    page = context.new_page()
    page.goto(f"/appels/{wave.code}/")
    page.click("text=Poser ma candidature")
    slow = context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", SECOND_GENERATION)
    lost = break_the_line(page)
    order = [*TYPED, "photos"]
    for screen, following in itertools.pairwise(order):
        go_on(page, screen, following)
    page.click("main .btn")
    page.wait_for_url("**/postes/**", timeout=20_000)
    choose_posts(page)
    send(page)
    assert_one_application()
    assert len(lost) >= 8
    context.close()


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
