"""A volunteer visited where no network reaches: the sheet, its photo and what it asks for arrive, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from teriya.foundation.documents.models import Upload
from teriya.service.followup.models import Visit
from tests.browser.photos import taken
from tests.browser.site import assert_accessible
from tests.browser.tablet import HOME, kept, out_of_reach
from tests.factories.missions import make_missions

pytestmark = [pytest.mark.browser, pytest.mark.hostile]  # a day on a tablet: a minute
TODAY = timezone.localdate()


@pytest.fixture
def mission(site, cast):
    [found] = make_missions(cast, starts_on=TODAY.replace(day=1) - timedelta(60))
    return found


def test_a_visit_arrives_with_what_it_asks_for(mission, prepared):
    page = prepared.pages[-1]
    file = taken(page)
    with out_of_reach(prepared):
        page.goto(f"/suivi/missions/{mission.pk}/visite/")
        page.fill("[name=place]", "Notsè, école")
        page.check("[name=met][value=volunteer]")
        page.check("[name=was_present][value=no]")
        page.fill("[name=findings]", "Absent : parti chercher sa paie.")
        page.set_input_files("[name=photos]", file)
        page.fill("[name=what_1]", "Payer plus près")
        page.select_option("[name=owner_1]", "centre")
        page.fill("[name=due_1]", f"{TODAY + timedelta(20):%d/%m/%Y}")
        page.click("text=Enregistrer la visite")
        kept(page, 1)
        assert_accessible(page)
        assert not Visit.objects.exists()
    page.goto(HOME)
    kept(page, 0)
    visit = Visit.objects.get()
    assert (visit.state, visit.was_present, visit.place) == ("done", False, "Notsè, école")
    assert visit.points.get().what == "Payer plus près"
    assert Upload.objects.get(subject="visit", subject_id=visit.pk).size < len(file["buffer"]) / 2
