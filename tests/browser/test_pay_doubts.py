"""Stopped lines, a doubt looked into, an account changed: on a small telephone, within reach of everybody."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from teriya.pay.allowances import actions
from teriya.pay.allowances.models import Institution, PayLine
from teriya.people.models import Person
from tests.browser.site import assert_accessible, sign_in
from tests.factories.allowances import make_payable, prepare

pytestmark = pytest.mark.browser


@pytest.fixture
def doubtful(cast, settings):
    """Three volunteers of one telephone; the last one's account has just changed."""
    settings.TAKE_ON = True
    team = make_payable(cast, 3)
    Person.objects.filter(pk__in=[mission.person_id for mission in team]).update(phone="+22890445566")
    row = actions.NewWallet(team[2].person, Institution.objects.get(), "00998877", str(team[2].person))
    changed = actions.enter_wallets(rows=[row], by=cast.yao, on=timezone.localdate())
    actions.approve_wallets(wallets=changed, by=cast.mazalo, on=timezone.localdate())
    row = actions.NewWallet(team[1].person, Institution.objects.get(), "00112233", "KOKOU Ama")
    actions.enter_wallets(rows=[row], by=cast.yao, on=timezone.localdate())
    prepare(cast)
    return PayLine.objects.filter(state="blocked").earliest("pk"), changed[0]


@pytest.mark.parametrize("width", [320, 1200])
def test_the_pages_of_the_supervisor(visitor, site, cast, doubtful, width):
    line, _wallet = doubtful
    sign_in(visitor, site, cast.mazalo)
    page = visitor.new_page()
    page.set_viewport_size({"width": width, "height": 640})
    page.goto("/paie/arretees/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lignes arrêtées")
    assert_accessible(page)
    page.goto(f"/paie/lignes/{line.pk}/soupcons/")
    assert_accessible(page)
    page.get_by_label("Ce que vous avez vu").fill("Vus tous les trois au poste, un seul téléphone au foyer")
    page.get_by_role("button", name="Lever le soupçon").click()
    expect(page.get_by_text("Le soupçon est levé")).to_be_visible()
    page.goto("/paie/comptes/")
    assert_accessible(page)
    page.get_by_role("link", name="Vérifier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifier le titulaire")
    assert_accessible(page)


def test_the_centre_takes_an_objection(visitor, site, cast, doubtful):
    _line, wallet = doubtful
    sign_in(visitor, site, cast.yao)
    page = visitor.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/paie/comptes/")
    page.locator(f'a[href="/paie/comptes/{wallet.pk}/opposition/"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Arrêter un changement de compte")
    assert_accessible(page)
    page.get_by_label("Qui s’oppose").fill("Le volontaire, au téléphone")
    page.get_by_role("button", name="Arrêter le changement").click()
    expect(page.get_by_text("Changements arrêtés par le titulaire").first).to_be_visible()
