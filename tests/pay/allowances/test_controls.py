"""What stops a pay line: each control, and that only its own volunteer is stopped."""

from datetime import date

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule
from teriya.mobilisation.hosts.models import Seat
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import PayLine, Wallet
from teriya.people.models import Person
from teriya.service.attendance.models import Mark
from teriya.service.missions.models import Contract, Mission
from tests.factories.allowances import bring, give_wallets, make_payable, prepare
from tests.factories.attendance import confirm, make_team


def stopped(run) -> dict[int, list[str]]:
    return {line.mission_id: [code for code, _ in line.blocked] for line in run.lines.filter(state="blocked")}


def no_contract(mission: Mission) -> None:
    Contract.objects.filter(mission=mission).update(signed_on=None)


def wallet_withdrawn(mission: Mission) -> None:
    Wallet.objects.filter(person=mission.person).update(state="retired")


def ended_before(mission: Mission) -> None:
    Mission.objects.filter(pk=mission.pk).update(ended_on=date(2024, 3, 20), end_reason="desertion", state="ended")


def on_a_sunday(mission: Mission) -> None:
    Mark.objects.create(mission=mission, day=date(2024, 3, 10), kind="present", by_id=0)


def never_there(mission: Mission) -> None:
    Mark.objects.filter(mission=mission).update(kind="absent")


CASES = {
    "unpayable": lambda m: Mission.objects.filter(pk=m.pk).update(is_unpayable=True), "no_contract": no_contract,
    "no_wallet": wallet_withdrawn, "presence_above_working_days": on_a_sunday, "nothing_due": never_there,
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_a_control_stops_its_line_and_no_other(cast, code):
    team = make_payable(cast, 2)
    CASES[code](team[0])
    run = prepare(cast)
    assert (stopped(run), run.total) == ({team[0].pk: [code]}, 30_000)


def test_days_after_the_end_stop_the_line(cast):
    team = make_payable(cast, 2)
    ended_before(team[0])
    run = prepare(cast)
    assert "ended_mission" in stopped(run)[team[0].pk] and len(stopped(run)) == 1


def test_a_seat_without_envelope_has_no_funder(cast):
    [mission] = make_payable(cast)
    Mission.objects.filter(pk=mission.pk).update(seat=Seat.objects.create(need=mission.seat.need, number=99))
    assert stopped(prepare(cast)) == {mission.pk: ["no_funder"]}


def test_one_wallet_for_two_people_stops_both(cast):
    team = make_payable(cast, 3)
    number = Wallet.objects.get(person=team[0].person).folded
    Wallet.objects.filter(person=team[1].person).update(folded=number)
    assert stopped(prepare(cast)) == {mission.pk: ["duplicate_wallet"] for mission in team[:2]}


def merged(mission, person):
    """Its mission over, for two under way at a time are decided first."""
    Mission.objects.filter(pk=mission.pk).update(ended_on=date(2024, 3, 31), end_reason="resignation", state="ended")
    Person.objects.filter(pk=mission.person_id).update(merged_into=person)


def test_a_merged_person_keeps_one_wallet(cast):
    """The alias and the person are one: their common number is no duplicate, and the wallet pays the alias's mission."""
    first, other = make_payable(cast, 2)
    Wallet.objects.filter(person=other.person).update(state="retired")
    merged(other, first.person)
    Mark.objects.filter(mission=other).delete()
    assert stopped(prepare(cast)) == {other.pk: ["nothing_due"]}


def test_one_person_present_in_two_missions_on_a_day_is_stopped_in_both(cast):
    first, other = make_payable(cast, 2)
    merged(other, first.person)
    assert all("overlapping_days" in codes for codes in stopped(prepare(cast)).values())


def test_no_franc_is_paid_at_a_rate_that_no_text_fixes(cast):
    team = make_payable(cast)
    Rule.objects.filter(name="allowance", form="VEC").update(value=0)
    rules.forget()
    assert stopped(prepare(cast)) == {team[0].pk: ["rate_to_confirm"]}
    rules.forget()


def test_a_run_without_a_payable_line_goes_nowhere(cast):
    [mission] = make_payable(cast)
    wallet_withdrawn(mission)
    with pytest.raises(Refusal, match="nothing_payable"):
        bring(cast, prepare(cast), "engage")


def test_a_stopped_line_is_paid_once_its_cause_is_lifted(cast):
    team = make_payable(cast, 2)
    no_contract(team[0])
    first = bring(cast, prepare(cast))
    Contract.objects.filter(mission=team[0]).update(signed_on=date(2024, 2, 20))
    second = bring(cast, prepare(cast))
    assert (first.total, second.total, second.pk != first.pk) == (30_000, 30_000, True)
    assert sorted(PayLine.objects.values_list("state", flat=True)) == ["dropped", "ordered", "ordered"]


def test_a_wallet_withdrawn_before_the_order_is_named(cast):
    [mission] = make_payable(cast)
    run = bring(cast, prepare(cast), "order")
    wallet_withdrawn(mission)
    with pytest.raises(Refusal, match=f"no_wallet: {mission.person.matricule}"):
        actions.take_step(run=run, step="take_charge", by=cast.tchaa, on=date(2024, 4, 5))


def test_a_month_not_confirmed_waits_and_is_not_paid(cast):
    make_payable(cast)
    make_team(cast)
    assert prepare(cast).lines.count() == 1


def test_a_contract_of_another_month_does_not_cover_this_one(cast):
    team = make_team(cast, 1)
    confirm(cast, team)
    give_wallets(cast, team)
    Contract.objects.update(period=(date(2024, 5, 1), date(2024, 9, 1)))
    assert stopped(prepare(cast)) == {team[0].pk: ["no_contract"]}
