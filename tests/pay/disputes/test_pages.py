"""Two taps for the volunteer, the lists of each desk, what the line says of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from teriya.pay.disputes import actions
from teriya.pay.disputes.models import Dispute
from teriya.service.attendance.models import MonthSheet
from tests.factories.disputes import contest, make_slip
from tests.pay.allowances.test_views import sent, text_of
from tests.scenes import scene


@pytest.fixture
def as_(client):
    def browse(user):
        client.force_login(user)
        return client

    return browse


@pytest.fixture
@scene
def slip(cast):
    line = make_slip(cast)
    MonthSheet.objects.update(attested_by_id=cast.essi.pk, confirmed_by_id=cast.kodjo.pk)
    return line


def test_a_line_is_contested_in_two_taps(cast, as_, slip):
    browser = as_(cast.kossi)
    door = f"/contestations/ligne/{slip.pk}/1/"
    assert f'href="{door}"' in browser.get(f"/paie/lignes/{slip.pk}/").text
    assert 'name="kind" value="days"' in browser.get(door).text
    page = browser.post(door, sent(kind="days"), follow=True)
    dispute = Dispute.objects.get()
    assert (dispute.kind, dispute.row, dispute.way, dispute.words) == ("days", 1, "page", "")
    assert "C’est reçu" in text_of(page) and dispute.number in text_of(page)
    line = text_of(browser.get(f"/paie/lignes/{slip.pk}/"))
    assert "Contestée" in line and "Agent du centre régional" in line
    assert "déjà contestée" in text_of(browser.post(door, sent(kind="rate")))


def test_a_retention_offers_its_own_reason_first(cast, as_, slip):
    slip.lines.append({"kind": "retention", "label": "Retenue", "formula": "kit", "amount": -2000})
    slip.save(update_fields=["lines"])
    page = as_(cast.kossi).get(f"/contestations/ligne/{slip.pk}/{len(slip.lines)}/").text
    assert page.index('value="retention"') < page.index('value="days"')


def test_nobody_contests_the_line_of_another(cast, as_, slip):
    assert as_(cast.afi).get(f"/contestations/ligne/{slip.pk}/1/").status_code == 404
    assert as_(cast.kossi).get(f"/contestations/ligne/{slip.pk}/9/").status_code == 404


def test_the_centre_writes_for_who_calls(cast, as_, slip):
    browser = as_(cast.yao)
    page = text_of(browser.get("/contestations/pour-un-volontaire/", {"matricule": slip.mission.person.matricule}))
    assert "mars 2024" in page and "18 jours" in page
    browser.post(f"/contestations/ligne/{slip.pk}/0/", sent(kind="unpaid", words="Rien sur le téléphone."))
    assert Dispute.objects.get().way == "call"


def test_it_is_answered_then_reopened_from_the_pages(cast, as_, slip):
    dispute = contest(cast, slip)
    page = f"/contestations/{dispute.pk}/"
    assert as_(cast.yao).post(page, sent(outcome="rejected")).status_code == 422
    assert as_(cast.yao).post(page, sent(outcome="rejected", words="Absent le 12.")).status_code == 302
    Dispute.objects.update(reopen_by=timezone.localdate())
    mine = as_(cast.kossi)
    assert "Absent le 12." in text_of(mine.get(page)) and "Yao" not in text_of(mine.get(page))
    mine.post(f"{page}rouvrir/", sent(words="J’étais là."))
    assert Dispute.objects.get().state == "open" and "J’étais là." in text_of(as_(cast.ama).get(page))


def test_a_proposed_answer_is_not_read_by_the_volunteer_before_it_is_confirmed(cast, as_, slip):
    dispute = contest(cast, slip, "rate")
    page = f"/contestations/{dispute.pk}/"
    as_(cast.awa).post(page, sent(outcome="rejected", words="Taux du décret."))
    assert "Taux du décret." not in text_of(as_(cast.kossi).get(page))
    assert "Confirmer cette réponse" not in text_of(as_(cast.awa).get(page))
    as_(cast.ama).post(f"{page}confirmer/", sent())
    assert "Taux du décret." in text_of(as_(cast.kossi).get(page))
    as_(cast.kossi).post(f"{page}clore/", sent())
    assert Dispute.objects.get().state == "closed"


def test_the_list_shows_the_oldest_first_and_marks_the_late(cast, as_, slip):
    contest(cast, slip)
    today = timezone.localdate()
    recent = contest(cast, slip, "other", 0)
    Dispute.objects.filter(pk=recent.pk).update(opened_on=today, answer_by=today + timedelta(3))
    page = text_of(as_(cast.yao).get("/contestations/"))
    assert page.index("les jours") < page.index("autre chose") and page.count("en retard") == 1
    assert "les jours" in text_of(as_(cast.ama).get("/contestations/"))
    assert "autre chose" not in text_of(as_(cast.ama).get("/contestations/"))
    assert "autre chose" in text_of(as_(cast.issa).get("/contestations/"))


def test_homes_say_what_waits(cast, as_, slip):
    dispute = contest(cast, slip)
    assert "Contestations de paie à répondre" in text_of(as_(cast.yao).get("/"))
    actions.answer(dispute=dispute, outcome="recount", words="Vu.", by=cast.yao, on=dispute.opened_on)
    assert "Mois contestés à recompter" in text_of(as_(cast.awa).get("/"))
    assert "Contestations de paie à répondre" not in text_of(as_(cast.yao).get("/"))


def test_the_auditor_reads_it_in_the_explanation(cast, as_, slip):
    contest(cast, slip, words="Deux jours de trop")
    page = text_of(as_(cast.issa).get(f"/paie/lignes/{slip.pk}/"))
    assert "Ce qui en a été contesté" in page and "Deux jours de trop" in page


def test_the_list_asks_as_many_questions_for_two_as_for_one(cast, as_, slip):
    browser = as_(cast.issa)

    def asked() -> int:
        browser.get("/contestations/?etat=toutes")
        with CaptureQueriesContext(connection) as log:
            browser.get("/contestations/?etat=toutes")
        return len(log)

    contest(cast, slip, "unpaid", 0)
    one = asked()
    contest(cast, slip, "days", 1)
    assert asked() == one
