"""Any life of the ledger (R13): a month prepared, rejected, sent, answered, paid again, in any order that the rules allow."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import actions as envelopes
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement, Leg
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Seat
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import Institution, PayLine, PaymentOrder, PayRun, Split
from teriya.pay.allowances.policies import next_step
from tests.factories.allowances import ON, answers, holder_of, make_payable, prepare

TABLES = ("ledger_leg", "ledger_ledgerentry", "ledger_envelopemovement")
DONE = date(2024, 4, 8)


class Ledger(RuleBasedStateMachine):
    """Three volunteers' March. Whatever is tried, the legs sum to zero and the balances tell what the lines tell."""

    cast = None  # set by the test: a machine has no fixtures

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    @initialize(absent=st.integers(0, 4))
    def a_month_is_confirmed(self, absent):
        make_payable(self.cast, 3, absent=absent)
        self.state, self.is_cut = Envelope.objects.get(), False
        self.partner = envelopes.grant(
            code="P9", title="P9", funder="Partenaire", amount=10**9, by=self.cast.awa, on=ON
        )
        prepare(self.cast)

    def run(self) -> PayRun:
        return PayRun.objects.order_by("pk").last()

    def waiting(self) -> str:
        step = next_step(self.run().visas.all())
        return step["code"] if step else ""

    @precondition(lambda self: self.waiting() not in ("", "settle") and self.run().total)
    @rule()
    def the_next_step_is_taken(self):
        """An envelope that was cut may not hold what a month spends beyond its seat's commitment: nothing is then written."""
        step, before = self.waiting(), ledger.balances()
        try:
            with transaction.atomic():
                actions.take_step(run=self.run(), step=step, by=holder_of(self.cast, step), on=ON)
        except Refusal as no:
            assert (no.code, step, ledger.balances()) == ("envelope_short", "order", before) and self.is_cut

    @precondition(lambda self: self.waiting() in ("vise", "take_charge"))
    @rule()
    def the_next_step_is_refused(self):
        step = self.waiting()
        actions.take_step(
            run=self.run(), step=step, by=holder_of(self.cast, step), on=ON, accepted=False, reason="Pièce"
        )

    @precondition(lambda self: self.run().state == "prepared")
    @rule()
    def the_month_is_computed_again(self):
        prepare(self.cast)

    @precondition(lambda self: self.run().state in ("sent", "settled"))
    @rule(data=st.data())
    def answers_come_back(self, data):
        """Any of them, paid or returned, in any order; those already read too."""
        orders = list(PaymentOrder.objects.exclude(state="ordered").order_by("pk"))
        some = data.draw(st.permutations(orders))[: data.draw(st.integers(1, len(orders)))]
        returned = tuple(order.reference for order in some if data.draw(st.booleans()))
        actions.settle(run=self.run(), institution=Institution.objects.get(), content=answers(some, returned=returned),
                       filename="r.csv", by=self.cast.kossivi, on=DONE)  # fmt: skip

    @precondition(lambda self: PayLine.objects.filter(state="returned").exists())
    @rule()
    def what_came_back_is_paid_again(self):
        actions.reorder(lines=list(PayLine.objects.filter(state="returned")), by=self.cast.tchaa, on=DONE)

    @rule(weight=st.integers(1, 3))
    def another_envelope_takes_over(self, weight):
        seats = Seat.objects.filter(need__reference="M0001").exclude(state="closed")
        payers = {"envelope": self.partner, "weight": 1, "others": [(self.state, weight)]}
        before = sum(one.outstanding for one in ledger.standings().values())
        try:
            with transaction.atomic():
                needs.refinance(seats, **payers, reason="Avenant", by=self.cast.awa, on=ON)
        except Refusal as no:
            assert no.code == "envelope_short" and self.is_cut
        assert sum(one.outstanding for one in ledger.standings().values()) == before

    @precondition(lambda self: not self.is_cut)
    @rule(depth=st.integers(0, 100_000))
    def the_budget_is_cut(self, depth):
        held = ledger.standings()[self.state.pk]
        envelopes.withdraw(
            envelope=self.state,
            amount=min(held.available + depth, held.granted),
            reason="Loi",
            by=self.cast.awa,
            on=ON,
        )
        self.is_cut = True

    @rule(step=st.sampled_from(("engage", "liquidate", "order", "take_charge", "send")))
    def a_step_out_of_turn_changes_nothing(self, step):
        if step == self.waiting():
            return
        before = ledger.balances()
        with pytest.raises(Refusal), transaction.atomic():
            actions.take_step(run=self.run(), step=step, by=holder_of(self.cast, step), on=ON)
        assert ledger.balances() == before

    @rule(
        table=st.sampled_from(TABLES), verb=st.sampled_from(("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"))
    )
    def the_role_refuses_to_rewrite(self, table, verb):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb.format(table))

    @invariant()
    def every_entry_balances(self):
        assert not ledger.unbalanced().exists() and sum(ledger.balances().values()) == 0

    @invariant()
    def no_envelope_is_overdrawn(self):
        """A cut alone leaves less than what is committed; what is spent was committed, seat by seat as for the whole."""
        for envelope, held in ledger.standings().items():
            assert held.outstanding >= 0 and (held.available >= 0 or self.is_cut)
            seats = ledger.left_on_seats(EnvelopeMovement.objects.values_list("seat", flat=True).distinct())
            assert sum(left for (payer, _seat), left in seats.items() if payer == envelope) == held.outstanding
            assert all(left >= 0 for left in seats.values())

    @invariant()
    def the_balances_are_what_the_lines_say(self):
        """Counted from the lines and the orders, on another road than the entries."""
        balances, orders = ledger.balances(), PaymentOrder.objects.all()
        told = {
            "received": sum(order.amount for order in orders if order.state == "paid"),
            "sent": sum(order.amount for order in orders if order.state in ("sent", "contested")),
        }
        assert {account: balances.get(account, 0) for account in told} == told
        assert all(balances.get(account, 0) >= 0 for account in ("owed", "ordered", "sent", "received"))

    @invariant()
    def nobody_is_paid_twice(self):
        received = Leg.objects.filter(account="received").values_list("person", "amount")
        assert len(set(received)) == len(received) and not PayLine.objects.filter(state="paid", orders=None).exists()
        assert sum(Split.objects.filter(line__state="paid").values_list("amount", flat=True)) == ledger.balances().get(
            "received", 0
        )


@pytest.mark.hostile
def test_any_life_of_the_ledger(cast):
    _live(cast, examples=60, steps=30)


def test_a_short_life_of_the_ledger(cast):
    _live(cast, examples=4, steps=15)


def _live(cast, examples: int, steps: int) -> None:
    machine = type("Ledger", (Ledger,), {"cast": cast})
    checks = list(HealthCheck)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks
        ),
    )
