"""The dates of a mission that has not begun: moved directly, by a new text, or by an amendment once all have signed."""

from datetime import date

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.people.actions import add_services
from teriya.service.missions import actions
from teriya.service.missions.models import Contract, Mission, Signature
from teriya.service.missions.queries import last_day
from teriya.service.missions.steps import STEPS
from tests.factories.missions import DEPLOYMENT, make_missions

LATER = date(2024, 4, 15)


def redate(cast, *missions, first_day=LATER, why="Salle de classe en travaux"):
    return actions.redate(missions=missions, first_day=first_day, why=why, by=cast.kodjo, on=DEPLOYMENT)


def refused(code, do, *args, **values):
    with pytest.raises(Refusal) as no:
        do(*args, **values)
    assert no.value.code == code


def days(mission) -> tuple[date, date]:
    row = Mission.objects.get(pk=mission.pk)
    return row.period.lower, last_day(row)


def sign_all(cast, contract, on=DEPLOYMENT):
    for party in ("volunteer", "host"):
        actions.record_signatures(contracts=[contract], party=party, by=cast.yao, on=on)
    actions.sign(contracts=[contract], party="agency", by=cast.ama, on=on)


def test_before_any_contract_it_is_written_and_told(cast):
    [mission] = make_missions(cast, until="trained")
    redate(cast, mission)
    assert days(mission) == (LATER, date(2025, 4, 14))
    assert "15/04/2024" in Message.objects.get(template="mission_redated").text


def test_an_issued_contract_is_written_again_and_its_signatures_fall(cast):
    [mission] = make_missions(cast, until="issued")
    contract = Contract.objects.get()
    actions.record_signatures(contracts=[contract], party="host", by=cast.yao, on=DEPLOYMENT)
    [line] = STEPS["redate"].lines(cast.kodjo, mission.wave)
    assert line.note == "commence le 01/03/2024, signatures qui tomberont : 1"
    redate(cast, mission)
    new = Contract.objects.waiting().get()
    assert (new.version, new.period.lower, new.replaces) == (2, LATER, contract)
    assert not Signature.objects.filter(contract=new).exists()
    assert not Message.objects.filter(template="mission_redated").exists()
    sign_all(cast, new)
    assert Contract.objects.in_force().get() == new


def test_a_contract_signed_by_all_waits_for_an_amendment(cast):
    [mission] = make_missions(cast, until="signed")
    refused("contract_signed", redate, cast, mission)
    [line] = STEPS["redate"].lines(cast.kodjo, mission.wave)
    assert line.blocked
    amendment = actions.amend(mission=mission, first_day=LATER, why="Travaux", by=cast.kodjo, on=DEPLOYMENT)
    assert amendment.document.data["changes"][0] == "Premier jour : 15/04/2024 au lieu du 01/03/2024."
    assert days(mission)[0] == date(2024, 3, 1)
    sign_all(cast, amendment)
    assert days(mission) == (LATER, date(2025, 4, 14))
    actions.attest_starts(missions=[mission], first_day=LATER, paper="Reçue", by=cast.yao, on=LATER)
    actions.confirm_starts(missions=[mission], by=cast.mazalo, on=LATER)
    assert Mission.objects.get().state == "in_service"


def test_no_start_while_an_amendment_waits(cast):
    [mission] = make_missions(cast, until="attested")
    actions.amend(mission=mission, tutor="Sena", why="Mutation", by=cast.kodjo, on=DEPLOYMENT)
    refused("text_waiting", actions.confirm_starts, missions=[mission], by=cast.mazalo, on=date(2024, 3, 2))
    sign_all(cast, Contract.objects.waiting().get(), on=date(2024, 3, 2))
    actions.confirm_starts(missions=[mission], by=cast.mazalo, on=date(2024, 3, 2))
    assert Mission.objects.get().tutor == "Sena"


def test_what_has_begun_or_is_past_does_not_move(cast):
    [mission] = make_missions(cast, until="attested")
    refused("not_in_preparation", redate, cast, mission)
    refused("already_started", actions.amend, mission=mission, first_day=LATER, why="X", by=cast.kodjo, on=DEPLOYMENT)
    [other] = make_missions(cast, until="prepared")
    refused("first_day_past", redate, cast, other, first_day=date(2024, 2, 1))
    refused("reason_required", redate, cast, other, why=" ")


def test_the_cap_is_looked_at_again(cast):
    [mission] = make_missions(cast, until="prepared")
    add_services([(mission.person_id, "VNC", date(2018, 1, 1), date(2022, 12, 31), 1)], source="history")
    refused("legal_cap", redate, cast, mission)


def test_on_the_pages_of_a_wave(client, cast):
    first, other = make_missions(cast, 2, until="prepared")
    client.force_login(cast.kodjo)
    url = reverse("missions:redate") + f"?vague={first.wave.code}"
    page = client.get(url)
    typed = {"receipt": page.context["form"]["receipt"].value(), "on": "20/02/2024", "who": "ticked", "ticked": [other.pk],
             "expected": 2, "first_day": "15/04/2024", "why": "Travaux"}  # fmt: skip
    assert client.post(url, typed).status_code == 302
    assert [days(row)[0] for row in (first, other)] == [date(2024, 3, 1), LATER]
