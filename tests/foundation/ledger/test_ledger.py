import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core import money
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.ledger import actions, queries

ON = timezone.localdate()


@pytest.fixture
def state(cast):
    return actions.grant(code="ETAT-2026", title="État 2026", funder="État", amount=1_000_000, by=cast.awa, on=ON)


def legs(*amounts: int) -> list[dict]:
    return [
        {"account": account, "amount": value}
        for account, value in zip(("allowances", "owed", "sent"), amounts, strict=False)
    ]


def test_only_finance_grants(cast):
    with pytest.raises(NotAllowed):
        actions.grant(code="X", title="X", funder="X", amount=1, by=cast.yao, on=ON)


def test_an_envelope_never_gives_more_than_it_holds(state):
    actions.commit(state, [actions.Part("seat", 1, 600_000)], on=ON)
    assert actions.available(state) == 400_000
    with pytest.raises(Refusal, match="envelope_short"):
        actions.commit(state, [actions.Part("seat", 2, 400_001)], on=ON)
    actions.move(state, "released", [actions.Part("seat", 1, 100_000)], on=ON)
    actions.commit(state, [actions.Part("seat", 3, 500_000)], on=ON)
    assert actions.available(state) == 0


def test_the_same_seat_is_committed_once(state):
    actions.commit(state, [actions.Part("seat", 1, 10)], on=ON)
    with pytest.raises(IntegrityError, match="movement_once"), transaction.atomic():
        actions.commit(state, [actions.Part("seat", 1, 10)], on=ON)


@pytest.mark.parametrize(
    "kind, amount, constraint",
    [
        ("committed", 400_001, "envelope_overdrawn"),
        ("spent", 600_001, "spent_beyond_commitment"),
        ("released", 600_001, "spent_beyond_commitment"),
    ],
)
def test_the_database_itself_refuses_to_overdraw(state, kind, amount, constraint):
    actions.commit(state, [actions.Part("seat", 1, 600_000, 1)], on=ON)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        actions.move(state, kind, [actions.Part("seat", 2, amount)], on=ON)
    actions.move(state, kind, [actions.Part("seat", 2, amount - 1, 1)], on=ON)
    assert queries.left_on_seats([1])[state.pk, 1] == {"committed": 1_000_000}.get(kind, 0)


def test_a_cut_is_a_fact_and_nothing_more_is_committed(state, cast):
    actions.commit(state, [actions.Part("seat", 1, 600_000, 1)], on=ON)
    cut = {"envelope": state, "reason": "Loi de finances rectificative", "by": cast.awa, "on": ON}
    assert actions.withdraw(amount=800_000, **cut) == -400_000
    with pytest.raises(Refusal, match="envelope_short"):
        actions.commit(state, [actions.Part("seat", 2, 1)], on=ON)
    actions.move(state, "spent", [actions.Part("pay_line", 1, 100_000, 1)], on=ON)
    with pytest.raises(Refusal, match="more_than_granted"):
        actions.withdraw(amount=200_001, **cut)
    assert queries.standings()[state.pk].available == -400_000


def test_a_credit_notice_is_cash_once_and_no_more_than_it_is_given_back(state, cast):
    notice = {"envelope": state, "reference": "avis 7", "by": cast.awa, "on": ON}
    assert actions.take_in(amount=300_000, **notice) == 300_000
    with pytest.raises(Refusal, match="notice_known"):
        actions.take_in(amount=300_000, **notice)
    actions.commit(state, [actions.Part("seat", 1, 250_000, 1)], on=ON)
    actions.move(state, "spent", [actions.Part("pay_line", 1, 100_000, 1)], on=ON)
    standing = queries.standings()[state.pk]
    assert (standing.cash, standing.outstanding, standing.free) == (200_000, 150_000, 50_000)
    with pytest.raises(Refusal, match="cash_short"):
        actions.refund(state, [actions.Part("agreement", 1, 200_001)], on=ON)
    assert queries.balances() == {"cash": 300_000, "funds": -300_000}


def test_an_entry_balances_or_is_refused_by_the_database(state):
    actions.post_many([("pay_line", 1, "mars", legs(500, -500))], on=ON)
    assert queries.balances() == {"allowances": 500, "owed": -500}
    with pytest.raises(IntegrityError, match="ledger_unbalanced"), transaction.atomic():
        actions.post_many([("pay_line", 2, "mars", legs(500, -499))], on=ON)
        connection.check_constraints()
    assert not queries.unbalanced()


@pytest.mark.parametrize("table", ["ledger_leg", "ledger_ledgerentry", "ledger_envelopemovement"])
def test_nothing_written_is_changed(state, table):
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


@given(st.integers(0, 10**12), st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_a_split_sums_to_the_franc(value, weights):
    parts = money.split(value, weights)
    assert sum(parts) == value
    assert all(
        abs(part * sum(weights) - value * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )
