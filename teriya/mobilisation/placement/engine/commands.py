"""The command that places: a folder in, a certified result out. Those on published folders: verify.py."""

from pathlib import Path

from teriya.mobilisation.placement.engine import funding
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.files import read_seed, read_wave, write_result
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.plan import plan_of
from teriya.mobilisation.placement.engine.release import release
from teriya.mobilisation.placement.engine.verify import kept_apart, reported, require_sound


@reported
def run(folder: str | Path, out: str | Path) -> list[str]:
    """Plan the money of a folder where it gives budgets, match its wave, use the money left, certify, then write."""
    folder, plan = Path(folder), {}
    budgets = funding.read_funding(folder)
    if budgets is None:
        wave = read_wave(folder)
        result = match(kept_apart(folder, wave))
    else:
        wave = read_wave(folder, dict.fromkeys(budgets.purse.lines.tolist(), 0))
        made = plan_of(wave, budgets)
        result = release(match(kept_apart(folder, budgets.planned(wave, made))), budgets.purse)
        plan = {"plan.csv": funding.render_plan(wave, made), "released.csv": funding.render_places(result.wave)}
    seed = read_seed(folder, wave)
    require_sound(certify(result).problems)
    write_result(Path(out), result, seed, plan)
    first = sum(rank == 1 for rank in result.ranks.values())
    return [
        f"Placés : {result.placed} sur {len(result.wave.candidates)} ; à leur premier vœu : {first}.",
        f"Résultat certifié. Empreinte : {result.digest}",
    ]
