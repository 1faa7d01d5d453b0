from datetime import date, timedelta

import pytest

from teriya.foundation.core.models import Gate, Transition
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.foundation.messages.models import Message
from teriya.people.models import ServicePeriod
from teriya.service.missions import actions
from tests.cast import appoint
from tests.factories.missions import STARTS_ON, give_account, make_missions

LATER = STARTS_ON + timedelta(3)


def attest(by, missions, first_day=STARTS_ON, on=STARTS_ON, **paper):
    return actions.attest_starts(missions=missions, first_day=first_day, by=by, on=on, **paper)


def confirm(by, missions, on=LATER):
    return actions.confirm_starts(missions=missions, by=by, on=on)


def test_host_attests_and_the_centre_confirms(cast):
    missions = make_missions(cast, 2, until="signed")
    attest(cast.essi, missions)
    confirm(cast.mazalo, missions)
    assert {m.state for m in missions[0].wave.missions.all()} == {"in_service"}
    period = ServicePeriod.objects.get(source="mission", source_id=missions[0].pk).period
    assert (period.lower, period.upper) == (STARTS_ON, date(2025, 3, 1))
    assert Transition.objects.filter(subject="mission", name="start", by_id=cast.mazalo.id).count() == 2
    assert Message.objects.filter(template="start_confirmed").count() == 2


def test_sheet_of_the_start_says_everything(cast):
    [mission] = make_missions(cast)
    sheet = Document.objects.get(series="PRISE-SERVICE")
    values = {f["label"]: f["value"] for section in sheet.data["sections"] for f in section["fields"]}
    assert values["Attestée par"].startswith("Yao, le 01/03/2024")
    assert values["Confirmée par"].startswith("Mazalo, le 04/03/2024")
    assert values["Prestation de serment"] == "PV-SERMENT/2024/000001"
    assert values["L’agence"] == "Ama, le 20/02/2024, sur son compte"
    assert mission.start.sheet == sheet


def test_days_count_from_the_first_day_attested(cast):
    [mission] = make_missions(cast, until="signed")
    attest(cast.essi, [mission], first_day=date(2024, 3, 11), on=date(2024, 3, 12))
    confirm(cast.mazalo, [mission], on=date(2024, 3, 13))
    assert ServicePeriod.objects.get(source="mission").period.lower == date(2024, 3, 11)


def test_agent_attests_with_the_paper_of_the_host(cast):
    missions = make_missions(cast, until="signed")
    with pytest.raises(Refusal, match="paper_missing"):
        attest(cast.yao, missions)
    [start] = attest(cast.yao, missions, paper="Attestation n° 12 du 1er mars")
    assert start.paper == "Attestation n° 12 du 1er mars"


def test_same_person_never_attests_and_confirms(cast):
    missions = make_missions(cast, until="signed")
    appoint(cast.yao, "regional_supervisor", cast.haho_1)
    attest(cast.yao, missions, paper="Attestation reçue")
    with pytest.raises(Refusal, match="same_person"):
        confirm(cast.yao, missions)


@pytest.mark.parametrize(("who", "code"), [("kodjo", "not_allowed"), ("yao", "not_allowed"), ("ama", "not_allowed")])
def test_only_the_supervisor_confirms(cast, who, code):
    missions = make_missions(cast, until="attested")
    with pytest.raises(Refusal, match=code):
        confirm(getattr(cast, who), missions)


def test_supervisor_of_another_centre_does_not_confirm(cast):
    missions = make_missions(cast, until="attested")
    cast.mazalo.appointment_set.get(role="regional_supervisor").communes.set([cast.tone_1])
    with pytest.raises(Refusal, match="not_allowed"):
        confirm(cast["regional_supervisor"], missions)


def test_volunteer_attests_nothing(cast):
    [mission] = make_missions(cast, until="signed")
    give_account(mission, cast.kossi)
    with pytest.raises(Refusal, match="not_allowed"):
        attest(cast.kossi, [mission], paper="Attestation reçue")


@pytest.mark.parametrize(
    ("first_day", "code"),
    [(date(2024, 2, 29), "start_outside_contract"), (date(2024, 3, 2), "start_in_future")],
)
def test_first_day_that_cannot_be(cast, first_day, code):
    missions = make_missions(cast, until="signed")
    with pytest.raises(Refusal, match=code):
        attest(cast.essi, missions, first_day=first_day)


@pytest.mark.parametrize(
    ("until", "missing"),
    [
        ("prepared", "formation avant déploiement, prestation de serment, signature du volontaire"),
        ("trained", "prestation de serment, signature du volontaire"),
        ("issued", "signature du volontaire, signature de la structure, signature de l’agence"),
    ],
)
def test_start_names_what_is_missing(cast, until, missing):
    [mission] = make_missions(cast, until=until)
    attest(cast.essi, [mission])
    with pytest.raises(Refusal, match=f"start_gates_missing.*{missing}"):
        confirm(cast.mazalo, [mission])


def test_derogation_lifts_a_gate_until_its_day(cast):
    [mission] = make_missions(cast, until="attested")
    gate = Gate.objects.filter(subject="mission", subject_id=mission.pk, gate="oath")
    gate.update(evidence="", derogation="D-12", until=STARTS_ON - timedelta(1))
    with pytest.raises(Refusal, match="prestation de serment"):
        confirm(cast.mazalo, [mission])
    gate.update(until=STARTS_ON)
    confirm(cast.mazalo, [mission])


def test_start_not_attested_is_refused(cast):
    missions = make_missions(cast, until="signed")
    with pytest.raises(Refusal, match="start_not_attested"):
        confirm(cast.mazalo, missions)


def test_wave_is_deployed_once_everybody_started(cast):
    missions = make_missions(cast, 2, until="attested")
    with pytest.raises(Refusal, match=r"starts_missing.*2 missions"):
        actions.deploy(wave=missions[0].wave, by=cast.kodjo, on=LATER)
    confirm(cast.mazalo, missions)
    assert actions.deploy(wave=missions[0].wave, by=cast.kodjo, on=LATER).state == "deployed"
