"""The worked example of docs/algorithms/responsiveness.md, and what bounds it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.mobilisation.hosts.engine.responsiveness import Fact, score

ON = date(2026, 11, 27)


def facts(kind: str, in_time: int, late: int, missed: int) -> list[Fact]:
    due = ON - timedelta(60)
    return [
        *(Fact(kind, due, due) for _ in range(in_time)), *(Fact(kind, due, due + timedelta(30)) for _ in range(late)),
        *(Fact(kind, due) for _ in range(missed)),
    ]  # fmt: skip


def test_the_worked_example():
    found = score([*facts("attestation", 5, 2, 1), *facts("answer", 1, 0, 1), *facts("share", 1, 1, 1)], ON)
    assert {line.kind: line.percent for line in found.lines} == {"attestation": 75, "answer": 50, "share": 50}
    assert found.percent == 58


@pytest.mark.parametrize(("fact", "percent"), [
    (Fact("answer", ON - timedelta(366)), 100),  # too old to count
    (Fact("answer", ON + timedelta(1)), 100),  # not due yet
    (Fact("answer", ON - timedelta(1)), 75),
    (Fact("answer", ON - timedelta(40), ON - timedelta(9)), 75),  # 31 days late counts for nothing
    (Fact("answer", ON - timedelta(40), ON - timedelta(10)), 87),
])  # fmt: skip
def test_what_one_more_fact_changes(fact, percent):
    assert score([*facts("answer", 3, 0, 0), fact], ON).percent == percent


def test_two_slips_are_no_habit():
    assert score(facts("answer", 0, 0, 2), ON).percent is None


@given(
    st.lists(st.tuples(st.sampled_from(["answer", "share"]), st.integers(0, 400), st.none() | st.integers(-50, 90)))
)
def test_a_score_stays_between_nothing_and_all_and_doing_better_never_lowers_it(rows):
    def read(better: bool) -> list[Fact]:
        dues = [(kind, ON - timedelta(ago), late) for kind, ago, late in rows]
        return [Fact(kind, due, due if better else due + timedelta(late) if late is not None else None) for kind, due, late in dues]  # fmt: skip

    found, best = score(read(False), ON).percent, score(read(True), ON).percent
    assert found is None or (0 <= found <= 100 and best == 100)
