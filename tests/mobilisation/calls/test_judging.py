"""Files read on their papers: what is to be completed, found or certified, one by one or many at once."""

from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Lack, Proof
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer


@pytest.fixture
def wave(cast):
    return make_wave(cast)


@pytest.fixture
def agent(cast):
    return cast["regional_agent"]


@pytest.fixture
def desk(client, agent):
    client.force_login(agent)
    return client


def check(cast, wave):
    return dict(actions.check_eligibility(wave=wave, by=officer(cast), on=TODAY))


def send(desk, route, *args, query="", **typed):
    return desk.post(reverse(f"calls:{route}", args=args) + query, {"receipt": uuid4()} | typed)


def read(desk, route, *args):
    return desk.get(reverse(f"calls:{route}", args=args)).content.decode()


def test_a_file_to_complete_waits_in_the_queue_and_the_person_is_told(desk, cast, wave):
    [row] = make_applications(cast, wave, BORN)
    send(desk, "act", row.pk, "completer", code="diploma", note="recto verso")
    assert check(cast, wave) == {"incomplete": 1}
    row.refresh_from_db()
    assert row.state == "held" and row.reasons[0][1].endswith("la copie du diplôme (recto verso).")
    [sms] = Message.objects.filter(template="application_incomplete")
    assert "la copie du diplome (recto verso)" in sms.text and "Ne payez jamais" in sms.text and len(sms.text) <= 160
    assert "recto verso" in read(desk, "incomplete", wave.code) and "Dossiers à compléter" in read(
        desk, "wave", wave.code
    )
    send(desk, "settle", Lack.objects.get().pk)
    assert check(cast, wave) == {"eligible": 1} and "recto verso" not in read(desk, "incomplete", wave.code)


def test_the_same_thing_is_asked_once(cast, agent, wave):
    [row] = make_applications(cast, wave, BORN)
    actions.ask_to_complete(application=row, code="diploma", note="", by=agent, on=TODAY)
    with pytest.raises(Refusal, match="already_asked"):
        actions.ask_to_complete(application=row, code="diploma", note="", by=agent, on=TODAY)


def test_a_finding_refuses_with_its_sentence_until_it_is_lifted_with_a_reason(desk, cast, wave):
    [row] = make_applications(cast, wave, BORN)
    send(desk, "act", row.pk, "motif", code="has_job", note="Fiche de paie de mars")
    assert check(cast, wave) == {"has_job": 1}
    row.refresh_from_db()
    assert row.reasons == [["has_job", "Personne déjà en emploi : Fiche de paie de mars."]]
    finding = row.findings.get()
    assert send(desk, "lift", finding.pk, reason="").status_code == 422
    send(desk, "lift", finding.pk, reason="Contrat fini en avril.")
    assert check(cast, wave) == {"eligible": 1}


def test_what_is_declared_is_certified_on_a_paper(desk, cast, wave):
    [row] = make_applications(cast, wave, BORN)
    assert read(desk, "application", row.pk).count("déclaré") >= 4
    send(desk, "act", row.pk, "certifier", fact="diploma", paper="Licence n° 77/UL/2021")
    send(desk, "act", row.pk, "certifier", fact="diploma", paper="Licence n° 78/UL/2021")
    assert Proof.objects.get().paper == "Licence n° 78/UL/2021"
    assert "Licence n° 78/UL/2021" in read(desk, "application", row.pk)


def test_earlier_applications_and_decisions_are_shown(desk, cast, wave):
    [old] = make_applications(cast, make_wave(cast, code="VNC-0"), BORN)
    actions.apply_many(wave=wave, rows=[actions.NewApplication(old.person, "1")], by=officer(cast), on=TODAY)
    assert "VNC-0" in read(desk, "application", wave.applications.get().pk)


def test_another_centre_may_neither_ask_nor_find(cast, agent, wave):
    [row] = make_applications(cast, wave, BORN, commune=cast.tone_1)
    for act in (actions.ask_to_complete, actions.find):
        with pytest.raises(Refusal, match="not_allowed"):
            act(application=row, code="other", note="x", by=agent, on=TODAY)


def test_a_withdrawn_file_is_no_longer_read(cast, agent, wave):
    [row] = make_applications(cast, wave, BORN)
    actions.withdraw(application=row, by=agent, on=TODAY, reason="Partie.")
    with pytest.raises(Refusal, match="wrong_state"):
        actions.certify(application=row, fact="identity", paper="CNI 1", by=agent, on=TODAY)


def test_one_act_on_many_shows_whom_then_does_and_says_who_was_left(desk, cast, agent, wave):
    rows = make_applications(cast, wave, BORN, BORN, BORN)
    make_applications(cast, wave, BORN, commune=cast.tone_1)
    actions.ask_to_complete(application=rows[0], code="diploma", note="", by=agent, on=TODAY)
    assert "3 dossiers touchés" in read(desk, "bulk", wave.code)
    page = send(desk, "bulk", wave.code, act="completer", code="diploma", note="").content.decode()
    assert "Fait pour 2 candidatures" in page and "N° 1 : C’est déjà demandé" in page
    assert Lack.objects.filter(code="diploma").count() == 3


def test_a_filter_narrows_one_act_on_many(desk, cast, wave):
    rows = make_applications(cast, wave, BORN, BORN)
    send(desk, "bulk", wave.code, query=f"?texte={rows[1].number}", act="motif", code="nationality", note="Passeport d’un autre pays")  # fmt: skip
    assert check(cast, wave) == {"eligible": 1, "nationality": 1}


def test_a_reason_of_one_act_does_not_serve_the_other(desk, cast, wave):
    make_applications(cast, wave, BORN)
    assert send(desk, "bulk", wave.code, act="motif", code="diploma", note="x").status_code == 422


def test_two_hundred_at_once_is_the_most(cast, agent, wave):
    [row] = make_applications(cast, wave, BORN)
    with pytest.raises(Refusal, match="too_many"):
        actions.for_many([row] * 201, lambda row: None)


def test_the_same_sending_twice_does_it_once(desk, cast, wave):
    make_applications(cast, wave, BORN)
    same = uuid4()
    for _ in range(2):
        page = send(desk, "bulk", wave.code, receipt=same, act="completer", code="phone", note="")
        assert "Fait pour 1 candidature" in page.content.decode()
    assert Message.objects.filter(template="application_incomplete").count() == 1
