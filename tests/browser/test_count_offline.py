"""A month of indicators counted where no network reaches: it arrives, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from teriya.contribution.collection.models import Report
from tests.browser.site import assert_accessible, sign_in
from tests.browser.tablet import HOME, kept, out_of_reach, prepare
from tests.factories.missions import give_account, make_missions

pytestmark = [pytest.mark.browser, pytest.mark.hostile]  # a day on a telephone: a minute
LAST_MONTH = (timezone.localdate().replace(day=1) - timedelta(1)).replace(day=1)


@pytest.fixture
def mission(site, cast, settings):
    settings.TAKE_ON = True
    [found] = make_missions(cast, starts_on=LAST_MONTH)
    return give_account(found, cast.kossi)


def test_a_month_arrives_from_the_telephone(mission, tablet, site, cast):
    context = tablet()
    sign_in(context, site, cast.kossi)
    page = prepare(context)
    with out_of_reach(context):
        page.goto(f"/contribution/mon-releve/{mission.pk}/")
        for name in (
            "hours_taught---",
            "classes_covered---",
            "pupils-F--yes",
            "pupils-F--no",
            "pupils-M--yes",
            "pupils-M--no",
        ):
            page.fill(f"[name={name}]", "1")
        page.click("text=Envoyer mes indicateurs")
        kept(page, 1)
        assert_accessible(page)
        assert not Report.objects.exists()
    page.goto(HOME)
    kept(page, 0)
    assert Report.objects.get().values.count() == 6
