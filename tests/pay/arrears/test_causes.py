"""Why a month is not paid, and whose turn it is: each cause from the facts that make it."""

from datetime import date

import pytest

from teriya.foundation.core.periods import Month
from teriya.foundation.ledger.models import EnvelopeMovement
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import PayFile, PaymentOrder, Wallet
from teriya.pay.arrears import queries, reading
from teriya.pay.arrears.rows import Scope
from tests.factories.allowances import ON, answers, bring, give_wallets, make_payable, prepare
from tests.factories.attendance import attest, confirm, make_team, record

MARCH = Scope(until=date(2024, 3, 31))


def march():
    [owed] = reading.read(MARCH)
    return owed


def settle(cast, run, returned=()):
    file = PayFile.objects.get(run=run)
    content = answers(list(PaymentOrder.objects.filter(file=file)), returned=returned)
    actions.settle(run=run, institution=file.institution, content=content, filename="r.csv", by=cast.kossivi, on=ON)


def test_a_month_that_nobody_recorded_is_owed_as_an_estimate(cast):
    make_team(cast)
    owed = march()
    assert (owed.cause, owed.turn) == ("presence", "facilitator")
    assert (owed.earned, owed.is_estimate, owed.due_on) == (30_000, True, date(2024, 4, 10))


def test_a_month_recorded_waits_for_who_attests_and_an_attested_one_for_the_centre(cast):
    team = make_team(cast)
    record(cast, team)
    assert (march().cause, march().turn) == ("host", "facilitator")
    attest(cast, team)
    assert (march().cause, march().turn) == ("presence", "centre")


def test_a_month_confirmed_waits_for_its_run_and_counts_its_days(cast):
    make_payable(cast, absent=2)
    owed = march()
    assert (owed.cause, owed.turn, owed.earned, owed.is_estimate) == ("file", "finance", 27_000, True)


@pytest.mark.parametrize(
    "until, step, stage",
    [("", "engage", (0, 0, 0)), ("liquidate", "order", (30_000, 0, 0)), ("order", "take_charge", (30_000, 30_000, 0))],
)
def test_a_run_names_the_step_that_it_waits_at(cast, until, step, stage):
    make_payable(cast)
    run = prepare(cast)
    if until:
        bring(cast, run, until=until)
    owed = march()
    assert (owed.cause, owed.step, owed.is_estimate) == ("file", step, False)
    assert (owed.owed, owed.ordered, owed.sent) == stage


def test_a_stopped_line_says_its_codes(cast):
    make_payable(cast)
    Wallet.objects.update(state="retired")
    prepare(cast)
    owed = march()
    assert (owed.cause, owed.codes, owed.missing) == ("file", ("no_wallet",), 30_000)


def test_an_envelope_without_the_months_part_is_the_cause(cast):
    [mission] = make_payable(cast)
    EnvelopeMovement.objects.create(envelope=mission.seat.envelope, kind="withdrawn", amount=10**10 - 29_999, on=ON, source="test", source_id=1)  # fmt: skip
    assert march().cause == "fund"
    prepare(cast)
    assert (march().cause, march().turn) == ("fund", "finance")


def test_money_sent_and_not_answered_then_returned_is_the_institutions(cast):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    assert (march().cause, march().sent, march().missing) == ("institution", 30_000, 30_000)
    settle(cast, run, returned=(PaymentOrder.objects.get().reference,))
    owed = march()
    assert (owed.cause, owed.sent, owed.because) == ("institution", 0, "Carnet clos")


def test_what_is_received_is_no_longer_owed(cast):
    make_payable(cast)
    settle(cast, bring(cast, prepare(cast)))
    assert reading.read(MARCH) == []
    [owed] = reading.read(Scope(until=date(2024, 3, 31), only_open=False))
    assert (owed.received, owed.received_on, owed.missing, owed.cause) == (30_000, date(2024, 4, 5), 0, "")


def test_a_mission_has_one_month_for_each_that_it_served(cast):
    team = make_team(cast)
    give_wallets(cast, team)
    confirm(cast, team, month=Month(2024, 4), on=date(2024, 5, 2))
    found = reading.read(Scope(until=date(2024, 6, 15)))
    assert [(owed.month.month, owed.cause) for owed in found] == [
        (3, "presence"),
        (4, "file"),
        (5, "presence"),
        (6, "presence"),
    ]


def test_many_months_ask_as_many_questions_as_one(cast, django_assert_num_queries):
    make_payable(cast)
    prepare(cast)
    make_team(cast)
    with django_assert_num_queries(6):
        reading.read(MARCH)
    make_payable(cast, 3)
    make_team(cast, 4)
    with django_assert_num_queries(6):
        assert len(reading.read(Scope(until=date(2024, 8, 31)))) > 40


def test_the_worked_example_of_the_documentation(cast):
    """docs/algorithms/arrieres.md, on 20 June 2024."""
    team = make_payable(cast, weights=(60, 40))
    bring(cast, prepare(cast))
    away = {team[0].pk: {date(2024, 4, day) for day in (23, 24)}}
    confirm(cast, team, away, month=Month(2024, 4), on=date(2024, 5, 2))
    found, today = reading.read(Scope(until=date(2024, 5, 31))), date(2024, 6, 20)
    assert [(owed.cause, owed.earned, owed.late(today)) for owed in found] == [("institution", 30_000, 71), ("file", 27_000, 41), ("presence", 30_000, 10)]  # fmt: skip
    [state, partner] = queries.ageing(found, today, queries.by_funder(queries.funders(), ""))
    assert [cell.francs for cell in state.cells] == [18_000, 16_200, 18_000, 0]
    assert (state.all.francs, partner.all.francs, len(state.all.people)) == (52_200, 34_800, 1)
