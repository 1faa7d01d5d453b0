"""Where savings are held, what is given back, to whom, by whom."""

from datetime import date

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import audit as pay_audit
from teriya.pay.savings import actions, audit, queries
from teriya.pay.savings.models import Refund, SavingsAccount
from teriya.pay.savings.statements import statement_of
from tests.cast import appoint
from tests.factories.allowances import bring, make_payable, prepare
from tests.factories.rules import set_rule
from tests.factories.savings import (
    ON,
    approve,
    ask,
    carry,
    finish,
    give_back,
    make_account,
    make_charged,
    make_heirs,
    make_saved,
)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def faults() -> list:
    return [*pay_audit.faults(), *audit.faults()]


def test_what_a_run_retained_is_carried_to_the_franc(cast):
    run, account = make_charged(cast, 3), make_account(cast)
    [gap] = queries.gaps()
    assert (gap.retained, gap.deposited, gap.francs, gap.since) == (1500, 0, 1500, date(2024, 4, 5))
    send = {"run": run, "account": account, "by": cast.tchaa, "on": ON}
    assert code_of(actions.deposit, amount=1501, reference="BV-1", **send) == "more_than_retained"
    first = actions.deposit(amount=1000, reference="BV-1", **send)
    assert code_of(actions.deposit, amount=500, reference="BV-1", **send) == "deposit_known"
    assert queries.gaps()[0].francs == 500 and queries.held(account) == 1000
    assert code_of(actions.cancel_deposit, deposit=first, reason="Autre compte", by=cast.tchaa, on=ON) == "not_allowed"
    actions.cancel_deposit(deposit=first, reason="Autre compte", by=cast.dede, on=ON)
    actions.deposit(amount=1500, reference="BV-1", **send)
    assert queries.gaps()[0].francs == 0 and queries.held(account) == 1500 and faults() == []


def test_an_account_takes_nothing_before_another_person_approves_it(cast):
    run = make_charged(cast)
    account = make_account(cast, "1")
    raw = actions.open_account(institution=account.institution, title="T", number="2", by=cast.tchaa, on=ON)
    assert code_of(actions.open_account, institution=account.institution, title="T", number="2", by=cast.tchaa, on=ON) == "savings_account_known"  # fmt: skip
    assert code_of(actions.deposit, run=run, account=raw, amount=500, reference="B", by=cast.tchaa, on=ON) == "account_not_in_use"  # fmt: skip
    assert code_of(actions.decide_account, account=raw, step="approve", by=cast.tchaa, on=ON) == "same_person"
    carry(cast, account)
    assert code_of(actions.decide_account, account=account, step="close", reason="x", by=cast.dede, on=ON) == "account_not_empty"  # fmt: skip


def test_the_balance_of_the_institution_is_compared_with_ours_of_that_day(cast):
    make_charged(cast)
    account = carry(cast)
    for balance in (450, 500):
        actions.state_balance(account=account, day=ON, balance=balance, by=cast.tchaa, on=ON)
    actions.state_balance(account=account, day=date(2024, 5, 9), balance=0, by=cast.tchaa, on=ON)
    assert [(one.balance, ours) for one, ours in queries.stated(account)] == [(500, 500), (0, 0)]


def test_three_hands_give_savings_back_and_the_ledger_says_so(cast):
    [mission] = make_saved(cast)
    person, account = finish(cast, mission), carry(cast)
    refund = ask(cast, person)
    assert code_of(actions.decide_refund, refund=refund, step="approve", by=cast.awa, on=ON) == "same_person"
    approve(cast, refund)
    assert code_of(ask, cast, person) == "above_savings"
    give_back(cast, refund, account)
    assert code_of(give_back, cast, refund, account, "R-2") == "wrong_state"
    assert queries.balance(person) == 0 and ledger.balances().get("savings", 0) == 0 and queries.held(account) == 0
    assert [(row.amount, row.balance) for row in statement_of(person).movements] == [(500, 500), (-500, 0)]
    assert faults() == []


def test_who_asked_does_not_pay(cast):
    """Nobody is authorising officer and accountant at once: the third pair is kept apart by the database."""
    [mission] = make_saved(cast)
    person, account = finish(cast, mission), carry(cast)
    appoint(cast.awa, "public_accountant")
    refund = approve(cast, ask(cast, person))
    awa = cast["finance_officer"]
    assert code_of(actions.pay_refund, refund=refund, account=account, voucher="R", by=awa, on=ON) == "same_person"


def test_what_comes_back_is_savings_again_and_asked_again(cast):
    [mission] = make_saved(cast)
    person, account = finish(cast, mission), carry(cast)
    refund = approve(cast, ask(cast, person))
    give_back(cast, refund, account)
    actions.come_back(refund=refund, reason="Numéro fermé", by=cast.tchaa, on=ON)
    assert queries.balance(person) == 500 == queries.held(account) and faults() == []
    assert code_of(ask, cast, person) == "refund_under_way"
    actions.ask_again(refund=refund, means="mobile", number="90112233", by=cast.awa, on=ON)
    approve(cast, refund)
    assert code_of(give_back, cast, refund, account) == "voucher_known"
    give_back(cast, refund, account, "R-2")
    assert queries.balance(person) == 0 and refund.payments.count() == 2 and faults() == []


def test_nothing_is_given_back_too_early_nor_too_much_nor_before_it_is_held(cast):
    first, _other = make_saved(cast, 2)
    account = make_account(cast)
    assert code_of(ask, cast, first.person) == "still_serving"
    person = finish(cast, first)
    assert {code_of(ask, cast, person, amount) for amount in (0, 501)} == {"above_savings"}
    assert code_of(ask, cast, person, means="mobile") == "number_required"
    refund = approve(cast, ask(cast, person))
    assert code_of(give_back, cast, refund, account) == "not_carried"


def test_a_run_that_may_still_be_rejected_gives_nothing(cast):
    set_rule("mandatory_savings", 500, form="VEC")
    [mission] = make_payable(cast)
    bring(cast, prepare(cast), "order")
    assert ledger.balances()["savings"] == 500 and queries.balance(mission.person) == 0 and queries.gaps() == []
    assert faults() == []


def test_desertion_gives_what_the_rule_of_the_country_says(cast):
    first, second = make_saved(cast, 2)
    assert ask(cast, finish(cast, first, "desertion")).why == "desertion"
    set_rule("savings_refund_reasons", ["term"], form="VEC")
    assert code_of(ask, cast, finish(cast, second, "desertion")) == "not_refundable"


def test_a_death_gives_to_the_heirs_by_largest_remainder(cast):
    [mission] = make_saved(cast)
    person, account = finish(cast, mission, "death"), carry(cast)
    assert code_of(ask, cast, person) == "heirs_needed"
    act = make_heirs(cast, person, 1, 1, 1, is_approved=False)
    assert code_of(actions.ask_refunds_of_heirs, act=act, by=cast.awa, on=ON) == "act_not_approved"
    assert code_of(actions.decide_heirs, act=act, step="approve", by=cast.awa, on=ON) == "same_person"
    actions.decide_heirs(act=act, step="approve", by=cast.dede, on=ON)
    refunds = actions.ask_refunds_of_heirs(act=act, by=cast.awa, on=ON)
    assert [(row.amount, row.means) for row in refunds] == [(167, "mobile"), (167, "cash"), (166, "cash")]
    assert code_of(actions.ask_refunds_of_heirs, act=act, by=cast.awa, on=ON) == "above_savings"
    assert code_of(actions.decide_heirs, act=act, step="withdraw", reason="x", by=cast.dede, on=ON) == "heirs_paid"
    for n, refund in enumerate(refunds):
        give_back(cast, approve(cast, refund), account, f"R-{n}")
    assert queries.balance(person) == 0 and faults() == []


def test_heirs_are_those_of_a_dead_volunteer_once(cast):
    alive, dead = make_saved(cast, 2)
    assert code_of(make_heirs, cast, alive.person, 1) == "still_alive"
    person = finish(cast, dead, "death")
    assert code_of(make_heirs, cast, person) == "no_heirs"
    make_heirs(cast, person, 1)
    assert code_of(make_heirs, cast, person, 1) == "heirs_known"


def test_a_touched_row_is_found_by_the_audit(cast):
    [mission] = make_saved(cast)
    person, account = finish(cast, mission), carry(cast)
    give_back(cast, approve(cast, ask(cast, person)), account)
    Refund.objects.get().payments.update(amount=400)
    assert {one.check for one in audit.faults()} == {"épargne d’une personne : retenues − remboursements", "épargne = tenue + à verser"}  # fmt: skip
    SavingsAccount.objects.get().deposits.update(amount=600)
    assert "versements d’un état : jamais plus que retenu" in {one.check for one in audit.faults()}


def test_the_statement_is_one_paper_until_something_moves(cast):
    [mission] = make_saved(cast)
    person = mission.person
    first = actions.issue_statement(person=person, by=cast.awa, on=ON)
    assert actions.issue_statement(person=person, by=cast.awa, on=ON) == first
    assert (first.data["movements"][0]["amount"], first.data["held"], first.data["to_carry"]) == (500, [], 500)
    carry(cast)
    second = actions.issue_statement(person=person, by=cast.awa, on=ON)
    assert second != first and second.data["to_carry"] == 0
    assert code_of(actions.issue_statement, person=person, by=cast.kossi, on=ON) == "not_allowed"
