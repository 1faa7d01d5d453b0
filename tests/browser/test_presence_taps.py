"""Thirty volunteers are marked in four taps at most, on a small telephone: the month at the host, the roll in the field."""

import pytest
from django.utils import timezone

from teriya.foundation.core.periods import Month, add_months
from teriya.service.attendance import queries
from teriya.service.attendance.models import Mark, MonthSheet
from teriya.service.missions import actions as missions
from tests.browser.site import look, sign_in
from tests.factories.missions import make_missions

pytestmark = pytest.mark.browser
TODAY, SIZE, MOST = timezone.localdate(), 30, 4
COUNT = "addEventListener('click', tap => tap.isTrusted && sessionStorage.setItem('taps', 1 + Number(sessionStorage.getItem('taps'))), true)"


@pytest.fixture
def tapped(chromium, site):
    """From home, the taps on each of these, counted by the page itself."""

    def tap(user, *whats: str) -> int:
        context = chromium.new_context(
            base_url=site, locale="fr-FR", viewport={"width": 320, "height": 640}, has_touch=True
        )
        sign_in(context, site, user)
        page = context.new_page()
        page.add_init_script(COUNT)
        page.goto("/")
        for what in whats:
            page.locator(what).first.click()
            page.wait_for_load_state()
        counted = int(page.evaluate("sessionStorage.getItem('taps')"))
        context.close()
        return counted

    return tap


def test_thirty_volunteers_are_marked_in_four_taps(tapped, chromium, site, cast, settings):
    settings.TAKE_ON = True
    first = add_months(TODAY.replace(day=1), -1)
    month, day = Month.of(first), queries.last_working_day(TODAY)

    at_host = make_missions(cast, SIZE, form="VNC", starts_on=first)
    for mission in at_host:
        missions.name_tutor(mission=mission, name="Abla", account=cast.abla, by=cast.kodjo, on=first)
    missed = f"{at_host[0].pk}:{queries.open_days(month.first, month.last)[3]}"
    assert tapped(cast.abla, f"a[href*='/presences/'][href*='{month}']", "text=présent chaque jour",
                  f"[name=absent][value='{missed}']", "text=Enregistrer et attester") <= MOST  # fmt: skip
    sheets = MonthSheet.objects.filter(month=first, state="attested")
    assert (sheets.count(), sheets.filter(absent=1).count()) == (SIZE, 1)

    in_field = make_missions(cast, SIZE, form="VEC", months=6, starts_on=first)
    missions.name_facilitator(missions=in_field, account=cast.sena, by=cast.kodjo, on=first)
    host = in_field[0].host_id
    assert tapped(cast.sena, "text=/^Appel du/", f"main a[href*='/appel/{day}/structures/{host}/']",
                  f"[name=absent][value='{in_field[0].pk}']", "text=Enregistrer l’appel") <= MOST  # fmt: skip
    called = Mark.objects.filter(day=day, mission__in=in_field)
    assert (called.count(), called.filter(kind="absent").count()) == (SIZE, 1)
    look(chromium, site, cast.sena, f"/presences/appel/{day}/structures/{host}/")
