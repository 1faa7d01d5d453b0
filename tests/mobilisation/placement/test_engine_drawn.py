"""The waves of the published bench: the same words draw the same wave, both matchers place it alike, and it is certified."""

import pytest

from bench.placement.generator import write
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.commands import run
from teriya.mobilisation.placement.engine.files import read_wave
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.tables import input_digests
from teriya.mobilisation.placement.engine.verify import certify_files


@pytest.mark.parametrize(("kind", "causes"), [("plain", {1}), ("constrained", {1, 2, 3})])
def test_both_matchers_place_a_drawn_wave_alike(tmp_path, kind, causes):
    write(tmp_path / "in", 20_000, kind)
    write(tmp_path / "again", 20_000, kind)
    wave = read_wave(tmp_path / "in")
    assert input_digests(wave) == input_digests(read_wave(tmp_path / "again"))
    result = match(wave)
    assert certify(result).sound
    assert result.digest == match(wave, plainly=True).digest
    assert set(result.cause.tolist()) - {0} == causes


def test_a_drawn_wave_with_budgets_is_planned_and_proved(tmp_path):
    write(tmp_path / "in", 3_000, "budgets", seed=2)
    assert run(tmp_path / "in", tmp_path / "out").status == 0
    assert certify_files(tmp_path / "in", tmp_path / "out").status == 0
