"""The roll of a training called where no network reaches: it arrives once, and never over somebody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from teriya.service.training import actions, queries
from teriya.service.training.engine.timetable import Slot
from tests.browser.site import assert_accessible, look, sign_in
from tests.browser.tablet import HOME, kept, out_of_reach, prepare
from tests.factories.missions import make_missions
from tests.factories.training import make_session

pytestmark = [pytest.mark.browser, pytest.mark.hostile]  # a day on a tablet: a minute
TODAY = timezone.localdate()


@pytest.fixture
def session(site, cast):
    people = make_missions(cast, 3, until="prepared", starts_on=TODAY.replace(day=1) + timedelta(62))
    return make_session(cast, people, day=TODAY)


@pytest.fixture
def device(tablet, site, cast, session):
    """Komlan's tablet, prepared at the office."""
    context = tablet()
    sign_in(context, site, cast.komlan)
    prepare(context)
    return context


def test_rolls_called_without_network_arrive_and_do_not_overwrite(session, device, cast):
    away, *_ = session.trainees.order_by("pk")
    page = device.pages[-1]
    with out_of_reach(device):
        for n, half in enumerate(("am", "pm"), start=1):
            page.goto(f"/formations/{session.pk}/appel/{TODAY}/{half}/")
            page.check(f"[name=absent][value='{away.pk}']")
            page.click("text=Enregistrer l’appel")
            kept(page, n)
        assert_accessible(page)
        assert not session.rolls.exists()
        actions.call_roll(session=session, slot=Slot(TODAY, "pm"), absent=[], by=cast.kodjo, on=TODAY)
    page.goto(HOME)
    kept(page, 0)
    there = queries.presence_of(session)
    assert there[away.pk] == {Slot(TODAY, "pm")}  # the afternoon is Kodjo's until Komlan decides
    assert session.rolls.get(half="am").presences.filter(was_there=True).count() == 2


def test_its_pages_hold_on_a_small_telephone(chromium, site, cast, session):
    wave = session.trainees.first().mission.wave
    make_missions(cast, until="prepared", starts_on=TODAY.replace(day=1) + timedelta(62))
    one = f"/formations/{session.pk}/"
    trainee = session.trainees.first().pk
    look(chromium, site, cast.kodjo, "/formations/", "/formations/prevoir/", "/formations/a-former/", f"/formations/vagues/{wave.code}/repartir/",
         one, f"{one}emploi-du-temps/", f"{one}capacite/", f"{one}places/", f"/formations/places/{trainee}/", f"{one}annuler/")  # fmt: skip
    look(chromium, site, cast.komlan, f"{one}appel/{TODAY}/am/", f"{one}notes/volunteering/", f"{one}resultats/")
