"""A photo of a paper leaves a phone small and upright, in pieces: cut, reloaded, it goes on from what has arrived."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.models import Piece, Upload
from teriya.mobilisation.calls import actions
from tests.browser.photos import shape, taken
from tests.browser.site import assert_accessible, sign_in
from tests.cast import appoint
from tests.factories.calls import make_wave
from tests.factories.files import photo
from tests.permissions.samples.apply import ANSWERS

pytestmark = pytest.mark.browser
MOST, SENT = 150_000, "main li:has-text('Carte d’électeur')"


@pytest.fixture
def at_photos(visitor, cast, site) -> Page:
    """Afi, at the screen where papers are photographed."""
    wave = make_wave(cast)
    answers = ANSWERS | {"paper_kind": "voter_card", "paper_number": "3-0912", "photos": ""}
    actions.begin(wave=wave, by=cast["candidate"], answers=answers)
    sign_in(visitor, site, cast.afi)
    page = visitor.new_page()
    page.goto(f"/appels/{wave.code}/candidature/photos/")
    return page


def choose(page: Page, file: dict) -> None:
    page.select_option("[name=kind]", "voter_card")
    page.set_input_files("[name=photo]", file)
    page.click("text=Envoyer la photo")


def watch(page: Page) -> list[int]:
    """Where each piece that leaves begins; the first one is empty, and asks what is there."""
    starts: list[int] = []

    def note(request) -> None:
        if "/morceaux/" in request.url:
            starts.append(int(parse_qs(urlsplit(request.url).query)["start"][0]))

    page.on("request", note)
    return starts


@pytest.mark.hostile  # slow
def test_cut_and_reloaded_a_photo_goes_on_by_itself(at_photos):
    page, file = at_photos, taken(at_photos, turned=6)
    assert len(file["buffer"]) > 2_000_000
    through = []

    def line(route) -> None:
        through.append(1)
        return route.continue_() if len(through) <= 3 else route.abort("connectionreset")

    page.route("**/morceaux/**", line)
    choose(page, file)
    expect(page.locator("#wait")).to_be_visible(timeout=20_000)
    assert_accessible(page)
    here = sum(len(row.content) for row in Piece.objects.all())
    assert 0 < here < MOST and not Upload.objects.exists()

    starts, address = watch(page), page.url
    page.goto(address.replace("photos", "nom"))
    page.unroute("**/morceaux/**")
    page.click("text=Reprendre l’envoi")
    expect(page.locator(SENT)).to_be_visible(timeout=20_000)
    assert starts[:2] == [0, here]
    kept = Upload.objects.get()
    assert kept.size <= MOST and not Piece.objects.exists()
    wide, high = shape(bytes(kept.content))
    assert wide < high, "held upright, and still so"
    page.reload()
    expect(page.locator("[data-leaving]")).to_be_hidden()
    assert Upload.objects.count() == 1 and len(starts) == len(set(starts))


def test_a_photo_leaves_in_its_own_persons_name_only(at_photos, visitor, cast, site):
    page, address = at_photos, at_photos.url
    page.route("**/morceaux/**", lambda route: route.abort("connectionreset"))
    choose(page, {"name": "carte.jpg", "mimeType": "image/jpeg", "buffer": photo().read()})
    expect(page.locator("#wait")).to_be_visible(timeout=20_000)
    other = User.objects.create_user(name="Ama", phone="+22893990000")
    appoint(other, "candidate")
    starts = watch(page)
    for person in (other, cast.afi):  # on the same phone; the other one's coming has removed it
        sign_in(visitor, site, person)
        page.unroute("**/morceaux/**")
        page.goto(address, wait_until="networkidle")
    assert not starts and not Upload.objects.exists()
