"""A leave from the request to the return. Kossi serves a school since 1 March 2024; Abla is his tutor, Mazalo decides."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule
from teriya.service.attendance import actions, leaves, queries
from teriya.service.attendance.balances import Account, balances
from teriya.service.attendance.leave_kinds import kind_of
from teriya.service.attendance.models import Leave, Mark, MonthSheet
from teriya.service.missions import actions as missions
from tests.cast import appoint
from tests.factories.attendance import attest, in_service, make_team, record

ASKED_ON = date(2024, 9, 2)
FIRST, LAST = date(2024, 9, 9), date(2024, 9, 13)  # a week
SEPTEMBER = Month(2024, 9)


@pytest.fixture
def mission(cast):
    return in_service(cast)


def certificate() -> SimpleUploadedFile:
    return SimpleUploadedFile("certificat.jpg", b"\xff\xd8\xff\xe0" + bytes(40))


def set_rule(name: str, value, kind: str = "annual") -> None:
    Rule.objects.filter(name=name, qualification=kind).update(value=value)
    rules.forget()


def ask(cast, mission, **changes) -> Leave:
    given = {"kind": "annual", "first_day": FIRST, "last_day": LAST, "by": cast.kossi, "on": ASKED_ON}
    return leaves.ask_leave(mission=mission, **given | changes)


def advise(cast, leave, **changes) -> Leave:
    return leaves.advise_leave(leave=leave, **{"is_favourable": True, "by": cast.abla, "on": ASKED_ON} | changes)


def approve(cast, leave, **changes) -> Leave:
    return leaves.approve_leave(leave=leave, **{"by": cast.mazalo, "on": ASKED_ON} | changes)


def granted(cast, mission, **changes) -> Leave:
    return approve(cast, advise(cast, ask(cast, mission, **changes)))


def code_of(do, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no, transaction.atomic():
        do(*args, **kwargs)
    return no.value.code


def left(mission, kind="annual", on=ASKED_ON) -> int | None:
    return next(one.left for one in balances(mission, on) if one.kind.code == kind)


def test_asked_advised_and_granted_it_leaves_the_balance_and_an_sms_says_so(cast, mission):
    assert left(mission) == 30
    leave = ask(cast, mission)
    assert left(mission) == 20  # held as soon as it is asked
    approve(cast, advise(cast, leave))
    assert (Leave.objects.get().state, left(mission), left(mission, on=LAST)) == ("approved", 20, 20)
    text = Message.objects.get(template="leave_granted").text
    assert "09/09/2024" in text and "annuel" not in text


def test_the_tutor_is_told_that_an_opinion_is_awaited_and_not_of_what_kind(cast, mission):
    ask(cast, mission, kind="illness", last_day=FIRST)
    told = Message.objects.get(template="leave_asked")
    assert told.to == cast.abla.phone and "09/09/2024" in told.text and "maladie" not in told.text


def test_the_tutor_who_keyed_the_paper_or_whose_opinion_it_bears_is_told_nothing(cast, mission):
    mine = ask(cast, mission, by=cast.abla, paper="C-1")
    leaves.withdraw_leave(leave=mine, by=cast.abla, on=ASKED_ON)
    borne = ask(cast, mission, by=cast.yao, paper="C-2", opinion=False)
    assert (borne.state, borne.is_favourable) == ("advised", False)
    assert not Message.objects.filter(template="leave_asked").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "holiday"}, "leave_unknown"),
        ({"last_day": FIRST - timedelta(1)}, "leave_dates"),
        ({"first_day": date(2025, 2, 24), "last_day": date(2025, 3, 1)}, "leave_outside_mission"),
        ({"first_day": date(2024, 8, 30)}, "leave_too_late"),
        ({"last_day": date(2024, 10, 4)}, "leave_beyond_balance"),
        ({"first_day": date(2024, 9, 7), "last_day": date(2024, 9, 8)}, "leave_of_no_day"),
        ({"kind": "marriage"}, "leave_too_long"),
        ({"kind": "permission", "last_day": date(2024, 9, 23)}, "leave_beyond_balance"),
    ],
)
def test_what_the_rules_do_not_allow_is_refused(cast, mission, changes, code):
    assert code_of(ask, cast, mission, **changes) == code and not Leave.objects.exists()


def test_the_refusal_says_what_will_be_left_that_day(cast, mission):
    with pytest.raises(Refusal) as no:
        ask(cast, mission, last_day=date(2024, 10, 4))
    assert "15 j" in no.value.sentence and "20 j" in no.value.sentence and no.value.field == "last_day"


def test_leave_is_earned_before_it_is_taken_and_only_after_the_service_asked(cast, mission):
    early = {"first_day": date(2024, 8, 26), "last_day": date(2024, 8, 27), "on": date(2024, 8, 20)}
    assert code_of(ask, cast, mission, **early) == "leave_too_soon"
    later = {"first_day": date(2025, 1, 6), "last_day": date(2025, 1, 24)}  # 15 days; 25 will be earned by then
    ask(cast, mission, **later)
    assert code_of(ask, cast, mission, last_day=date(2024, 9, 27)) == "leave_beyond_balance"
    assert ask(cast, mission).pk


def test_citizen_volunteers_earn_no_annual_leave_and_their_other_leaves_are_unpaid(cast):
    mission = in_service(cast, form="VEC", months=6)
    assert {one.kind.code for one in balances(mission, date(2024, 4, 2))} == {
        "illness",
        "marriage",
        "birth",
        "bereavement",
        "permission",
    }
    day = date(2024, 4, 8)
    assert not ask(cast, mission, kind="permission", first_day=day, last_day=day, on=date(2024, 4, 2)).is_paid


def test_two_leaves_never_overlap_even_behind_the_actions(cast, mission):
    leave = ask(cast, mission)
    assert code_of(ask, cast, mission, kind="permission", first_day=LAST, last_day=LAST) == "leave_overlaps"
    twin = Leave(
        mission=mission, kind="permission", period=leave.period, is_paid=True, asked_by_id=1, asked_on=ASKED_ON
    )
    with pytest.raises(IntegrityError, match="leaves_do_not_overlap"), transaction.atomic():
        twin.save()
    leaves.withdraw_leave(leave=leave, by=cast.kossi, on=ASKED_ON)
    assert ask(cast, mission).pk


def test_no_leave_within_a_suspension_and_a_suspended_day_is_nobodys_leave(cast, mission):
    leave = granted(cast, mission)
    missions.suspend(mission=mission, kind="security", first_day=date(2024, 9, 12), last_day=date(2024, 9, 20), why="Inondation", by=cast.mazalo,
                     on=date(2024, 9, 12))  # fmt: skip
    assert left(mission, on=LAST) == 30 - 2 * 3  # Monday to Wednesday
    asked = {"first_day": date(2024, 9, 20), "last_day": date(2024, 9, 25), "on": date(2024, 9, 16)}
    assert code_of(ask, cast, mission, **asked) == "leave_in_suspension"
    assert leave.state == "approved"


# ---------------------------------------------------------------- two people


def test_nobody_decides_what_one_asked_advised_or_takes(cast, mission):
    appoint(cast.abla, "regional_supervisor", cast.haho_1)
    leave = advise(cast, ask(cast, mission))
    assert code_of(approve, cast, leave, by=cast["tutor"]) == "same_person"
    appoint(cast.kossi, "regional_supervisor", cast.haho_1)
    assert code_of(approve, cast, leave, by=cast["volunteer"]) == "own_leave"
    appoint(cast.essi, "regional_supervisor", cast.haho_1)
    assert code_of(approve, cast, leave, by=cast["host_officer"]) == "own_host"
    with pytest.raises(IntegrityError, match="leave_decided_by_who_did_not_advise"), transaction.atomic():
        Leave.objects.update(decided_by_id=cast.abla.pk, decided_on=ASKED_ON)


def test_a_colleague_asks_for_nobody_and_a_paper_is_named(cast, mission):
    assert code_of(ask, cast, mission, by=cast.sena) == "not_your_team"
    assert code_of(ask, cast, mission, by=cast.yao) == "paper_required"


def test_the_centre_keys_the_paper_with_the_opinion_written_on_it_and_another_decides(cast, mission):
    leave = ask(cast, mission, by=cast.yao, paper="C-12")
    advise(cast, leave, by=cast.yao, paper="C-12")
    assert Leave.objects.get().state == "advised"
    assert code_of(advise, cast, leave) == "wrong_state"
    assert approve(cast, leave).state == "approved"


def test_without_the_hosts_opinion_the_centre_waits_then_decides_with_a_reason(cast, mission):
    leave = ask(cast, mission)
    assert code_of(approve, cast, leave) == "advice_awaited"
    over = {"on": ASKED_ON + timedelta(4)}
    assert code_of(approve, cast, leave, **over) == "reason_required"
    assert approve(cast, leave, why="Tuteur en mission.", **over).state == "approved"


def test_a_refusal_has_its_reason_which_the_volunteer_reads(cast, mission):
    leave = advise(cast, ask(cast, mission), is_favourable=False, advice="Examens cette semaine")
    assert code_of(leaves.refuse_leave, leave=leave, why=" ", by=cast.mazalo, on=ASKED_ON) == "reason_required"
    leaves.refuse_leave(leave=leave, why="Semaine d’examens.", by=cast.mazalo, on=ASKED_ON)
    assert "Semaine d'examens" in Message.objects.get(template="leave_refused").text.replace("’", "'")
    assert left(mission) == 30


# ---------------------------------------------------------------- sickness


def test_sickness_is_declared_after_the_fact_within_its_days_and_granted_on_proof(cast, mission):
    days = {"kind": "illness", "first_day": FIRST, "last_day": FIRST + timedelta(2)}
    assert code_of(ask, cast, mission, on=FIRST + timedelta(4), **days) == "leave_too_late"
    leave = advise(cast, ask(cast, mission, on=FIRST + timedelta(3), **days), on=FIRST + timedelta(3))
    assert code_of(approve, cast, leave, on=FIRST + timedelta(3)) == "proof_missing"
    leaves.add_proof(leave=leave, file=certificate(), by=cast.kossi, on=FIRST + timedelta(3))
    approve(cast, leave, on=FIRST + timedelta(3))
    assert not MonthSheet.objects.exists()  # nobody has begun the month: it is filled when it is recorded


def test_a_month_begun_takes_the_days_of_a_leave_granted_after_the_fact(cast, mission):
    days = {"kind": "illness", "first_day": FIRST, "last_day": FIRST + timedelta(2)}
    record(
        cast,
        [mission],
        {mission.pk: {FIRST, FIRST + timedelta(1), FIRST + timedelta(2)}},
        month=SEPTEMBER,
        on=FIRST + timedelta(3),
    )
    leave = advise(cast, ask(cast, mission, on=FIRST + timedelta(3), **days), on=FIRST + timedelta(3))
    leaves.add_proof(leave=leave, file=certificate(), by=cast.kossi, on=FIRST + timedelta(3))
    assert MonthSheet.objects.get().absent == 3
    approve(cast, leave, on=FIRST + timedelta(3))
    assert set(Mark.objects.filter(kind="leave").values_list("day", flat=True)) == {
        FIRST + timedelta(n) for n in range(3)
    }
    assert MonthSheet.objects.get().absent == 0


def test_a_long_sickness_becomes_a_suspension_even_cut_in_two(cast, mission):
    set_rule("leave_days_a_time", 10, "illness")
    ten = {"kind": "illness", "first_day": FIRST, "last_day": FIRST + timedelta(10)}
    with pytest.raises(Refusal, match="leave_becomes_suspension") as no, transaction.atomic():
        ask(cast, mission, **ten)
    assert "suspend" in no.value.sentence
    ask(cast, mission, **ten | {"last_day": date(2024, 9, 13)})
    again = {"kind": "illness", "first_day": date(2024, 9, 16), "last_day": date(2024, 9, 19)}
    assert code_of(ask, cast, mission, **again) == "leave_becomes_suspension"  # only a week-end lies between
    assert ask(cast, mission, **again | {"first_day": date(2024, 9, 17)}).pk


# ---------------------------------------------------------------- the month


def test_the_month_is_filled_with_the_leave_and_refuses_a_presence_there(cast, mission):
    granted(cast, mission)
    end = date(2024, 9, 30)
    record(cast, [mission], month=SEPTEMBER, on=end)
    found = queries.summary([mission], SEPTEMBER)[mission.pk]
    assert (found.leave, found.present, found.not_served) == (5, found.working - 5, 0)
    assert code_of(actions.record, mission=mission, marks={FIRST: "present"}, by=cast.abla, on=end) == "leave_day"
    assert (
        code_of(actions.record, mission=mission, marks={date(2024, 9, 16): "leave"}, by=cast.abla, on=end)
        == "no_leave"
    )


def test_a_week_end_within_a_leave_is_marked_by_nobody(cast, mission):
    granted(cast, mission, last_day=date(2024, 9, 16))
    end = date(2024, 9, 30)
    assert (
        code_of(actions.record, mission=mission, marks={date(2024, 9, 14): "leave"}, by=cast.abla, on=end)
        == "no_leave"
    )
    assert (
        code_of(actions.record, mission=mission, marks={date(2024, 9, 14): "present"}, by=cast.abla, on=end)
        == "leave_day"
    )


def test_unpaid_leave_is_taken_off_the_month(cast, mission):
    set_rule("leave_is_paid", False, "")
    granted(cast, mission)
    [sheet] = record(cast, [mission], month=SEPTEMBER, on=date(2024, 9, 30))
    assert sheet.absent == 5


def test_back_earlier_the_days_return_to_the_balance_and_to_the_month(cast, mission):
    leave, end = granted(cast, mission), date(2024, 9, 13)
    record(cast, [mission], month=SEPTEMBER, on=end)
    back = date(2024, 9, 12)
    assert code_of(leaves.shorten_leave, leave=leave, back_on=FIRST, by=cast.abla, on=end) == "back_outside_leave"
    assert code_of(leaves.shorten_leave, leave=leave, back_on=end, by=cast.abla, on=back) == "back_in_future"
    assert code_of(leaves.shorten_leave, leave=leave, back_on=back, by=cast.kossi, on=end) == "own_leave"
    leaves.shorten_leave(leave=leave, back_on=back, by=cast.abla, on=end)
    assert (Leave.objects.get().state, left(mission, on=end)) == ("shortened", 30 - 2 * 3)
    assert not Mark.objects.filter(day__gte=back, day__lte=LAST).exists()
    actions.record(mission=mission, marks={back: "present"}, by=cast.abla, on=end)


def test_a_month_attested_takes_no_leave_until_it_is_reopened(cast, mission):
    attest(cast, [mission], month=SEPTEMBER, on=date(2024, 9, 30))
    late = {"kind": "illness", "first_day": date(2024, 9, 30), "last_day": date(2024, 9, 30), "on": date(2024, 10, 1)}
    leave = advise(cast, ask(cast, mission, **late), on=date(2024, 10, 1))
    leaves.add_proof(leave=leave, file=certificate(), by=cast.kossi, on=date(2024, 10, 1))
    assert code_of(approve, cast, leave, on=date(2024, 10, 1)) == "sheet_closed"
    actions.reopen(sheet=MonthSheet.objects.get(), reason="Maladie", by=cast.mazalo, on=date(2024, 10, 1))
    assert approve(cast, leave, on=date(2024, 10, 1)).state == "approved"


def test_a_leave_begun_is_not_withdrawn(cast, mission):
    leave = granted(cast, mission)
    assert code_of(leaves.withdraw_leave, leave=leave, by=cast.abla, on=ASKED_ON) == "not_your_leave"
    assert code_of(leaves.withdraw_leave, leave=leave, by=cast.kossi, on=FIRST) == "leave_begun"
    assert leaves.withdraw_leave(leave=leave, by=cast.kossi, on=FIRST - timedelta(1)).state == "withdrawn"


def test_a_balance_that_a_renewal_takes(cast, mission):
    set_rule("leave_carries_over", False)
    account = Account(mission)
    account.renewed_on = (date(2024, 8, 1),)
    kind = kind_of("annual", "VNC", ASKED_ON)
    assert account.balance(kind, ASKED_ON).left == 5  # August alone


def test_a_team_records_the_same_queries_whoever_is_away(cast, django_assert_max_num_queries):
    team = make_team(cast, 6, form="VNC", months=12)
    with django_assert_max_num_queries(40):
        record(cast, team)
