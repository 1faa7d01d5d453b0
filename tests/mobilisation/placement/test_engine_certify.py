"""The certificate equals the definition, and sees every alteration."""

import ast
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from teriya.mobilisation.placement.engine import certify as certify_module
from teriya.mobilisation.placement.engine.certify import Certificate, certify
from teriya.mobilisation.placement.engine.wave import CAUSES, NOBODY, Cutoff, Result
from tests.mobilisation.placement.small import Small, matched, result_with
from tests.mobilisation.placement.test_engine_oracle import Definition, waves
from tests.mobilisation.placement.test_engine_worked import MONEY, SEATS


def mutated(wave: Small, random: Random) -> tuple[Result, dict[str, str]]:
    """One or two candidates moved to any post, or taken out."""
    result = matched(wave)
    placed = dict(result.placements)
    for candidate in random.sample(wave.candidates, min(len(wave.candidates), random.choice([1, 1, 2]))):
        post = random.choice([None, *wave.wishes[candidate], *wave.wishes[candidate], random.choice(list(wave.posts))])
        if post is None:
            placed.pop(candidate, None)
        else:
            placed[candidate] = post
    return result_with(wave, placed, like=result), placed


def cutoffs(wave: Small, certificate: Certificate) -> dict[str, Cutoff]:
    rows = zip(wave.posts, certificate.key.tolist(), certificate.cause.tolist(), strict=True)
    return {post: Cutoff(None if key == NOBODY else key, CAUSES[cause]) for post, key, cause in rows}


def test_certify_equals_the_definition_on_mutated_results():
    random, seen = Random(10), Counter()
    for wave in waves(seed=10, number=1_500):
        (result, placed), definition = mutated(wave, random), Definition(wave)
        feasible = all(pair in wave.order for pair in placed.items()) and definition.feasible(list(placed.values()))
        stable = feasible and definition.stable(placed)
        certificate = certify(result)
        assert (certificate.feasible, certificate.stable) == (feasible, stable), (wave, placed)
        if feasible:
            assert cutoffs(wave, certificate) == {post: definition.cutoff(placed, post) for post in wave.posts}
        seen[feasible, stable] += 1
    assert min(seen[False, False], seen[True, False], seen[True, True]) > 100


@pytest.mark.parametrize(
    ("wave", "placements", "code"),
    [
        (SEATS, {"Kossi": "B1", "Afi": "B1"}, "seats"),
        (replace(SEATS, cells={"K": 1}), {"Kossi": "B1", "Essi": "B2"}, "ceiling"),
        (MONEY, {"Essi": "école", "Kossi": "école"}, "money"),
        (replace(SEATS, wishes=SEATS.wishes | {"Afi": ("B1",)}, order={pair: key for pair, key in SEATS.order.items() if pair != ("Afi", "B2")}), {"Afi": "B2"}, "unwished"),
        (SEATS, {"Kossi": "B1", "Afi": "B2"}, "unstable"),
        (SEATS, {}, "unstable"),
    ],
)  # fmt: skip
def test_certify_names_what_is_wrong(wave, placements, code):
    certificate = certify(result_with(wave, placements))
    assert not certificate.stable and not certificate.sound
    assert code in {problem.code for problem in certificate.problems}


def test_certify_sees_an_altered_cutoff():
    result = matched(SEATS)
    certificate = certify(replace(result, key=result.key + 1))
    assert certificate.stable and {problem.code for problem in certificate.problems} == {"cutoff", "digest"}


def test_certify_sees_an_altered_digest():
    assert [p.code for p in certify(replace(matched(SEATS), digest="0" * 64)).problems] == ["digest"]


def test_certify_shares_nothing_with_the_matcher():
    tree = ast.parse(Path(certify_module.__file__).read_text(encoding="utf-8"))
    imported = {node.module.rpartition(".")[2] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not imported & {"match", "reference", "fast", "network", "plan", "release"}
