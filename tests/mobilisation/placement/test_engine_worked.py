"""The examples worked by hand in docs/algorithms/placement.md."""

from dataclasses import replace

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.explain import Reason, explain, reserve_list
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.wave import Cutoff
from teriya.mobilisation.placement.engine.whatif import Change, diff, outcomes, what_if, without
from tests.mobilisation.placement.small import Post, Small, matched

SEATS = Small(
    candidates=("Afi", "Kossi", "Essi"),
    posts={"B1": Post(1, "K"), "B2": Post(1, "K")},
    cells={"K": None},
    lines={"État": 2},
    edges=(("K", "État"),),
    wishes={"Afi": ("B1", "B2"), "Kossi": ("B1", "B2"), "Essi": ("B2", "B1")},
    order={
        ("Kossi", "B1"): 1,
        ("Afi", "B1"): 2,
        ("Essi", "B2"): 3,
        ("Afi", "B2"): 4,
        ("Kossi", "B2"): 5,
        ("Essi", "B1"): 6,
    },
)
MONEY = Small(
    candidates=("Afi", "Kossi", "Essi", "Yao"),
    posts={"école": Post(2, "éducation"), "dispensaire": Post(2, "santé")},
    cells={"éducation": None, "santé": None},
    lines={"État": 1, "Fonds": 1},
    edges=(("éducation", "État"), ("santé", "État"), ("santé", "Fonds")),
    wishes={"Afi": ("dispensaire",), "Kossi": ("école", "dispensaire"), "Essi": ("école",), "Yao": ("dispensaire",)},
    order={
        ("Yao", "dispensaire"): 1,
        ("Essi", "école"): 2,
        ("Kossi", "école"): 3,
        ("Afi", "dispensaire"): 4,
        ("Kossi", "dispensaire"): 5,
    },
)


def test_match_first_example():
    result = matched(SEATS)
    assert result.placements == {"Kossi": "B1", "Essi": "B2"}
    assert result.cutoffs == {"B1": Cutoff(1, "seats"), "B2": Cutoff(3, "seats")}
    assert result.ranks == {"Kossi": 1, "Essi": 1}


def test_match_second_example_money_moves_between_funders():
    result = matched(MONEY)
    assert result.placements == {"Essi": "école", "Yao": "dispensaire"}
    assert result.cutoffs == {"école": Cutoff(2, "money"), "dispensaire": Cutoff(2, "money")}
    assert certify(result).sound


def test_second_example_funded_place_returns_money():
    richer = match(what_if(MONEY.wave, places={"Fonds": 2}))
    assert diff(outcomes(matched(MONEY)), outcomes(richer)).gains == [Change("Afi", None, "dispensaire")]
    assert diff(outcomes(matched(MONEY)), outcomes(richer)).loses == []


def test_match_third_example_seat_added_harms():
    shared = Small(
        candidates=("Afi", "Kossi", "Essi"),
        posts={"B1": Post(1, "K"), "B2": Post(1, "K")},
        cells={"K": 2},
        lines={"État": 3},
        edges=(("K", "État"),),
        wishes={"Afi": ("B1",), "Kossi": ("B1",), "Essi": ("B2",)},
        order={("Afi", "B1"): 1, ("Kossi", "B1"): 2, ("Essi", "B2"): 3},
    )
    changes = diff(outcomes(matched(shared)), outcomes(match(what_if(shared.wave, seats={"B1": 2}))))
    assert changes.gains == [Change("Kossi", None, "B1")]
    assert changes.loses == [Change("Essi", "B2", None)]
    assert changes.unchanged == ["Afi"]


def test_explain_each_wish():
    assert explain(matched(SEATS), "Afi") == [
        Reason(1, "B1", 2, 1, "seats", "refused"),
        Reason(2, "B2", 4, 3, "seats", "refused"),
    ]
    assert [reason.answer for reason in explain(matched(SEATS), "Kossi")] == ["placed", "later"]


def test_reserve_list_in_published_order():
    assert reserve_list(matched(SEATS), "B2") == ["Afi"]
    assert reserve_list(matched(MONEY), "dispensaire") == ["Afi", "Kossi"]


def test_reserve_list_without_those_better_placed():
    assert reserve_list(matched(SEATS), "B1") == ["Afi"]


def test_cutoff_empty_where_nobody_is_refused():
    alone = without(SEATS.wave, {"Afi"})
    assert match(alone).placements == {"Kossi": "B1", "Essi": "B2"}
    assert set(match(alone).cutoffs.values()) == {Cutoff(None, "")}


def test_cutoff_zero_where_nobody_is_held():
    closed = what_if(SEATS.wave, seats={"B1": 0}, places={"État": 0})
    assert match(closed).cutoffs == {"B1": Cutoff(0, "seats"), "B2": Cutoff(0, "money")}
    assert matched(replace(SEATS, edges=())).cutoffs["B1"] == Cutoff(0, "money")


@pytest.mark.parametrize("change", [{"seats": {"B9": 1}}, {"ceilings": {"K9": 1}}, {"places": {"Mécène": 1}}])
def test_what_if_unknown_id_is_refused(change):
    with pytest.raises(Refusal, match="unknown_"):
        what_if(SEATS.wave, **change)
