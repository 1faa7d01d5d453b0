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
    actions.commit(state, [("seat", 1, 600_000)], on=ON)
    assert actions.available(state) == 400_000
    with pytest.raises(Refusal, match="envelope_short"):
        actions.commit(state, [("seat", 2, 400_001)], on=ON)
    actions.move(state, "released", [("seat", 1, 100_000)], on=ON)
    actions.commit(state, [("seat", 3, 500_000)], on=ON)
    assert actions.available(state) == 0


def test_the_same_seat_is_committed_once(state):
    actions.commit(state, [("seat", 1, 10)], on=ON)
    with pytest.raises(IntegrityError, match="movement_once"), transaction.atomic():
        actions.commit(state, [("seat", 1, 10)], on=ON)


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
