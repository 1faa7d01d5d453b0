"""From a number that was said to ours, step by step: what is known, over which days, of whom. The steps add up."""

from dataclasses import dataclass
from typing import NamedTuple


class Step(NamedTuple):
    """`code`: what the step changes. `amount`: what it adds or takes away."""

    code: str
    amount: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Our own counts, the first with the days and the people of what was said, as they were known when it was said."""

    then: int
    now: int
    our_days: int
    ours: int


def bridge(said: int, counts: Counts) -> list[Step]:
    """Steps from what was said to our figure, those that change nothing left out.

    « definition »: what our count of that day does not find of what was said: another definition, or an error. « late »: recorded
    since. « period »: other days. « population »: other people.
    """
    steps = [
        Step("definition", counts.then - said), Step("late", counts.now - counts.then),
        Step("period", counts.our_days - counts.now), Step("population", counts.ours - counts.our_days),
    ]  # fmt: skip
    return [step for step in steps if step.amount]
