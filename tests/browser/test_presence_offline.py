"""A day of roll-calls where no network reaches, the browser killed at noon: no mark is lost, none written over somebody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from teriya.foundation.core.periods import add_months
from teriya.foundation.offline import jobs
from teriya.foundation.offline.models import Deposit
from teriya.service.attendance import actions, queries
from teriya.service.attendance.models import Mark
from teriya.service.missions import actions as missions
from tests.browser.site import assert_accessible, look, sign_in
from tests.browser.tablet import HOME, kept, out_of_reach, prepare, wait_for
from tests.factories.missions import make_missions

pytestmark = [pytest.mark.browser, pytest.mark.hostile]  # a day on a telephone: minutes
TODAY = timezone.localdate()
TEAMS, SIZE = 4, 25


@pytest.fixture
def teams(site, cast, settings):
    """Citizen volunteers of four town halls, in service since last month; Sena calls them."""
    settings.TAKE_ON = True
    first = add_months(TODAY.replace(day=1), -1)
    found = [make_missions(cast, SIZE, form="VEC", months=6, starts_on=first) for _ in range(TEAMS)]
    for team in found:
        missions.name_facilitator(missions=team, account=cast.sena, by=cast.kodjo, on=first)
    return found


def call(page, team, day, absent) -> None:
    page.goto(f"/presences/appel/{day}/structures/{team[0].host_id}/")
    page.check(f"[name=absent][value='{absent.pk}']")
    page.click("text=Enregistrer l’appel")


def test_a_day_of_rolls_without_network_loses_no_mark(teams, tablet, site, cast):
    day, device = queries.last_working_day(TODAY), tablet()
    sign_in(device, site, cast.sena)
    page = prepare(device)
    with out_of_reach(device) as cut:
        for n, team in enumerate(teams[:2], start=1):
            call(page, team, day, team[0])
            kept(page, n)
        device = tablet()  # killed at noon, and started again
        cut(device)
        page = device.new_page()
        for n, team in enumerate(teams[2:], start=3):
            call(page, team, day, team[0])
            kept(page, n)
        assert_accessible(page)
        assert not Mark.objects.exists()
        actions.call_roll(missions=teams[3], day=day, absent=[], by=cast.yao, on=TODAY)  # at the centre, meanwhile
    device.set_offline(False)
    wait_for(lambda: Deposit.objects.count() == TEAMS, seconds=60)  # received: a killed browser forgets who was in
    assert not Mark.objects.filter(by_id=cast.sena.pk).exists()
    sign_in(device, site, cast.sena)
    jobs.write_waiting(author=cast.sena.pk)  # as the worker does
    page.goto(HOME)
    written = Mark.objects.filter(day=day)
    assert (written.count(), written.filter(kind="absent").count()) == (TEAMS * SIZE, TEAMS - 1)
    assert sorted(Deposit.objects.values_list("state", flat=True)) == ["applied"] * 3 + ["conflict"]

    page.click("text=Décider >> visible=true")
    assert_accessible(page)
    page.fill("[name=decision-reason]", "Elle n’est pas venue : j’y étais.")
    page.click("text=Enregistrer ce formulaire")
    expect(page.locator("text=enregistrée")).to_be_visible()
    assert Mark.objects.get(mission=teams[3][0], day=day).kind == "absent"


def test_its_pages_hold_on_a_small_telephone(teams, chromium, site, cast):
    look(chromium, site, cast.sena, "/presences/")
    look(
        chromium,
        site,
        cast.yao,
        "/presences/papier/",
        f"/presences/papier/?mois={TODAY - timedelta(40):%Y-%m}",
        "/presences/papier/fiches/",
    )
