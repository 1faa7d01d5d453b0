"""A jury of three scores a day without network, each on an own tablet: every sheet arrives once, none is rewritten."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from teriya.foundation.core.models import Receipt
from teriya.foundation.offline.models import Deposit
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection.models import Hearing, JuryMember, Sheet
from tests.browser.conftest import CHROMIUM
from tests.browser.site import assert_accessible, sign_in
from tests.browser.tablet import HOME, kept, out_of_reach, prepare
from tests.factories.calls import BORN, make_applications, make_wave
from tests.factories.selection import make_jurors, make_sealing_jury, make_venue, marks, plan, seal

pytestmark = [pytest.mark.browser, pytest.mark.hostile]  # a day on tablets: some minutes
CANDIDATES = 100
BY_HAND = 2  # sheets filled in field by field; the others are written as their form writes them, from the kept page
PUT = """async ([paths, marks]) => {
  for (const path of paths) {
    const page = new DOMParser().parseFromString((await vault.page(path)).html, "text/html");
    const form = page.querySelector("[data-offline] form"), id = crypto.randomUUID();
    for (const [name, given] of Object.entries({ ...marks, receipt: id })) form.elements[name].value = given;
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    const { offline: title, record: label } = page.querySelector("[data-offline]").dataset;
    await vault.commit({ id, path, title, label, fields, files: [], typed_at: new Date().toISOString(), state: "kept" });
  }
}"""


@pytest.fixture
def rows(site, cast) -> list[Application]:
    """The candidates of a day and one more, called before one jury, by the hour."""
    wave, jurors = make_wave(cast, title="Vague d’essai"), make_jurors(cast)
    make_applications(cast, wave, *[BORN] * (CANDIDATES + 1))
    Application.objects.update(state="eligible")
    make_sealing_jury(cast, wave, jurors, make_venue(cast, wave, juries=0), name="Jury de Notsè")
    plan(cast, wave)
    return [row.application for row in Hearing.objects.order_by("on", "at").select_related("application__wave")]


@pytest.fixture
def tablet_of(chromium, site, tmp_path) -> Iterator[Callable[[int], BrowserContext]]:
    """The tablet of the nth member; asked for again, its browser is killed and started again."""
    launched: dict[int, BrowserContext] = {}

    def start(n: int) -> BrowserContext:
        if n in launched:
            launched[n].close()
        launched[n] = chromium.browser_type.launch_persistent_context(
            tmp_path / str(n), executable_path=CHROMIUM, args=["--no-sandbox"], base_url=site, locale="fr-FR",
            viewport={"width": 320, "height": 640},
        )  # fmt: skip
        return launched[n]

    yield start
    for context in launched.values():
        context.close()


def address(row: Application) -> str:
    return f"/selection/{row.wave.code}/notes/{row.pk}/"


def score(page: Page, rows: list[Application], points: int) -> None:
    for row in rows[:BY_HAND]:
        page.goto(address(row))
        fill(page, points)
    page.evaluate(PUT, [[address(row) for row in rows[BY_HAND:]], marks(points)])


def fill(page: Page, points: int) -> None:
    for code, given in marks(points).items():
        page.fill(f"[name={code}]", str(given))
    page.click("main button.btn:has-text('Sceller')")
    page.wait_for_selector("[data-say=kept]:visible")


def assert_written_once(day: list[Application]) -> None:
    """Each member's sheet on each candidate, with that member's points; the late one is left to decide."""
    assert Sheet.objects.count() == 3 * CANDIDATES + 1
    assert Receipt.objects.filter(action="selection.seal").count() == 3 * CANDIDATES
    assert (
        Sheet.objects.filter(hearing__application__in=day).values("hearing", "chair").distinct().count()
        == 3 * CANDIDATES
    )
    assert sorted(set(Sheet.objects.exclude(points=None).values_list("chair", "points"))) == [
        (1, 60),
        (2, 61),
        (3, 62),
    ]
    assert {state: Deposit.objects.filter(state=state).count() for state in ("applied", "conflict")} == {
        "applied": 3 * CANDIDATES,
        "conflict": 1,
    }


def test_the_sheets_of_three_members_without_network(rows, tablet_of, cast, site):
    jurors = [member.user for member in JuryMember.objects.order_by("chair")]
    tablets = [tablet_of(n) for n in range(3)]
    for tablet, juror in zip(tablets, jurors, strict=True):
        sign_in(tablet, site, juror)
    pages = [prepare(tablet) for tablet in tablets]
    *day, late = rows
    with out_of_reach(*tablets) as cut:
        for n in range(3):
            score(pages[n], day[: CANDIDATES // 2], 60 + n)
            if n == 1:  # this one dies at noon, and is started again
                tablets[n] = tablet_of(n)
                cut(tablets[n])
                pages[n] = tablets[n].new_page()
            score(pages[n], day[CANDIDATES // 2 :], 60 + n)
            pages[n].goto(f"/selection/{late.wave.code}/notes/")
            kept(pages[n], CANDIDATES)
            expect(pages[n].locator("text=gardée ici >> visible=true")).to_have_count(CANDIDATES)
            assert_accessible(pages[n])
        assert not Deposit.objects.exists() and not Sheet.objects.exists()
        pages[0].goto(address(late))
        fill(pages[0], 20)
        kept(pages[0], CANDIDATES + 1)
        sealed = seal(late, jurors[0], 72)  # the same member, on another device, meanwhile

    for n, tablet in enumerate(tablets):
        tablet.set_offline(False)
        sign_in(tablet, site, jurors[n])
        pages[n].goto(HOME)
        kept(pages[n], 0, seconds=120)
    assert_written_once(day)
    assert Sheet.objects.get(hearing__application=late).digest == sealed.digest

    page = pages[0]
    page.click("text=Décider >> visible=true")
    page.wait_for_selector(f"text={sealed.digest}")
    assert_accessible(page)
    page.click("text=Garder le registre comme il est")
    page.fill("[name=reason]", "Déjà scellée au centre.")
    page.click("text=Écarter la saisie")
    page.wait_for_selector("text=Le registre reste comme il est")
    assert Deposit.objects.get(state="dropped").content == {}  # a sealed sheet leaves no copy behind
