"""Calls of a month: who is called, for how much; issued by another; corrected by the next one; cancelled by reversal."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing import actions, queries, schedule
from teriya.pay.cofinancing.models import Call, CallLine
from teriya.service.missions import actions as missions
from tests.factories.cofinancing import (
    APRIL,
    DUE,
    ISSUED,
    MARCH,
    PREPARED,
    RATE,
    call,
    make_payer,
    make_served,
    set_rate,
)
from tests.factories.missions import make_missions


def no(code):
    return pytest.raises(Refusal, match=f"^{code}:")


def test_a_month_is_called_line_by_line_numbered_posted_and_sent(cast):
    host, team = make_served(cast, 2)
    missions.end(
        missions=[team[1]],
        reason="resignation",
        last_day=date(2024, 3, 12),
        by=cast.mazalo,
        on=date(2024, 3, 14),
        why="Parti",
    )
    [made] = call(cast)
    said = {line.mission_id: (line.amount, line.formula, line.source) for line in made.lines.all()}
    assert said[team[0].pk] == (
        15_000,
        "1 mois × 15 000 = 15 000 F".replace(" 000", "\u202f000").replace(" F", "\u00a0F"),
        "Arrêté n° 002/16",
    )
    assert said[team[1].pk][0] == 6_000 and said[team[1].pk][1].startswith("12/30 ×")
    assert (made.total, made.due_on, made.number) == (21_000, DUE, "QUOTE-PART/2024/000001")
    assert {name: ledger.balances()[name] for name in ("called", "funds")} == {"called": 21_000, "funds": -21_000}
    assert queries.balance(host) == 21_000 and not ledger.unbalanced()
    assert host.facts.get(kind="share").due_on == DUE


def test_a_school_is_never_called_whatever_its_legal_form(cast):
    set_rate()
    school = make_payer(cast, "École de l’espoir", domain="education")
    make_missions(cast, 1, host=school)
    make_missions(cast, 1)  # a public school
    with no("nothing_to_call"):
        actions.prepare(month=MARCH, by=cast.awa, on=PREPARED)


@pytest.mark.parametrize("legal_form", ["association", "local_authority", "public_body", "deconcentrated"])
def test_a_kind_that_the_pack_does_not_name_owes_nothing(cast, legal_form):
    make_served(cast, legal_form=legal_form)
    with no("nothing_to_call"):
        actions.prepare(month=MARCH, by=cast.awa, on=PREPARED)


def test_while_no_text_fixes_the_rate_nobody_is_called_and_it_is_said(cast):
    set_rate(0)
    make_missions(cast, 1, host=make_payer(cast))
    with no("no_rate"):
        actions.prepare(month=MARCH, by=cast.awa, on=PREPARED)


def test_a_kind_has_its_own_rate_from_its_day(cast):
    make_served(cast)
    set_rate(25_000, qualification="ngo", starts_on=date(2024, 4, 1))
    call(cast)
    [april] = call(cast, APRIL, date(2024, 5, 2))
    assert [(line.month, line.amount) for line in april.lines.all()] == [
        (APRIL.first, 25_000)
    ]  # March is not computed again


def test_a_month_is_prepared_once_over_and_issued_by_another_person(cast):
    make_served(cast)
    with no("month_not_over"):
        actions.prepare(month=MARCH, by=cast.awa, on=date(2024, 3, 31))
    made = actions.prepare(month=MARCH, by=cast.awa, on=PREPARED)
    with no("nothing_to_call"):
        actions.prepare(month=MARCH, by=cast.awa, on=PREPARED)
    with no("not_allowed"):
        actions.issue(calls=made, by=cast.essi, on=ISSUED)
    Call.objects.update(prepared_by_id=cast.dede.pk)
    with no("same_person"):
        actions.issue(calls=made, by=cast.dede, on=ISSUED)
    Call.objects.update(prepared_by_id=cast.awa.pk)
    actions.issue(calls=made, by=cast.dede, on=ISSUED)
    with no("wrong_state"):
        actions.drop(calls=made, by=cast.awa, on=ISSUED)


def test_what_changed_since_the_preparation_is_not_issued(cast):
    _host, [one] = make_served(cast)
    made = actions.prepare(month=MARCH, by=cast.awa, on=PREPARED)
    missions.end(
        missions=[one], reason="resignation", last_day=date(2024, 3, 20), by=cast.mazalo, on=PREPARED, why="Parti"
    )
    with no("call_changed"):
        actions.issue(calls=made, by=cast.dede, on=ISSUED)
    actions.drop(calls=made, by=cast.awa, on=ISSUED)
    [again] = call(cast)
    assert again.total == 10_000


def test_an_end_known_late_is_a_credit_on_the_next_call_and_the_first_stays(cast):
    host, team = make_served(cast, 2)
    [march] = call(cast)
    missions.end(
        missions=[team[0]],
        reason="resignation",
        last_day=date(2024, 3, 10),
        by=cast.mazalo,
        on=date(2024, 4, 20),
        why="Parti",
    )
    [april] = call(cast, APRIL, date(2024, 5, 2))
    assert sorted(april.lines.values_list("kind", "month", "amount")) == [
        ("correction", MARCH.first, -10_000), ("share", APRIL.first, 15_000),
    ]  # fmt: skip
    assert Call.objects.get(pk=march.pk).total == 30_000
    assert queries.balance(host) == 35_000
    assert (
        schedule.drafts([host], APRIL)[host.pk][0].amount == 15_000
    )  # computed again: the month itself, and no correction left
    assert len(schedule.drafts([host], APRIL)[host.pk]) == 1


def test_who_left_altogether_gets_a_call_below_zero_that_settles_what_is_owed(cast):
    host, [one] = make_served(cast)
    [march] = call(cast)
    missions.end(
        missions=[one],
        reason="resignation",
        last_day=date(2024, 3, 10),
        by=cast.mazalo,
        on=date(2024, 4, 20),
        why="Parti",
    )
    [credit] = call(cast, APRIL, date(2024, 5, 2))
    assert (credit.total, Call.objects.with_left().get(pk=march.pk).left, queries.balance(host)) == (
        -10_000,
        5_000,
        5_000,
    )


def test_days_suspended_are_not_called(cast):
    _host, [one] = make_served(cast)
    missions.suspend(
        mission=one,
        kind="illness",
        why="Malade",
        first_day=date(2024, 3, 11),
        last_day=date(2024, 3, 20),
        by=cast.mazalo,
        on=date(2024, 3, 11),
    )
    missions.resume(mission=one, back_on=date(2024, 3, 21), by=cast.mazalo, on=date(2024, 3, 21))
    [made] = call(cast)
    assert made.total == 10_000  # 20 of 30


def test_a_cancelled_call_is_reversed_and_its_month_may_be_called_again(cast):
    host, _team = make_served(cast)
    [march] = call(cast)
    with no("reason_required"):
        actions.cancel(call=march, reason=" ", by=cast.dede, on=ISSUED)
    actions.cancel(call=march, reason="Double emploi", by=cast.dede, on=ISSUED)
    assert (queries.balance(host), ledger.balances()["called"], host.facts.filter(kind="share").exists()) == (
        0,
        0,
        False,
    )
    assert Call.objects.get(pk=march.pk).document.revoked_because == "Double emploi"
    [again] = call(cast)
    assert (again.number, queries.balance(host)) == ("QUOTE-PART/2024/000002", RATE)


def test_hundreds_of_hosts_are_called_in_as_many_questions_as_one(cast):
    make_served(cast)
    make_missions(cast, 2, host=make_payer(cast, "ONG Deux", phone="+22890445567"))

    def asked(month, on, **among):
        with CaptureQueriesContext(connection) as few:
            made = actions.prepare(month=month, by=cast.awa, on=on, **among)
        with CaptureQueriesContext(connection) as many:
            actions.issue(calls=made, by=cast.dede, on=on)
        return len(few), len(many)

    one = Host.objects.get(name="ONG Espoir")
    assert cast.awa.appointments and cast.dede.appointments  # read once a person, whatever they do
    alone = asked(MARCH, ISSUED, hosts=[one.pk])
    other = asked(MARCH, ISSUED)
    assert other == alone
    make_missions(cast, 1, host=make_payer(cast, "ONG Trois", phone="+22890445568"))
    april = asked(APRIL, date(2024, 5, 2))
    assert (april[0] - other[0], april[1] - other[1]) <= (1, 1) and CallLine.objects.count() == 3 + 4
