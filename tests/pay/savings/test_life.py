"""Any life of savings: carried, cancelled, asked, refused, paid, come back, in any order that the rules allow."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances import audit as pay_audit
from teriya.pay.allowances.models import PayRun
from teriya.pay.savings import actions, audit, queries
from teriya.pay.savings.models import Deposit, Refund, RefundPayment
from teriya.pay.savings.statements import statement_of
from teriya.people.models import Person
from tests.factories.savings import ON, finish, make_account, make_heirs, make_saved

FRANCS = st.integers(-1, 600)


class Savings(RuleBasedStateMachine):
    """Three volunteers with 500 F each: one left, one died with three heirs, one still serves. Each step may be refused."""

    cast = None  # set by the test: a machine has no fixtures

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    @initialize(parts=st.lists(st.integers(1, 9), min_size=1, max_size=4))
    def three_are_paid(self, parts):
        gone, dead, serving = make_saved(self.cast, 3)
        self.run, self.account = PayRun.objects.get(), make_account(self.cast)
        finish(self.cast, gone)
        self.act = make_heirs(self.cast, finish(self.cast, dead, "death"), *parts)
        self.people = [gone.person_id, dead.person_id, serving.person_id]
        self.number = 0

    def tried(self, action, **values):
        """A refusal changes nothing: the balances stay what they were."""
        before = ledger.balances()
        try:
            with transaction.atomic():
                action(on=ON, **values)
        except Refusal:
            assert ledger.balances() == before

    def name(self) -> str:
        self.number += 1
        return f"N-{self.number}"

    @rule(amount=st.integers(-1, 1600))
    def something_is_carried(self, amount):
        self.tried(actions.deposit, run=self.run, account=self.account, amount=amount, reference=self.name(), by=self.cast.tchaa)  # fmt: skip

    @rule(data=st.data())
    def a_deposit_is_cancelled(self, data):
        if rows := list(Deposit.objects.order_by("pk")):
            self.tried(actions.cancel_deposit, deposit=data.draw(st.sampled_from(rows)), reason="Erreur", by=self.cast.dede)  # fmt: skip

    @rule(who=st.integers(0, 2), amount=FRANCS)
    def a_refund_is_asked(self, who, amount):
        person = Person.objects.get(pk=self.people[who])
        self.tried(actions.ask_refund, person=person, amount=amount, means="cash", number="", by=self.cast.awa)

    @rule()
    def the_heirs_are_asked_for(self):
        self.tried(actions.ask_refunds_of_heirs, act=self.act, by=self.cast.awa)

    @rule(data=st.data(), step=st.sampled_from(("approve", "refuse", "pay", "come_back", "ask_again")))
    def a_refund_takes_a_step(self, data, step):
        rows = list(Refund.objects.order_by("pk"))
        if not rows:
            return
        refund = {"refund": data.draw(st.sampled_from(rows))}
        if step in ("approve", "refuse"):
            self.tried(actions.decide_refund, step=step, reason="Motif", by=self.cast.dede, **refund)
        elif step == "pay":
            self.tried(actions.pay_refund, account=self.account, voucher=self.name(), by=self.cast.tchaa, **refund)
        elif step == "come_back":
            self.tried(actions.come_back, reason="Absent", by=self.cast.tchaa, **refund)
        else:
            self.tried(actions.ask_again, means="cash", number="", by=self.cast.awa, **refund)

    @invariant()
    def nobody_has_less_than_nothing(self):
        assert all(francs >= 0 for francs in queries.balances().values()) and queries.held(self.account) >= 0

    @invariant()
    def every_entry_balances(self):
        assert not ledger.unbalanced().exists() and sum(ledger.balances().values()) == 0

    @invariant()
    def the_statements_are_the_ledger(self):
        told = [statement_of(person) for person in Person.objects.filter(pk__in=self.people)]
        assert [row.balance for row in told] == [queries.balance(row.person) for row in told]
        assert sum(row.balance for row in told) == ledger.balances().get("savings", 0)

    @invariant()
    def the_whole_is_held_or_to_carry(self):
        to_carry = sum(gap.francs for gap in queries.gaps())
        assert queries.held(self.account) + to_carry == ledger.balances().get("savings", 0)
        out = sum(RefundPayment.objects.filter(returned_on=None).values_list("amount", flat=True))
        assert ledger.balances().get("savings", 0) + out == 1500

    @invariant()
    def the_audit_is_silent(self):
        assert [*pay_audit.faults(), *audit.faults()] == []


@pytest.mark.hostile
def test_any_life_of_savings(cast):
    _live(cast, examples=40, steps=30)


def test_a_short_life_of_savings(cast):
    _live(cast, examples=3, steps=15)


def _live(cast, examples: int, steps: int) -> None:
    machine = type("Savings", (Savings,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    rules.forget()
