"""Renewal, amendment, transfer: each is a text that three parties sign, and only then is the mission another."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.mobilisation.hosts.models import Accreditation, Need, Seat
from teriya.people.actions import add_services
from teriya.people.models import ServicePeriod
from teriya.service.missions import actions, changes, queries
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.story import told
from tests.factories.missions import make_missions, make_need
from tests.scenes import scene

SOON = date(2025, 2, 3)  # the contract in force ends on 28 February 2025


def evaluated(cast, mission, is_favourable=True, on=SOON):
    actions.prove_performance(
        mission=mission, is_favourable=is_favourable, evidence=f"EVAL-{on}", by=cast.mazalo, on=on
    )
    return mission


def renew(cast, *missions, months=12, on=SOON):
    return actions.renew(missions=missions, months=months, by=cast.kodjo, on=on)


def sign_all(cast, contract, on=SOON):
    for party in ("volunteer", "host"):
        actions.record_signatures(contracts=[contract], party=party, by=cast.yao, on=on)
    actions.sign(contracts=[contract], party="agency", by=cast.ama, on=on)
    return Mission.objects.get(pk=contract.mission_id)


@pytest.fixture
@scene
def mission(cast) -> Mission:
    [row] = make_missions(cast)
    Need.objects.update(is_renewable=True)
    return row


def test_renewal_is_a_linked_contract_that_adds_its_days_when_all_have_signed(cast, mission):
    first = mission.contracts.get()
    [contract] = renew(cast, evaluated(cast, mission))
    assert (contract.renews, contract.period.lower, contract.last_day) == (first, date(2025, 3, 1), date(2026, 2, 28))
    assert contract.document.data["title"] == f"Renouvellement du contrat {first.document.number}"
    assert queries.last_day(Mission.objects.get(pk=mission.pk)) == date(2025, 2, 28)
    assert queries.last_day(sign_all(cast, contract)) == date(2026, 2, 28)
    assert ServicePeriod.objects.get(source="mission", source_id=mission.pk).last_day == date(2026, 2, 28)


def test_days_owed_before_are_served_before_those_of_the_renewal(cast, mission):
    [contract] = renew(cast, evaluated(cast, mission))
    actions.suspend(mission=mission, kind="illness", first_day=date(2025, 2, 4), last_day=date(2025, 2, 13), why="Certificat",
                    by=cast.mazalo, on=date(2025, 2, 4))  # fmt: skip
    actions.resume(mission=mission, back_on=date(2025, 2, 14), by=cast.mazalo, on=date(2025, 2, 14))
    moved = queries.last_day(Mission.objects.get(pk=mission.pk)) - date(2025, 2, 28)
    assert queries.last_day(sign_all(cast, contract, date(2025, 2, 15))) == date(2026, 2, 28) + moved


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (lambda cast, m: None, "performance_missing"),
        (lambda cast, m: evaluated(cast, m, is_favourable=False), "performance_unfavourable"),
        (lambda cast, m: (evaluated(cast, m), Need.objects.update(is_renewable=False)), "not_renewable"),
        (lambda cast, m: (evaluated(cast, m), add_services([(m.person_id, "VNC", date(2018, 1, 1), date(2022, 6, 30), 7)], source="history")),
         "legal_cap"),
    ],
)  # fmt: skip
def test_what_stops_a_renewal_is_said(cast, mission, before, code):
    before(cast, mission)
    with pytest.raises(Refusal, match=code):
        renew(cast, mission)


def test_practice_of_the_agency_only_warns(cast, mission):
    add_services([(mission.person_id, "VNC", date(2020, 1, 1), date(2020, 12, 31), 7)], source="history")
    assert renew(cast, evaluated(cast, mission))


def test_form_allows_so_many_renewals(cast, mission):
    [contract] = renew(cast, evaluated(cast, mission))
    sign_all(cast, contract)
    later = date(2026, 2, 2)
    evaluated(cast, mission, on=later)
    with pytest.raises(Refusal, match="not_renewable"):
        renew(cast, mission, on=later)


def test_the_database_asks_for_the_evaluation_too(cast, mission):
    first = mission.contracts.get()
    with pytest.raises(IntegrityError, match="renewal_without_performance"):
        Contract.objects.create(mission=mission, kind="renewal", renews=first, document=first.signed_copy, period=first.period,
                                monthly_allowance=1, on=SOON)  # fmt: skip


def test_amendment_says_what_changes_and_changes_it_once_signed(cast, mission):
    contract = actions.amend(
        mission=mission, tutor="Mensah Kodjo", last_day=date(2025, 2, 20), why="Départ d’Abla", by=cast.kodjo, on=SOON
    )
    assert contract.document.data["changes"] == [
        "Tuteur : Mensah Kodjo au lieu de Abla.",
        "Dernier jour : 20/02/2025 au lieu du 28/02/2025.",
    ]
    assert Mission.objects.get(pk=mission.pk).tutor == "Abla"
    row = sign_all(cast, contract)
    assert (row.tutor, queries.last_day(row)) == ("Mensah Kodjo", date(2025, 2, 20))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({}, "nothing_changes"),
        ({"last_day": date(2025, 6, 1)}, "extension_is_renewal"),
        ({"last_day": date(2025, 1, 1)}, "end_in_past"),
    ],
)
def test_amendment_that_is_none(cast, mission, typed, code):
    with pytest.raises(Refusal, match=code):
        actions.amend(mission=mission, why="…", by=cast.kodjo, on=SOON, **typed)


def test_one_text_waits_at_a_time(cast, mission):
    actions.amend(mission=mission, tutor="Mensah", why="Départ", by=cast.kodjo, on=SOON)
    with pytest.raises(Refusal, match="text_waiting"):
        renew(cast, evaluated(cast, mission))


@pytest.fixture
def elsewhere(cast) -> Seat:
    return make_need(cast, tutor="Sena").seats.get()


def transfer(cast, mission, seat, from_on=date(2024, 10, 1), on=date(2024, 9, 16)):
    return actions.transfer(mission=mission, seat=seat, from_on=from_on, why="Structure fermée", by=cast.kodjo, on=on)


def test_transfer_takes_effect_on_its_first_day(cast, mission, elsewhere):
    former, old_seat = mission.host, mission.seat
    contract = transfer(cast, mission, elsewhere)
    sign_all(cast, contract, date(2024, 9, 20))
    assert Mission.objects.get(pk=mission.pk).host == former
    assert changes.apply_due(on=date(2024, 9, 30)) == 0
    assert changes.apply_due(on=date(2024, 10, 1)) == 1
    row = Mission.objects.get(pk=mission.pk)
    assert (row.host, row.seat, row.tutor, queries.last_day(row)) == (
        elsewhere.need.host,
        elsewhere,
        "Sena",
        date(2025, 2, 28),
    )
    old_seat.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (old_seat.state, elsewhere.state) == ("open", "filled")


def test_transfer_never_cuts_a_month(cast, mission, elsewhere):
    with pytest.raises(Refusal, match="transfer_day"):
        transfer(cast, mission, elsewhere, from_on=date(2024, 10, 2))


def test_transfer_keeps_within_the_quota_of_the_other_host(cast, mission, elsewhere):
    host = elsewhere.need.host
    make_need(cast, host=host, starts_on=date(2024, 9, 1))
    Accreditation.objects.filter(host=host).update(quota=1)
    Seat.objects.filter(need__host=host).exclude(pk=elsewhere.pk).update(state="filled")
    with pytest.raises(Refusal, match="quota_exceeded"):
        transfer(cast, mission, elsewhere)
    elsewhere.refresh_from_db()
    assert elsewhere.state == "open" and not Contract.objects.waiting().exists()


def test_mission_that_ends_takes_its_unsigned_text_with_it(cast, mission, elsewhere):
    contract = transfer(cast, mission, elsewhere)
    actions.end(
        missions=[mission],
        reason="resignation",
        last_day=date(2024, 9, 18),
        why="Lettre",
        by=cast.mazalo,
        on=date(2024, 9, 18),
    )
    contract.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (contract.void_because, elsewhere.state) == ("démission", "open")


def withdraw(cast, mission, on=SOON):
    return actions.withdraw_text(mission=mission, reason="Abla reste", by=cast.kodjo, on=on)


def test_amendment_withdrawn_leaves_the_contract_as_it_is_and_says_which_signature_fell(cast, mission):
    contract = actions.amend(mission=mission, tutor="Mensah", why="Départ", by=cast.kodjo, on=SOON)
    actions.record_signatures(contracts=[contract], party="host", by=cast.yao, on=SOON)
    withdraw(cast, mission)
    contract.refresh_from_db()
    assert (contract.void_because, contract.document.revoked_because) == ("Abla reste", "Abla reste")
    said = {row.to: row.text for row in Message.objects.filter(template="contract_withdrawn")}
    fallen = {phone for phone, text in said.items() if "Votre signature ne compte plus" in text}
    assert fallen == {cast.essi.phone} and {mission.person.phone, cast.ama.phone} <= said.keys()
    [moment] = [one for one in told(mission, mission.contracts.get(kind="first")) if "retiré" in one.label]
    assert "1 signature annulée" in moment.detail and Mission.objects.get(pk=mission.pk).tutor == "Abla"
    with pytest.raises(Refusal):
        actions.sign(contracts=[contract], party="agency", by=cast.ama, on=SOON)
    assert actions.amend(mission=mission, tutor="Sena", why="Départ", by=cast.kodjo, on=SOON)


def test_transfer_withdrawn_gives_its_seat_back_and_keeps_the_former(cast, mission, elsewhere):
    contract = transfer(cast, mission, elsewhere)
    withdraw(cast, mission, on=date(2024, 9, 17))
    contract.refresh_from_db()
    elsewhere.refresh_from_db()
    mission.seat.refresh_from_db()
    assert (contract.void_on, elsewhere.state, mission.seat.state) == (date(2024, 9, 17), "open", "filled")


def test_only_a_text_that_waits_and_follows_another_is_withdrawn(cast, mission):
    with pytest.raises(Refusal, match="no_text_waiting"):
        withdraw(cast, mission)
    [first] = make_missions(cast, until="issued")
    with pytest.raises(Refusal, match="no_text_waiting"):
        withdraw(cast, first, on=date(2024, 2, 21))
    actions.amend(mission=mission, tutor="Mensah", why="Départ", by=cast.kodjo, on=SOON)
    with pytest.raises(Refusal, match="reason_required"):
        actions.withdraw_text(mission=mission, reason=" ", by=cast.kodjo, on=SOON)


def test_the_page_withdraws_what_its_button_names(client, cast, mission):
    actions.amend(mission=mission, tutor="Mensah", why="Départ", by=cast.kodjo, on=SOON)
    client.force_login(cast.kodjo)
    url = reverse("missions:withdraw", args=[mission.pk])
    assert "Retirer : avenant" in client.get(reverse("missions:mission", args=[mission.pk])).content.decode()
    assert "Tuteur : Mensah au lieu de Abla." in client.get(url).content.decode()
    typed = {"receipt": uuid4(), "on": f"{SOON:%d/%m/%Y}", "reason": "Abla reste"}
    assert client.post(url, typed).status_code == 302 and not Contract.objects.waiting().exists()
    assert "Rien à retirer" in client.get(url).content.decode()
