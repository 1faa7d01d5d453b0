"""In an emergency, gates are lifted by two people, for named people, until a day; the database reads it; all is proved after."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.core.models import Gate
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.portals.waiting import tasks_of
from teriya.service.followup import actions, queries
from teriya.service.followup.models import Derogation
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.steps import STEPS
from teriya.service.training import queries as training
from tests.cast import appoint
from tests.factories.missions import STARTS_ON, make_missions
from tests.factories.training import make_trained

ON, UNTIL = date(2024, 2, 25), date(2024, 4, 20)


def refused(code, do):
    with pytest.raises(Refusal) as no:
        do()
    assert no.value.code == code


def ready(cast, count: int = 1) -> list[Mission]:
    """Contracts signed, neither trained nor sworn."""
    found = make_missions(cast, count, until="prepared")
    missions.record_insurance(missions=found, reference="CNSS 117", by=cast.kodjo, on=ON)
    missions.issue_contracts(missions=found, by=cast.kodjo, on=ON)
    contracts = Contract.objects.filter(mission__in=found)
    for party in ("volunteer", "host"):
        missions.record_signatures(contracts=contracts, party=party, by=cast.yao, on=ON)
    missions.sign(contracts=contracts, party="agency", by=cast.ama, on=ON)
    return found


def propose(cast, found, **other) -> Derogation:
    how = {
        "gates": ["training", "oath"],
        "until": UNTIL,
        "reason": "Inondations de Notsè.",
        "by": cast.kodjo,
        "on": ON,
    }
    return actions.propose_derogation(missions=found, **how | other)


def start(cast, found):
    missions.attest_starts(missions=found, first_day=STARTS_ON, paper="Attestation", by=cast.yao, on=STARTS_ON)
    missions.confirm_starts(missions=found, by=cast.mazalo, on=STARTS_ON + timedelta(1))


def owed() -> list[tuple[int, str]]:
    return [(line.mission.pk, line.words) for line in queries.to_regularise(Mission.objects.all())]


def test_a_signed_derogation_lets_them_start(cast):
    found = ready(cast, 2)
    derogation = propose(cast, found)
    missions.attest_starts(missions=found, first_day=STARTS_ON, paper="Attestation", by=cast.yao, on=STARTS_ON)
    refused("start_gates_missing", lambda: missions.confirm_starts(missions=found, by=cast.mazalo, on=STARTS_ON))
    signed = actions.sign_derogation(derogation=derogation, by=cast.ama, on=ON)
    assert len(signed.act.data["rows"]) == 2 and documents.pdf(signed.act).startswith(b"%PDF")
    assert [hand["name"] for hand in signed.act.data["signatures"]] == ["Kodjo", "Ama"]
    missions.confirm_starts(missions=found, by=cast.mazalo, on=STARTS_ON)
    assert {row.state for row in Mission.objects.filter(pk__in=[one.pk for one in found])} == {"in_service"}
    assert len(owed()) == 4


def test_the_database_lets_nobody_start_past_the_last_day(cast):
    [mission] = ready(cast)
    actions.sign_derogation(derogation=propose(cast, [mission], until=STARTS_ON - timedelta(1)), by=cast.ama, on=ON)
    refused("start_gates_missing", lambda: start(cast, [mission]))
    assert Mission.objects.get().state == "prepared"


def test_two_people_sign(cast):
    [mission] = ready(cast)
    appoint(cast.ama, "operations")
    refused(
        "same_person",
        lambda: actions.sign_derogation(derogation=propose(cast, [mission], by=cast.ama), by=cast.ama, on=ON),
    )
    for by in (cast.kodjo, cast.mazalo):
        with pytest.raises(Refusal):
            actions.sign_derogation(derogation=propose(cast, [mission]), by=by, on=ON)
    assert not Gate.objects.filter(derogation__gt="").exists()


@pytest.mark.parametrize(("code", "change"), [
    ("gate_not_lifted", {"gates": ["signed_volunteer"]}), ("derogation_too_long", {"until": ON + timedelta(61)}),
    ("derogation_too_long", {"until": ON - timedelta(1)}), ("reason_required", {"reason": " "}), ("nobody_chosen", {"gates": []}),
])  # fmt: skip
def test_what_may_be_lifted_and_how_long_is_the_rule(cast, code, change):
    [mission] = ready(cast)
    refused(code, lambda: propose(cast, [mission], **change))
    assert not Derogation.objects.exists()


def test_a_refused_one_lifts_nothing(cast):
    [mission] = ready(cast)
    derogation = propose(cast, [mission])
    refused(
        "reason_required", lambda: actions.refuse_derogation(derogation=derogation, reason=" ", by=cast.ama, on=ON)
    )
    actions.refuse_derogation(derogation=derogation, reason="Le serment se tient demain", by=cast.ama, on=ON)
    refused("wrong_state", lambda: actions.sign_derogation(derogation=derogation, by=cast.ama, on=ON))
    assert not Gate.objects.filter(derogation__gt="").exists()


def test_who_began_is_trained_and_sworn_after_and_owes_nothing_more(cast):
    [mission] = ready(cast)
    act = actions.sign_derogation(derogation=propose(cast, [mission]), by=cast.ama, on=ON).act
    start(cast, [mission])
    day = date(2024, 3, 20)
    make_trained(cast, [mission], day=day)
    assert owed() == [(mission.pk, "prestation de serment")]
    missions.record_oath(missions=[mission], place="Notsè", by=cast.kodjo, on=day)
    assert owed() == []
    gate = Gate.objects.get(subject_id=mission.pk, gate="training")
    assert gate.derogation == act.number and gate.evidence.startswith("FORMATION/")
    refused(
        "not_in_preparation", lambda: missions.record_oath(missions=[mission], place="Notsè", by=cast.kodjo, on=day)
    )


def test_what_is_already_proved_stays(cast):
    [mission] = make_missions(cast, until="trained")
    proof = Gate.objects.get(subject_id=mission.pk, gate="training").evidence
    signed = actions.sign_derogation(derogation=propose(cast, [mission]), by=cast.ama, on=ON)
    assert signed.act.data["rows"][0][3] == "prestation de serment"
    gate = Gate.objects.get(subject_id=mission.pk, gate="training")
    assert (gate.evidence, gate.derogation) == (proof, "")
    sworn = make_missions(cast, until="sworn")
    refused("nothing_to_lift", lambda: actions.sign_derogation(derogation=propose(cast, sworn), by=cast.ama, on=ON))


def test_from_proposal_to_act_on_the_pages(client, cast):
    today = timezone.localdate()
    found = make_missions(cast, 2, until="prepared", starts_on=today + timedelta(5))
    client.force_login(cast.kodjo)
    url = reverse("followup:propose_derogation")
    assert found[0].wave.code in client.get(url).content.decode()
    typed = {
        "receipt": uuid4(),
        "gates": ["training"],
        "until": f"{today + timedelta(30):%d/%m/%Y}",
        "reason": "Crue",
        "chosen": [found[0].pk],
    }
    answer = client.post(f"{url}?vague={found[0].wave.code}", typed)
    assert answer.status_code == 302, answer.content.decode()
    page = answer["Location"]
    assert "Votre décision" not in client.get(page).content.decode()
    assert "Dérogations à signer" in {task.label for task in tasks_of(cast.ama, today)}
    client.force_login(cast.ama)
    assert client.post(page, {"receipt": uuid4(), "decision": "refuse"}).status_code == 422
    assert client.post(page, {"receipt": uuid4(), "decision": "sign"}).status_code == 302
    row = Derogation.objects.get()
    assert client.get(reverse("followup:derogation_act", args=[row.pk]))["Content-Type"] == "application/pdf"
    shown = client.get(reverse("followup:derogations")).content.decode()
    assert row.act.number in shown and str(found[0].person) in shown and str(found[1].person) not in shown
    client.force_login(cast.komlan)
    assert client.get(reverse("training:waiting"), {"vague": found[0].wave.code}).status_code == 200
    assert "Conditions levées, à régulariser" in {task.label for task in tasks_of(cast.komlan, today)}
    assert "dérogation" in client.get(reverse("missions:mission", args=[found[0].pk])).content.decode()


def test_who_began_stands_in_the_lists_of_training_and_oath(cast):
    [mission] = ready(cast)
    actions.sign_derogation(derogation=propose(cast, [mission]), by=cast.ama, on=ON)
    start(cast, [mission])
    assert list(training.untrained(cast.kodjo)) == [mission]
    assert [line.pk for line in STEPS["swear"].lines(cast.kodjo, mission.wave)] == [mission.pk]
    missions.record_oath(missions=[mission], place="Notsè", by=cast.kodjo, on=STARTS_ON + timedelta(9))
    assert STEPS["swear"].lines(cast.kodjo, mission.wave) == []
    others = make_missions(cast, until="sworn")
    assert STEPS["swear"].lines(cast.kodjo, others[0].wave) == []
    assert others[0] not in training.untrained(cast.kodjo)
