"""A host evaluated on the spot without network: the four rubrics and the photo arrive, once."""

from base64 import b64decode

import pytest
from playwright.sync_api import Page

from teriya.foundation.documents.models import Upload
from teriya.mobilisation.hosts.models import Evaluation
from tests.browser.site import assert_accessible, sign_in
from tests.browser.tablet import HOME, kept, out_of_reach, wait_for
from tests.factories.hosts import fresh, registered

pytestmark = [pytest.mark.browser, pytest.mark.hostile]  # a day on tablets: a minute each
RUBRICS = ("identification", "capacity", "mission", "papers")


@pytest.fixture
def host(site, cast):
    return registered(cast)


NOISE = """async () => {
  const canvas = new OffscreenCanvas(3000, 2000), brush = canvas.getContext("2d");
  for (let n = 0; n < 60000; n++) {
    brush.fillStyle = `hsl(${n * 137 % 360} 60% ${n * 71 % 100}%)`;
    brush.fillRect(n * 7919 % 3000, n * 104729 % 2000, 30, 30);
  }
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 1 })).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}"""


def photo(page: Page) -> dict:
    """What a telephone takes: some megabytes."""
    return {"name": "cour.jpg", "mimeType": "image/jpeg", "buffer": b64decode(page.evaluate(NOISE))}


def test_an_evaluation_arrives_with_its_photo(host, prepared, tablet, cast, site):
    page = prepared.pages[-1]
    taken = photo(page)
    assert len(taken["buffer"]) > 2_000_000
    with out_of_reach(prepared) as cut:
        page.goto(f"/structures/{host.number}/evaluer/")
        for rubric in RUBRICS:
            page.check(f"[name={rubric}][value=yes]")
        page.set_input_files("[name=photos]", taken)
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
    assert kept_photo.size < len(taken["buffer"]) / 2
