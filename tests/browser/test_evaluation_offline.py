"""A host evaluated on the spot without network: the four rubrics and the photo arrive, once."""

import pytest

from teriya.foundation.documents import pieces
from teriya.foundation.documents.models import Upload
from teriya.mobilisation.hosts.models import Evaluation
from tests.browser.photos import taken
from tests.browser.site import assert_accessible, sign_in
from tests.browser.tablet import HOME, kept, out_of_reach, wait_for
from tests.factories.hosts import fresh, registered

pytestmark = [pytest.mark.browser, pytest.mark.hostile]  # a day on tablets: a minute each
MOST = 150_000  # bytes of a photo
RUBRICS = ("identification", "capacity", "mission", "papers")


@pytest.fixture
def host(site, cast):
    return registered(cast)


def test_an_evaluation_arrives_with_its_photo(host, prepared, tablet, cast, site):
    page = prepared.pages[-1]
    file = taken(page)
    assert len(file["buffer"]) > 2_000_000
    with out_of_reach(prepared) as cut:
        page.goto(f"/structures/{host.number}/evaluer/")
        for rubric in RUBRICS:
            page.check(f"[name={rubric}][value=yes]")
        page.set_input_files("[name=photos]", file)
        page.click("text=Enregistrer l’évaluation")
        kept(page, 1)
        assert_accessible(page)

        again = tablet()  # killed, and started again: the entry is mended, and its photo is still there
        cut(again)
        sign_in(again, site, cast.yao)
        page = again.new_page()
        page.goto(f"/structures/{host.number}/evaluer/")
        wait_for(lambda: page.evaluate("document.querySelector('[name=photos]').files.length") == 1)
        page.fill("[name=findings]", "Clôture à reprendre.")
        page.click("text=Enregistrer l’évaluation")
        kept(page, 1)
        assert not Evaluation.objects.exists()
    page.goto(HOME)
    kept(page, 0)
    row = Evaluation.objects.get()
    assert all(getattr(row, rubric) for rubric in RUBRICS) and row.findings == "Clôture à reprendre."
    assert fresh(host).state == "evaluated"
    kept_photo = Upload.objects.get(subject_id=row.pk, kind="photo")
    assert kept_photo.size <= MOST


def test_a_photo_cut_on_its_way_goes_on_from_what_has_arrived(host, prepared, monkeypatch):
    """The site breaks at the third piece: the next sending begins there, not at the first."""
    page, began = prepared.pages[-1], []
    take = pieces.take

    def breaks_once(*, start, content, **how):
        began.extend([start] if content else [])
        if content and len(began) == 3:
            raise ConnectionError
        return take(start=start, content=content, **how)

    monkeypatch.setattr(pieces, "take", breaks_once)
    with out_of_reach(prepared):
        page.goto(f"/structures/{host.number}/evaluer/")
        for rubric in RUBRICS:
            page.check(f"[name={rubric}][value=yes]")
        page.set_input_files("[name=photos]", taken(page))
        page.click("text=Enregistrer l’évaluation")
        kept(page, 1)
    page.goto(HOME)
    wait_for(lambda: len(began) == 3)
    kept(page, 1)
    page.click("[data-send]")
    kept(page, 0)
    assert began[:4] == [0, 32_768, 65_536, 65_536] and began.count(0) == 1
    assert Upload.objects.get(kind="photo").size <= MOST
