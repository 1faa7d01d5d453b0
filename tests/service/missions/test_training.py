from datetime import date

import pytest

from teriya.foundation.core.models import Gate
from teriya.foundation.core.refusals import Refusal
from teriya.service.missions import actions
from tests.factories.missions import DEPLOYMENT, ON, make_missions


def plan(cast, missions, to_on=DEPLOYMENT):
    return actions.plan_training(
        wave=missions[0].wave, title="Formation de février", place="Kara", trainer="Komlan", from_on=DEPLOYMENT, to_on=to_on,
        missions=missions, by=cast.komlan, on=ON,
    )  # fmt: skip


def gates(name: str) -> dict[int, str]:
    return dict(Gate.objects.filter(subject="mission", gate=name).values_list("subject_id", "evidence"))


def test_training_prints_its_list_to_sign(cast):
    missions = make_missions(cast, 2, until="prepared")
    session = plan(cast, missions)
    data = session.sign_in.data
    assert data["number"] == "EMARGEMENT/2024/000001"
    assert [row[0] for row in data["rows"]] == [m.person.matricule for m in missions]
    assert data["columns"][-1] == {"title": "Signature", "kind": "signature"}


def test_presence_opens_the_gate_and_absence_does_not(cast):
    here, away = make_missions(cast, 2, until="prepared")
    session = actions.record_training(
        session=plan(cast, [here, away]), present_ids=[here.pk], by=cast.komlan, on=DEPLOYMENT
    )
    assert gates("training") == {here.pk: session.attendance.number}
    assert [row[-1] for row in session.attendance.data["rows"]] == ["présent", "absent"]


def test_recorded_again_it_only_adds(cast):
    here, late = make_missions(cast, 2, until="prepared")
    session = plan(cast, [here, late])
    record = {"session": session, "by": cast.komlan, "on": DEPLOYMENT}
    actions.record_training(present_ids=[here.pk], **record)
    actions.record_training(present_ids=[here.pk, late.pk], **record)
    assert set(gates("training")) == {here.pk, late.pk}
    with pytest.raises(Refusal, match="attendance_recorded"):
        actions.record_training(present_ids=[late.pk], **record)


def test_training_not_over(cast):
    missions = make_missions(cast, until="prepared")
    session = plan(cast, missions, to_on=date(2024, 2, 22))
    with pytest.raises(Refusal, match="training_not_over"):
        actions.record_training(session=session, present_ids=[missions[0].pk], by=cast.komlan, on=DEPLOYMENT)


def test_oath_names_its_minutes(cast):
    missions = make_missions(cast, 2, until="trained")
    oath = actions.record_oath(missions=missions, place="Kara", by=cast.kodjo, on=DEPLOYMENT)
    assert gates("oath") == {m.pk: "PV-SERMENT/2024/000001" for m in missions}
    assert len(oath.minutes.data["rows"]) == 2


def test_untrained_person_takes_no_oath(cast):
    missions = make_missions(cast, until="prepared")
    with pytest.raises(Refusal, match="not_trained"):
        actions.record_oath(missions=missions, place="Kara", by=cast.kodjo, on=DEPLOYMENT)


def test_trainer_records_no_oath(cast):
    missions = make_missions(cast, until="trained")
    cast.komlan.appointment_set.exclude(role="trainer").delete()
    with pytest.raises(Refusal, match="not_allowed"):
        actions.record_oath(missions=missions, place="Kara", by=cast["trainer"], on=DEPLOYMENT)
