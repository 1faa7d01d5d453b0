"""Counting a paid month anew and retaining, from the pages."""

import html

import pytest

from teriya.pay.allowances.models import Correction, RetentionOrder
from tests.factories.allowances import make_payable
from tests.factories.corrections import approve, correct, make_paid, prepare_april, retain
from tests.factories.missions import give_account
from tests.pay.allowances.test_views import sent


@pytest.fixture
def as_(client):
    def browse(user):
        client.force_login(user)
        return client

    return browse


def text_of(answer) -> str:
    return html.unescape(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_month_is_counted_anew_on_its_page_and_decided_by_another(cast, as_):
    line = make_paid(cast, absent=2)
    assert "Recompter ce mois" in text_of(as_(cast.awa).get(f"/paie/lignes/{line.pk}/"))
    address = f"/paie/lignes/{line.pk}/corriger/"
    assert 'value="18"' in text_of(as_(cast.awa).get(address))
    assert as_(cast.awa).post(address, sent(days_0=18, reason="Canevas")).status_code == 422
    assert as_(cast.awa).post(address, sent(days_0=19, reason="Canevas retrouvé")).status_code == 302
    page = f"/paie/corrections/{Correction.objects.get().pk}/"
    assert "Approuver" not in text_of(as_(cast.awa).get(page))
    assert "Recompté · Jours de présence" in text_of(as_(cast.dede).get(page))
    assert as_(cast.dede).post(page, sent(step="refuse")).status_code == 422
    assert as_(cast.dede).post(page, sent(step="approve")).status_code == 302
    assert Correction.objects.get().state == "approved"


def test_the_volunteer_reads_what_was_too_much_and_what_is_left(cast, as_):
    line = make_paid(cast)
    give_account(line.mission, cast.kossi)
    approve(cast, correct(cast, line, 18, instalment=1000))
    prepare_april(cast, [line.mission])
    page = text_of(as_(cast.kossi).get(f"/paie/lignes/{line.pk}/"))
    assert "27 000 F au lieu de 30 000 F. Canevas retrouvé" in page and "reste 2 000 F" in page


def test_a_retention_is_asked_by_finance_and_followed_to_its_end(cast, as_):
    [mission] = make_payable(cast)
    asked = {
        "person": mission.person.matricule,
        "kind": "kit",
        "total": 6000,
        "instalment": 2000,
        "reason": "kit de couture",
    }
    assert as_(cast.awa).post("/paie/retenues/demander/", sent(**asked | {"instalment": 9000})).status_code == 422
    assert as_(cast.awa).post("/paie/retenues/demander/", sent(**asked)).status_code == 302
    page = f"/paie/retenues/{RetentionOrder.objects.get().pk}/"
    assert "kit de couture" in text_of(as_(cast.dede).get("/paie/retenues/"))
    assert as_(cast.dede).post(page, sent(step="approve")).status_code == 302
    assert "Arrêter" in text_of(as_(cast.dede).get(page))
    assert as_(cast.dede).post(page, sent(step="stop", reason="Kit rendu")).status_code == 302
    assert RetentionOrder.objects.get().state == "stopped"


def test_the_list_asks_the_same_of_the_database_for_one_and_for_many(cast, as_, django_assert_max_num_queries):
    for mission in make_payable(cast, 12):
        retain(cast, mission, 6000, 2000)
    browser = as_(cast.awa)
    browser.get("/paie/retenues/")
    with django_assert_max_num_queries(16):
        assert browser.get("/paie/retenues/").status_code == 200


def test_the_authorising_officer_finds_what_waits_at_the_door(cast, as_):
    correct(cast, make_paid(cast), 19)
    assert "Corrections de paie à approuver" in text_of(as_(cast.dede).get("/"))
    assert "Corrections de paie à approuver" not in text_of(as_(cast.awa).get("/"))
