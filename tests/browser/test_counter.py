"""The counter of a call, a day without network, by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from teriya.mobilisation.calls.models import Application
from tests.browser.site import assert_accessible
from tests.browser.tablet import kept, out_of_reach
from tests.factories.calls import make_wave
from tests.foundation.offline.forms import woman

pytestmark = pytest.mark.browser


@pytest.fixture
def wave(site, cast):
    return make_wave(cast)


def enter(page, n: int) -> None:
    """A candidate, from the field that has the focus to the next candidate; each asks for the second post, then the first."""
    fields = dict(woman(n))
    expect(page.locator("[name=family]")).to_be_focused()
    for name in ("family", "given", "married"):
        page.keyboard.type(fields[name])
        page.keyboard.press("Tab")
    page.keyboard.type("f")
    page.keyboard.press("Tab")
    page.keyboard.type(fields["birth"])
    page.keyboard.press("Tab")
    if n == 1:
        page.keyboard.type("Haho 1")
    for _ in range(4):  # telephone, paper, its number, then the diploma
        page.keyboard.press("Tab")
    if n == 1:
        page.keyboard.type("Lic")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # the wishes, then the posts to search
    for words in ("0002", "b0001"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")


def test_candidates_are_entered_without_network(wave, prepared):
    page = prepared.pages[-1]
    assert "Guichet : Vague 1" in page.text_content("main")
    with out_of_reach(prepared):
        page.goto(f"/vagues/{wave.code}/guichet/")
        for n in (1, 2):
            enter(page, n)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            kept(page, n)
        assert_accessible(page)
        page.set_viewport_size({"width": 1100, "height": 800})
    kept(page, 0)
    rows = Application.objects.order_by("pk").prefetch_related("wishes__need")
    assert [[wish.need.reference for wish in row.wishes.all()] for row in rows] == [["B0002", "B0001"]] * 2
    assert {(row.diploma, row.person.commune.name) for row in rows} == {("licence", "Haho 1")}
    page.click("summary")
    page.wait_for_selector("text=N° G00002")
