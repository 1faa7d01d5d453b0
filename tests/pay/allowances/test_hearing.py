"""An order’s state is a function of what was said of it (R14): any order, any number of times."""

from itertools import permutations, product

import pytest

from teriya.pay.allowances.engine.hearing import heard

SAID = ("paid", "returned", "back", "pending")


def state_after(answers) -> str:
    state, is_money_back = "sent", False
    for said in answers:
        state, _outcome = heard(state, said, is_money_back=is_money_back)
        is_money_back |= said == "back"
    return state


def last_one_wins(answers) -> str:
    """The control: what a reader without memory would keep."""
    told = [said for said in answers if said != "pending"]
    return {"paid": "paid", "returned": "returned", "back": "returned"}[told[-1]] if told else "sent"


@pytest.mark.parametrize(
    "answers", {tuple(sorted(said)) for size in range(1, 5) for said in product(SAID, repeat=size)}
)
def test_the_order_of_answers_changes_nothing(answers):
    assert len({state_after(order) for order in permutations(answers)}) == 1


def test_a_reader_without_memory_would_depend_on_the_order():
    assert len({last_one_wins(order) for order in permutations(("paid", "returned"))}) == 2


@pytest.mark.parametrize(
    "answers, state",
    [
        (["pending"], "sent"),
        (["paid", "paid"], "paid"),
        (["returned", "paid"], "contested"),
        (["paid", "returned", "paid"], "contested"),
        (["paid", "back"], "returned"),
        (["back", "paid"], "returned"),
        (["paid", "returned", "back"], "returned"),
    ],
)
def test_what_an_order_becomes(answers, state):
    assert state_after(answers) == state


def test_an_attempt_that_was_followed_by_another_stays_returned():
    assert heard("returned", "paid", is_replaced=True) == ("returned", "suspense")
