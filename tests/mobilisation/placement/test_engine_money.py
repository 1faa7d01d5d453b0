"""PLAN and RELEASE: francs become places, and what is left unspent is given to those whom money refused."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.certify import Payment, certify
from teriya.mobilisation.placement.engine.ids import ids_of
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.plan import plan
from teriya.mobilisation.placement.engine.purse import Purse, Regions
from teriya.mobilisation.placement.engine.release import release
from teriya.mobilisation.placement.engine.whatif import diff, outcomes
from tests.mobilisation.placement.small import Post, Small
from tests.mobilisation.placement.test_engine_oracle import small_wave


def purse(costs: list[int], funders: list[int], budgets: list[int]) -> Purse:
    lines, names = ids_of([f"L{n}" for n in range(len(costs))]), ids_of([f"F{n}" for n in range(len(budgets))])
    return Purse(lines, np.array(costs), np.array(funders), names, np.array(budgets))


EDGES = np.array([[0, 0], [1, 0], [1, 1]])  # the State pays both cells, the fund pays the second one only


def test_plan_spends_where_the_money_may_go():
    """300 000 F of the State and 120 000 F of the fund, 60 000 F a place: five places and two, one for each seat."""
    made = plan(room=np.array([5, 2]), edges=EDGES, purse=purse([60_000, 60_000], [0, 1], [300_000, 120_000]))
    assert made.places(2).tolist() == [5, 2] and made.in_cell(2).tolist() == [5, 2]


def test_plan_one_purse_for_two_classes_of_allowance():
    """One funder, 100 000 F: a place of 60 000 and one of 40 000, not two of the dearer."""
    made = plan(
        room=np.array([2, 2]), edges=np.array([[0, 0], [1, 1]]), purse=purse([60_000, 40_000], [0, 0], [100_000])
    )
    assert made.places(2).tolist() == [0, 2]
    heavy = plan(room=np.array([2, 2]), edges=np.array([[0, 0], [1, 1]]), purse=purse([60_000, 40_000], [0, 0], [100_000]),
                 weight=np.array([3, 1]))  # fmt: skip
    assert heavy.places(2).tolist() == [1, 1]


def test_plan_between_floors_and_ceilings_of_regions():
    regions = Regions(ids_of(["R0", "R1"]), np.array([0, 1]), np.array([1, 2]), np.array([1, -1]))
    made = plan(room=np.array([5, 5]), edges=EDGES, purse=purse([1, 1], [0, 1], [4, 0]), regions=regions)
    assert made.in_cell(2).tolist() == [1, 3]
    with pytest.raises(Refusal, match="floors_unreachable"):
        plan(room=np.array([5, 5]), edges=EDGES, purse=purse([1, 1], [0, 1], [1, 0]), regions=regions)


def test_release_gives_what_is_left_to_the_first_refused():
    """The State planned two places at a school that nobody wants; its money goes to the health centre instead."""
    small = Small(
        candidates=("Afi", "Kossi", "Essi"),
        posts={"école": Post(2, "éducation"), "dispensaire": Post(3, "santé")},
        cells={"éducation": None, "santé": None},
        lines={"L0": 2, "L1": 1},
        edges=(("éducation", "L0"), ("santé", "L1")),
        wishes=dict.fromkeys(("Afi", "Kossi", "Essi"), ("dispensaire",)),
        order={(who, "dispensaire"): key for key, who in enumerate(("Afi", "Kossi", "Essi"), 1)},
    )
    first = match(small.wave)
    last = release(first, purse([50, 100], [0, 0], [200]))
    assert first.placements == {"Afi": "dispensaire"}
    assert last.placements == {
        "Afi": "dispensaire",
        "Kossi": "dispensaire",
    }  # 100 F left: one place more of the second line
    assert last.wave.places.tolist() == [0, 2] and certify(last).sound


def test_release_harms_nobody_passes_no_budget_and_leaves_nothing_affordable():
    gained = 0
    for seed in range(600):
        random = Random(seed)
        small = small_wave(random, candidates=random.randint(3, 12), posts=8, cells=5, lines=4)
        costs = [random.choice([1, 2, 3]) for _ in range(4)]
        funders = [random.randint(0, 1) for _ in range(4)]
        spent = [
            sum(c * n for c, n, f in zip(costs, small.lines.values(), funders, strict=True) if f == one)
            for one in (0, 1)
        ]
        money = purse(costs, funders, [total + random.randint(0, 4) for total in spent])
        first = match(small.wave)
        last = release(first, money)
        changes = diff(outcomes(first), outcomes(last))
        gained += len(changes.gains)
        assert changes.loses == [] and certify(last).sound
        assert (money.spent(last.wave.places) <= money.budget).all()
        for line in range(4):  # one place more, paid by what is left, would change nothing
            richer = match(replace(last.wave, places=last.wave.places + (np.arange(4) == line)))
            held = np.bincount(last.wave.cell[last.post[last.post >= 0]], minlength=5)
            if diff(outcomes(last), outcomes(richer)).gains:
                left = money.budget - money.spent(_used(last, held))
                assert left[money.funder[line]] < money.cost[line]
    assert gained > 100


def _used(result, held):
    return result.wave.places - np.array(Payment(result.wave, held).left)
