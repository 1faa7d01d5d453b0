"""A volunteer signs the contract from an SMS, on a small screen and a slow line: two screens, no account."""

import re

import pytest
from playwright.sync_api import expect

from teriya.foundation.messages.models import Message
from teriya.service.missions.models import Signature
from tests.browser.site import assert_accessible, weigh
from tests.factories.missions import make_missions

pytestmark = pytest.mark.browser
SMALL = {"width": 320, "height": 640}
SECOND_GENERATION = {"offline": False, "latency": 400, "downloadThroughput": 35_000, "uploadThroughput": 35_000}
FIRST_VISIT, LATER = 14_600, 5_000  # bytes


@pytest.fixture
def link(cast, site, settings) -> str:
    """The address in the SMS that the volunteer has just received."""
    settings.TAKE_ON, settings.SITE = True, site
    [mission] = make_missions(cast, until="issued")
    sms = Message.objects.get(template="contract_to_sign", to=mission.person.phone)
    return re.search(r"http\S+", sms.text).group()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def phone(chromium, site, request):
    context = chromium.new_context(viewport=SMALL, locale="fr-FR", base_url=site, java_script_enabled=request.param)
    yield context
    context.close()


def code_sent() -> str:
    return re.search(r"\d{6}", Message.objects.get(template="signing_code").text).group()


def test_two_screens_from_the_sms_to_signed(phone, link):
    page = phone.new_page()
    wire = phone.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SECOND_GENERATION)
    page.goto(link)
    page.get_by_role("button", name="J’ai lu, envoyez-moi le code").click()
    expect(page.get_by_label("Code reçu par SMS")).to_be_visible(timeout=20_000)
    page.get_by_label("Code reçu par SMS").fill(code_sent())
    page.get_by_role("button", name="Signer").click()
    expect(page.get_by_role("heading", name="C’est signé")).to_be_visible(timeout=20_000)
    assert Signature.objects.get().mode == "link"


def test_screens_are_light_and_accessible(chromium, site, link):
    context = chromium.new_context(viewport=SMALL, locale="fr-FR", base_url=site)
    page = context.new_page()
    assert weigh(page, link).total <= FIRST_VISIT
    assert_accessible(page)
    page.get_by_role("button", name="J’ai lu, envoyez-moi le code").click()
    expect(page.get_by_label("Code reçu par SMS")).to_be_visible()
    assert_accessible(page)
    assert weigh(page, page.url).total <= LATER
    page.get_by_label("Code reçu par SMS").fill(code_sent())
    page.get_by_role("button", name="Signer").click()
    expect(page.get_by_role("heading", name="C’est signé")).to_be_visible()
    assert_accessible(page)
    assert weigh(page, f"{site}/signer/").total <= LATER
    assert_accessible(page)
    context.close()
