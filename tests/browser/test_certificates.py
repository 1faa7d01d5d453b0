"""A certificate checked by the browser itself: on the site's page, and on the page kept without network."""

import random
from datetime import date

import pytest

from teriya.foundation.documents import actions as documents
from teriya.service.missions import actions
from tests.exchange.conftest import meet
from tests.factories.stays import a_stay, arrive, certify, end
from tests.foundation.documents.test_engine_credentials import byte_changed, days_edited, other_algorithm, other_key
from tests.service.missions.test_endings import AFTER, closed

pytestmark = pytest.mark.browser
ADDRESS = "/verifier/hors-ligne"


@pytest.fixture
def certificate(cast, site, settings):
    settings.TAKE_ON, settings.SITE = True, site
    return actions.issue_certificates(missions=closed(cast), by=cast.ama, on=AFTER)[0]


def answer(page):
    page.wait_for_selector("[data-answer]:visible")
    return page.locator("[data-answer]:visible").get_attribute("data-answer")


def ask(page, text):
    page.fill("#text", text)
    page.click("form#offline button")
    return answer(page)


def test_square_opens_the_page_with_its_answer(page, certificate):
    page.goto(f"{ADDRESS}#{certificate.data['verification']['token']}")
    assert answer(page) == "valid"
    assert "365" in page.inner_text("#facts")
    assert certificate.data["volunteer"]["matricule"] in page.inner_text("#facts")


def test_mutants_are_refused_by_another_implementation(page, certificate):
    """The browser's own Ed25519 and JSON, on what the command refuses."""
    token, luck = certificate.data["verification"]["token"], random.Random(36)
    page.goto(ADDRESS)
    mutations = [byte_changed, days_edited, other_algorithm, other_key] * 10
    for mutate in mutations:
        assert ask(page, mutate(token, luck)) in {"forged", "malformed", "unknown_key"}, mutate.__name__
    assert ask(page, token) == "valid"


def test_kept_page_reads_a_pdf_without_network(page, visitor, certificate, tmp_path):
    pdf, kept = documents.pdf(certificate), tmp_path / "kept.html"
    (tmp_path / "good.pdf").write_bytes(pdf)
    (tmp_path / "bad.pdf").write_bytes(pdf[:-9] + b" " + pdf[-8:])
    kept.write_bytes(visitor.request.get(f"{ADDRESS}/page").body())
    visitor.set_offline(True)
    page.goto(kept.as_uri())
    for name, expected in (("good", "valid"), ("bad", "changed")):
        page.set_input_files("#file", tmp_path / f"{name}.pdf")
        page.click("form#offline button")
        page.wait_for_selector(f"[data-answer={expected}]:visible")
    page.clock.set_fixed_time(date(date.today().year + 1, 12, 31).isoformat())
    page.set_input_files("#file", tmp_path / "good.pdf")
    page.click("form#offline button")
    page.wait_for_selector("[data-answer=unlisted]:visible")


def test_revoked_one_is_said_to_be(page, cast, certificate):
    documents.revoke(document=certificate, reason="nom mal écrit", by=cast.ama, on=AFTER)
    page.goto(f"{ADDRESS}#{certificate.data['verification']['token']}")
    assert answer(page) == "revoked"
    assert not page.is_visible("#facts")


def test_browser_that_cannot_check_says_so(page, certificate):
    page.add_init_script("crypto.subtle.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'))")
    page.goto(f"{ADDRESS}#{certificate.data['verification']['token']}")
    assert answer(page) == "browser"


def test_one_of_two_agencies_is_read_with_the_keys_of_both(page, cast, site, settings):
    settings.SITE = site
    stay = end(arrive(a_stay(cast, meet("bf", "Programme national de volontariat", "BF").row)))
    paper = certify(cast, stay).document
    token = paper.data["verification"]["token"]
    page.goto(f"{ADDRESS}#{token}")
    assert answer(page) == "valid"
    assert "Programme national de volontariat" in page.inner_text("#facts")
    body, *rest = token.split(".")
    assert ask(page, ".".join([body, *rest[2:], *rest[:2]])) == "unknown_key"  # each signature in the other’s place
    assert ask(page, f"{token[:-9]}{'A' if token[-9] != 'A' else 'B'}{token[-8:]}") == "forged"
