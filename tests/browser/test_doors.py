"""The doors, in a real browser: what a first visit weighs, a code, a passkey, and what each page is like to use."""

import re

import pytest
from django.urls import reverse

from teriya.foundation.accounts.models import User
from teriya.foundation.messages.models import Message
from tests.browser.site import assert_accessible, sign_in, weigh
from tests.cast import appoint

pytestmark = pytest.mark.browser
FIRST_VISIT = 14_600  # bytes, all that crosses the line (quality.md, P14)
LATER = 5_000
PASSWORD = "la pluie sur le mont Agou"
PAGES = [
    "accounts:mine",
    "accounts:roles",
    "accounts:accounts",
    "accounts:create",
    "mfa_index",
    "mfa_activate_totp",
    "usersessions_list",
]


@pytest.fixture
def awa(site) -> User:
    user = User.objects.create_user(name="Awa", email="awa@anvt.example", password=PASSWORD)
    appoint(user, "finance_officer")
    return user


def come_in(page, root: str) -> None:
    page.goto(f"{root}/connexion/")
    page.fill("[name=login]", "awa@anvt.example")
    page.fill("[name=password]", PASSWORD)
    follow(page, "text=Continuer")


def follow(page, what: str) -> None:
    """Press, and wait for the page that it leads to: the next step must not cut the sending."""
    with page.expect_navigation():
        page.click(what)


def test_a_first_visit_fits_the_first_flight_of_a_bad_line(site, page):
    first = weigh(page, "/connexion/")
    assert first.total <= FIRST_VISIT and len(first.requests) <= 2, first
    assert weigh(page, "/connexion/oubli/").total <= LATER


def test_a_phone_and_its_code_open(site, page):
    page.goto("/connexion/")
    page.fill("[name=phone]", "90 11 22 33")
    page.click("text=Recevoir un code")
    assert_accessible(page)
    page.fill("[name=code]", re.search(r"\d{6}", Message.objects.get().text)[0])
    page.click("button.btn")
    page.goto("/compte/")
    assert "Candidat" in page.text_content("main")


def test_a_wrong_number_is_changed(site, page):
    page.goto("/connexion/")
    page.fill("[name=phone]", "90 11 22 33")
    page.click("text=Recevoir un code")
    page.click("text=Changer de numéro")
    assert page.url.endswith("/connexion/")


def test_a_passkey_is_enrolled_then_opens(site, page, awa):
    root = site.replace("127.0.0.1", "tg.localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": kind | {"automaticPresenceSimulation": True}})
    come_in(page, root)
    page.goto(f"{root}/compte/roles/")  # leads to the page where a second factor is enrolled
    follow(page, "text=Ajouter une clé d’accès")
    page.wait_for_load_state("networkidle")  # the button asks for the key once its script is there
    page.click("#use_key")
    page.wait_for_selector("h1:has-text('Codes de secours')")
    follow(page, "text=Se déconnecter")
    come_in(page, root)
    assert_accessible(page)
    page.wait_for_load_state("networkidle")
    page.click("#use_key")
    page.wait_for_url(f"{root}/")
    page.goto(f"{root}/compte/roles/")
    assert "Les rôles" in page.title()


@pytest.mark.parametrize(
    "path", ["/connexion/", "/connexion/oubli/", "/connexion/oubli/1-nobody/", "/connexion/compte-ferme/"]
)
def test_the_doors_are_accessible_on_a_small_phone(page, path):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(path)
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_account_pages_are_accessible(cast, visitor, page, site, width):
    sign_in(visitor, site, cast.edem)
    page.set_viewport_size({"width": width, "height": 800})
    routes = [reverse(name) for name in PAGES]
    for path in [
        *routes,
        reverse("accounts:account", args=[cast.awa.pk]),
        reverse("accounts:appoint", args=[cast.awa.pk]),
    ]:
        page.goto(path)
        assert_accessible(page)
