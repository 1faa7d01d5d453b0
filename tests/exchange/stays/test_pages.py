"""The pages of a stay: the officer’s at both agencies, the volunteer’s and the structure’s on a phone, the directors’ signatures."""

from django.utils import timezone

from teriya.exchange.stays import queries
from teriya.exchange.stays.models import Report
from teriya.exchange.stays.states import Asked, Judged
from teriya.foundation.ui.templatetags.ui import month as in_words
from tests.exchange.conftest import outbox
from tests.exchange.stays.conftest import first_day
from tests.factories.stays import a_stay, arrive, certify, end, their_signature

FINE = dict.fromkeys(Asked.values, "3")


def today() -> str:
    return timezone.localdate().isoformat()


def test_an_officer_plans_then_ticks_and_sees_what_is_late(moussa, burkina, accepted, browse, send):
    assert "Départs à planifier" in browse(moussa, "stays") and "tout son délai" in browse(
        moussa, "plan", accepted.uid
    )
    days = {"departs_on": str(accepted.starts_on), "ends_on": str(accepted.ends_on)}
    assert send(moussa, "plan", accepted.uid, **days | {"ends_on": str(accepted.starts_on)}) == 422
    assert send(moussa, "plan", accepted.uid, **days) == 302
    page = browse(moussa, "stay", accepted.uid)
    assert "Passeport valable" in page and "en retard" in page  # sixty days are too few for ninety
    assert send(moussa, "tick", accepted.uid, "passport", done_on=today()) == 302
    assert send(moussa, "tick", accepted.uid, "housing", done_on=today()) == 422
    assert "fait le" in browse(moussa, "stay", accepted.uid)


def test_a_volunteer_tells_the_month_in_five_taps(cast, moussa, arrived, browse, send):
    month = f"{first_day():%Y-%m}"
    assert f"Comment va {in_words(first_day())}" in browse(cast.kossi, "mine")
    form = browse(cast.kossi, "month", arrived.uid, month)
    assert form.count('type="radio"') == 15 and "data-offline" in form
    assert send(cast.kossi, "month", arrived.uid, month, **FINE | {"housing": ""}) == 422
    assert send(cast.kossi, "month", arrived.uid, month, **FINE | {"housing": "1"}, words="Le toit fuit.") == 302
    assert Report.objects.get().words == "Le toit fuit."
    page = browse(moussa, "stay", arrived.uid)
    assert "Demande d’aide" in page and "Le toit fuit." in page and "demande d’aide" in browse(moussa, "stays")
    assert send(moussa, "stay", arrived.uid, report=Report.objects.get().pk) == 302
    assert "Demande d’aide" not in browse(moussa, "stay", arrived.uid)
    assert send(cast.afi, "month", arrived.uid, month, **FINE) == 404


def test_the_structure_tells_its_part_on_its_own_phone(cast, moussa, burkina, received, browse, send):
    assert send(moussa, "arrive", received.uid, arrived_on=today()) == 302
    month = f"{timezone.localdate():%Y-%m}"
    assert "Awa" in browse(cast.essi, "mine") and "Awa" in browse(cast.essi, "month", received.uid, month)
    assert send(cast.essi, "month", received.uid, month, **FINE) == 302
    assert Report.objects.get().voice == "structure"
    assert outbox(burkina.row)[-1].fact.kind == "stay.report"
    assert "Aucun séjour" in browse(cast.kossi, "mine")


def test_both_agencies_read_one_page(cast, moussa, burkina, hear, ended, browse, send):
    words, judged = "Le tuteur change trop souvent.", dict.fromkeys(Judged.values, "2")
    assert send(moussa, "evaluate", ended.uid, "evaluation", "home", **judged, words=words) == 302
    hear(burkina, "stay.report", ended.uid, {"about": "evaluation", "of": "", "voice": "host", "answers": dict.fromkeys(Judged.values, 3)})  # fmt: skip
    page = browse(moussa, "stay", ended.uid)
    assert "à améliorer" in page and "à garder" in page
    assert words not in str([row.fact.content for row in outbox(burkina.row)])
    assert send(moussa, "report", ended.uid, "interview", "home", "middle", **FINE) == 302
    assert send(moussa, "report", ended.uid, "interview", "host", "middle", **FINE) == 422
    assert send(moussa, "incident", ended.uid, kind="theft", happened_on=today(), done="declared", words="") == 302
    assert send(moussa, "come_back", ended.uid, kind="restitution", held_on=today(), place="Lomé", people="40", words="Vu.") == 302  # fmt: skip
    assert send(moussa, "count", ended.uid) == 302
    assert "compté dans le dossier" in browse(moussa, "stay", ended.uid)


def test_two_directors_sign_and_the_person_keeps_the_paper(cast, moussa, burkina, hear, ended, browse, send, client):
    assert send(moussa, "certificate", ended.uid, step="prepare") == 302
    assert send(moussa, "certificate", ended.uid, step="sign") == 422
    assert "Signer pour l’agence" in browse(cast.ama, "certificate", ended.uid)
    assert send(cast.ama, "certificate", ended.uid, step="sign") == 302
    hear(burkina, "stay.countersign", ended.uid, their_signature(queries.certificate_of(ended)))
    assert "Remettre à la personne" in browse(moussa, "certificate", ended.uid)
    assert send(moussa, "certificate", ended.uid, step="deliver") == 302
    assert "Mon attestation" in browse(cast.kossi, "mine")
    client.force_login(cast.kossi)
    assert client.get(f"/echanges/sejours/{ended.uid}/attestation.pdf").content[:5] == b"%PDF-"
    client.logout()
    year = queries.certificate_of(ended).year
    assert client.get(f"/echanges/sejours/revocations/{year}").content.count(b".") == 2
    assert burkina.row.address in client.get("/verifier/hors-ligne").content.decode()
    assert send(cast.ama, "certificate", ended.uid, step="revoke", reason="") == 422
    assert send(cast.ama, "certificate", ended.uid, step="revoke", reason="Jours faux") == 302


def test_pages_ask_as_much_for_many_as_for_few(cast, moussa, burkina, client, django_assert_max_num_queries):
    stay = end(arrive(a_stay(cast, burkina.row)))
    certify(cast, stay)
    client.force_login(moussa)
    for page in ("sejours/", f"sejours/{stay.uid}/", f"sejours/{stay.uid}/attestation/"):
        client.get(f"/echanges/{page}")
        with django_assert_max_num_queries(12):
            assert client.get(f"/echanges/{page}").status_code == 200
