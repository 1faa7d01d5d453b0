"""The matcher places as two other programs do, on the problems that they know (bench/placement/oracles.py wrote the files).

Hospitals and residents: a cell by post, no ceiling, a line that pays all. Students and lecturers: a lecturer is a cell, his
capacity its ceiling, and two projects of his stand in the student's own order.
"""

import json
from pathlib import Path

import pytest

from teriya.mobilisation.placement.engine.certify import certify
from tests.mobilisation.placement.small import Post, Small, matched


def instances(name):
    return json.loads((Path(__file__).parent / f"oracle_{name}.json").read_text())["instances"]


def small(instance, cell_of, ceilings):
    """The wave of an instance: cell by post, ceilings by cell; keys by the rank that the cell gives, then the wish."""
    ranks = [{who: rank for rank, who in enumerate(ranked)} for ranked in instance["ranks"]]
    dearest = sorted(
        (ranks[cell_of[post]][who], place, cell_of[post], who, post)
        for who, wished in enumerate(instance["wishes"])
        for place, post in enumerate(wished)
    )
    return Small(
        candidates=tuple(f"C{who}" for who in range(len(instance["wishes"]))),
        posts={f"P{post}": Post(seats, f"K{cell_of[post]}") for post, seats in enumerate(instance["seats"])},
        cells={f"K{cell}": ceiling for cell, ceiling in enumerate(ceilings)},
        lines={"L": len(instance["wishes"])},
        edges=tuple((f"K{cell}", "L") for cell in range(len(ceilings))),
        wishes={f"C{who}": tuple(f"P{post}" for post in wished) for who, wished in enumerate(instance["wishes"])},
        order={(f"C{who}", f"P{post}"): key for key, (*_, who, post) in enumerate(dearest, 1)},
    )


def hospitals(instance):
    return small(instance, range(len(instance["seats"])), [None] * len(instance["seats"]))


def lecturers(instance):
    return small(instance, instance["lecturer"], instance["ceiling"])


@pytest.mark.parametrize("plainly", [False, True])
@pytest.mark.parametrize(("name", "encoded"), [("hr", hospitals), ("spa", lecturers)])
def test_same_placements_as_the_peer(name, encoded, plainly):
    for number, instance in enumerate(instances(name)):
        result = matched(encoded(instance), plainly)
        theirs = {f"C{who}": f"P{post}" for who, post in enumerate(instance["placed"]) if post >= 0}
        assert result.placements == theirs, f"{name} {number}"
        assert certify(result).sound


def test_the_instances_bind():
    """Somebody is left out for the seats of a hospital, somebody for the ceiling of a lecturer."""
    causes = {
        name: {cutoff.cause for instance in instances(name) for cutoff in matched(encoded(instance)).cutoffs.values()}
        for name, encoded in (("hr", hospitals), ("spa", lecturers))
    }
    assert causes == {"hr": {"", "seats"}, "spa": {"", "seats", "ceiling"}}
