"""The pages of a relation, as the officer and the director use them."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from teriya.exchange.relations import actions
from teriya.exchange.relations.models import Convention, Framework, Meeting, PeerMission
from tests.factories.relations import agree, make_framework, make_meeting, make_mission, propose, some_terms
from tests.factories.routes import a_paper

TODAY = timezone.localdate


@pytest.fixture
def send(client):
    """What a person types on a page; the answer."""

    def sent(by, path: str, **typed):
        client.force_login(by)
        return client.post(path, {"receipt": str(uuid4()), **typed})

    return sent


def text_of(answer) -> str:
    return answer.content.decode()


TERMS = {
    "title": "Convention d’échange", "starts_on": "01/01/2026", "ends_on": "31/12/2028", "number_out": 4, "number_in": 3, "tolerance": 1,
    "sectors": "santé\néducation", "months_min": 6, "months_max": 12, "purposes": "choisir et accueillir", "keep_days": 365, "after": "delete",
    "fields_sent": ["family", "given"], "cost_ticket_sending": "300 000", "per_ticket": "stay", "cost_allowance_receiving": "60000", "per_allowance": "month",
}  # fmt: skip


def test_a_convention_is_written_proposed_and_approved_from_its_pages(cast, moussa, burkina, send, hear):
    answer = send(moussa, "/echanges/relations/bf/conventions/", **TERMS)
    row = Convention.objects.get()
    assert answer.status_code == 302 and (row.state, row.number_out, [c.amount for c in row.costs()]) == (
        "drafted",
        4,
        [300_000, 60_000],
    )
    here = f"/echanges/relations/bf/conventions/{row.uid}/1/"
    send(moussa, here, step="propose")
    assert send(moussa, here, step="approve").status_code == 422
    send(cast.ama, here, step="approve")
    row.refresh_from_db()
    assert hear(burkina, "convention.approve", row.uid, {"version": 1, "digest": row.digest}) == "applied"
    page = text_of(send(cast.ama, here, step="approve"))
    assert "n’attend pas de réponse" in page and "approuvée par les deux agences" in page
    assert row.digest not in page


def test_a_wrong_text_is_shown_again_with_what_was_typed(moussa, burkina, send):
    answer = send(moussa, "/echanges/relations/bf/conventions/", **TERMS | {"ends_on": "31/12/2025"})
    assert answer.status_code == 422 and "finit avant de commencer" in text_of(answer) and "300 000" in text_of(answer)
    assert not Convention.objects.exists()


def test_no_health_field_can_be_chosen(moussa, burkina, send):
    answer = send(moussa, "/echanges/relations/bf/conventions/", **TERMS | {"fields_sent": ["blood_group"]})
    assert answer.status_code == 422 and not Convention.objects.exists()


def test_an_amendment_shows_what_it_changes_and_nothing_else(cast, moussa, burkina, client):
    first = agree(cast, burkina.row)
    second = actions.draft_convention(agency=burkina.row, terms=some_terms(number_out=8, costs={("ticket", "sending"): (350_000, "stay")}),
                                      amends=first, by=moussa, on=TODAY())  # fmt: skip
    client.force_login(moussa)
    page = client.get(f"/echanges/relations/bf/conventions/{second.uid}/2/")
    labels = [label for label, _before, _now in page.context["changes"]]
    assert labels[0] == "Nous envoyons" and "Billet, l’agence d’envoi" in labels and "Nous accueillons" not in labels


def test_a_silent_agency_proposes_and_answers_by_letter(cast, moussa, mali, send):
    send(moussa, "/echanges/relations/ml/conventions/recue/", **TERMS, source="lettre du 3 mars")
    row = Convention.objects.get()
    assert (row.is_declared, row.is_ours, row.state) == (True, False, "proposed")
    here = f"/echanges/relations/ml/conventions/{row.uid}/1/"
    send(cast.ama, here, step="approve")
    send(moussa, here + "reponse/", word="approved", source="exemplaire signé")
    assert Convention.objects.get().state == "agreed"
    page = text_of(send(cast.ama, here, step="approve"))
    assert "déclaré" in page and "exemplaire signé" in page


def test_the_text_is_printed_once_to_be_signed(cast, moussa, mali, send, client):
    row = propose(cast, mali)
    here = f"/echanges/relations/ml/conventions/{row.uid}/1/"
    send(moussa, here, step="print")
    send(moussa, here, step="print")
    paper = client.get(here + "papier/")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


def test_a_draft_is_not_printed(moussa, mali, send, client):
    row = actions.draft_convention(agency=mali, terms=some_terms(), by=moussa, on=TODAY())
    here = f"/echanges/relations/ml/conventions/{row.uid}/1/"
    assert (
        "ne se signe pas" in text_of(send(moussa, here, step="print"))
        and client.get(here + "papier/").status_code == 404
    )


def test_a_mission_is_reported_once_it_is_over(cast, moussa, mali, send):
    going = make_mission(cast, mali, is_reported=False, starts_on=TODAY(), ends_on=TODAY() + timedelta(3))
    over = make_mission(cast, mali, is_reported=False)
    for mission, stands in ((going, False), (over, True)):
        send(
            moussa,
            f"/echanges/relations/ml/missions/{mission.pk}/",
            findings="Un registre unique",
            follow_up="",
            report=a_paper(),
        )
        assert bool(PeerMission.objects.get(pk=mission.pk).reported_on) is stands


def test_the_signed_agreement_is_recorded_by_another_person_with_its_paper(cast, moussa, mali, send, client):
    make_framework(cast, mali, is_signed=False)
    row = Framework.objects.get()
    here = f"/echanges/relations/ml/accords/{row.pk}/"
    signed = {"signed_on": f"{TODAY():%d/%m/%Y}", "signed_at": "Lomé", "signatories": "Ama"}
    assert send(cast.ama, here + "signature/", **signed).status_code == 422
    assert send(cast.ama, here + "signature/", **signed, paper=a_paper()).status_code == 302
    page = text_of(client.get(here))
    row.refresh_from_db()
    assert row.state == "signed" and row.paper.sha256 not in page and client.get(here + "papier/").status_code == 200


def test_minutes_keep_the_lines_that_were_typed(moussa, burkina, send):
    typed = {"nature": "plan", "met_on": f"{TODAY():%d/%m/%Y}", "place": "Lomé", "present": "Moussa"}
    due = f"{TODAY() + timedelta(20):%d/%m/%Y}"
    assert send(moussa, "/echanges/relations/bf/seances/", **typed, what_0="Écrire").status_code == 422
    send(
        moussa,
        "/echanges/relations/bf/seances/",
        **typed,
        what_0="Écrire",
        owner_0="us",
        due_0=due,
        what_3="Désigner",
        owner_3="them",
        due_3=due,
    )
    assert [(row.rank, row.what, row.is_ours) for row in Meeting.objects.get().decisions.all()] == [(1, "Écrire", True), (2, "Désigner", False)]  # fmt: skip


def test_the_workbook_says_what_binds_us(cast, moussa, mali, client):
    agree(cast, mali)
    make_meeting(cast, mali, actions.Line("=1+1", True, TODAY() + timedelta(9)))
    make_mission(cast, mali)
    client.force_login(moussa)
    book = load_workbook(BytesIO(client.get("/echanges/relations/ml/classeur.xlsx").content))
    assert [sheet.max_row for sheet in book] == [2, 8, 2, 2]
    assert book["Décisions"]["C2"].value == "'=1+1"


def test_the_list_of_agencies_asks_the_same_number_of_questions(
    cast, moussa, mali, burkina, client, django_assert_max_num_queries
):
    agree(cast, mali)
    agree(cast, burkina.row)
    make_framework(cast, mali)
    client.force_login(moussa)
    with django_assert_max_num_queries(10):
        assert "convention en vigueur" in text_of(client.get("/echanges/relations/"))


def test_the_page_of_an_agency_asks_few_questions(cast, moussa, mali, client, django_assert_max_num_queries):
    agree(cast, mali)
    for _n in range(3):
        make_meeting(cast, mali)
        make_mission(cast, mali)
    client.force_login(moussa)
    with django_assert_max_num_queries(12):
        assert "convention en vigueur" in text_of(client.get("/echanges/relations/ml/")).lower()
