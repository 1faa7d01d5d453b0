"""The forecast as rows give it: what leaves, who pays, until when there is money."""

from dataclasses import replace
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from teriya.foundation.ledger.actions import withdraw
from teriya.foundation.ledger.models import Envelope
from teriya.partnerships.agreements.actions import promise
from teriya.pay.forecast.engine.months import index
from teriya.pay.forecast.reading import assumptions, compute, forecast, read
from teriya.pay.forecast.sources import purses
from teriya.service.missions import actions as missions
from tests.factories.agreements import called, receive, signed
from tests.factories.allowances import bring, make_payable, prepare
from tests.factories.attendance import make_team
from tests.factories.cofinancing import call, make_served, pay
from tests.factories.missions import make_missions, make_need
from tests.factories.partners import kafui

ON = date(2024, 4, 5)  # March is over, nobody has confirmed it


def sums(found):
    francs = {}
    for line in found.lines():
        francs[line.sort] = francs.get(line.sort, 0) + line.francs
    return francs


def test_a_running_mission_costs_its_months_and_those_not_counted_yet(cast):
    make_team(cast, 2, form="VNC", months=12)
    found = forecast(ON)
    assert sums(found) == {"unpaid": 2 * 60_000, "running": 2 * 11 * 60_000}
    assert found.whole.spent[:3] == [120_000, 120_000, 120_000] and found.whole.spent[12] == 0


def test_two_payers_share_each_month_to_the_franc(cast):
    make_team(cast, 1, form="VNC", months=12, weights=(2, 1))
    found = forecast(ON)
    state, partner = (sum(account.spent) for account in found.accounts.values())
    assert (state, partner) == (480_000, 240_000)


def test_what_is_prepared_and_what_is_still_open_wait_for_their_first_day(cast):
    make_missions(cast, 1, until="prepared", starts_on=date(2024, 6, 1), months=3)
    make_need(cast, 2, starts_on=date(2024, 7, 1), months=2)
    found = forecast(ON)
    assert sums(found) == {"prepared": 180_000, "seat": 240_000}
    assert [(line.month - index(ON), line.francs) for line in found.lines() if line.sort == "seat"] == [
        (4, 120_000),
        (5, 120_000),
    ]


def test_a_seat_left_early_is_expected_until_its_former_term(cast):
    [one] = make_team(cast, 1, form="VNC", months=6)
    missions.end(missions=[one], reason="resignation", last_day=date(2024, 3, 31), by=cast.mazalo, on=ON, why="Parti")
    assert sums(forecast(ON)) == {"unpaid": 60_000, "seat": 4 * 60_000}  # from May to August


def test_a_line_of_pay_takes_the_place_of_the_estimate_until_it_is_ordered(cast):
    make_payable(cast, 1, absent=1)
    run = prepare(cast)
    assert sums(forecast(ON)) == {"counted": 28_500, "running": 4 * 30_000 + 28_500}  # nineteen working days
    bring(cast, run, until="order")
    assert sums(forecast(ON)) == {"running": 148_500}


def test_money_is_there_until_the_envelope_runs_dry(cast):
    make_team(cast, 1, form="VNC", months=12)
    envelope = Envelope.objects.get()
    withdraw(envelope=envelope, amount=10**10 - 150_000, reason="Budget coupé.", by=cast.awa, on=ON)
    found = forecast(ON)
    [account] = found.accounts.values()
    assert (account.opening, account.dry) == (150_000, 2)
    assert sum(account.uncovered) == 720_000 - 150_000
    [reach] = found.regions.values()
    assert reach.dry == 2


def test_as_many_questions_for_many_as_for_few(cast):
    def asked(more):
        make_team(cast, more, form="VNC", weights=(2, 1))
        with CaptureQueriesContext(connection) as log:
            forecast(ON)
        return len(log)

    assert asked(1) == asked(6) <= 7


def test_tranches_come_in_at_their_day_and_what_an_agreement_grants_is_no_cash(cast):
    agreement = signed(cast, amount=9_000_000)
    received = called(cast, agreement, 4_000_000)
    receive(cast, received, 1_000_000)
    promise(agreement=agreement, amount=5_000_000, due_on=date(2024, 9, 15), by=kafui(), on=ON)
    [purse] = purses(ON).values()
    assert (purse.granted, purse.cash, purse.credit) == (9_000_000, 1_000_000, 0)
    found = forecast(ON)
    assert [(line.month - index(ON), line.francs) for line in found.lines()] == [(0, 3_000_000), (5, 5_000_000)]
    assert found.whole.balances[0] == 4_000_000 and found.whole.balances[-1] == 9_000_000


def test_what_hosts_should_give_comes_in_at_the_rate_that_they_really_paid(cast):
    host, _team = make_served(cast, 2)
    call(cast)
    pay(cast, host, 20_000)  # of 30 000
    [shares] = [pk for pk, purse in purses(ON).items() if purse.kind == "host"]
    june = date(2024, 6, 3)
    base = forecast(june)
    assert base.accounts[shares].received[:2] == [0, 40_000]  # May and June, 30 000 each, fall due in July: two thirds
    half = compute(read(june), replace(assumptions(june), hosts=50))
    assert half.accounts[shares].received[:2] == [0, 20_000]
