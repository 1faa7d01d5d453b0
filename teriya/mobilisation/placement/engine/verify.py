"""Commands on published folders: prove, explain, compare. With NumPy alone: neither numba nor the solver is asked for.

Status: 0 certified, 1 refused (inputs or files, with the reason), 2 a result infeasible, unstable or altered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine import funding, tables
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.explain import Reason, explain
from teriya.mobilisation.placement.engine.files import (
    Altered,
    Published,
    read_manifest,
    read_result,
    read_seed,
    read_wave,
)
from teriya.mobilisation.placement.engine.order import commitment
from teriya.mobilisation.placement.engine.reserves import check_host_ranks, reserve
from teriya.mobilisation.placement.engine.rows import has_table, read_bytes, read_columns
from teriya.mobilisation.placement.engine.wave import Wave
from teriya.mobilisation.placement.engine.whatif import Change, Outcomes, diff

Arguments = ParamSpec("Arguments")
CAUSES = {
    "seats": "les places du poste sont prises",
    "ceiling": "le plafond de la cellule est atteint",
    "money": "l’argent des financeurs est employé",
}


@dataclass(frozen=True)
class Report:
    """The end of a command."""

    status: int
    sentences: list[str]


class _Unsound(Exception):
    """The result is infeasible, unstable or altered."""

    def __init__(self, sentences: list[str]):
        super().__init__(*sentences)
        self.sentences = sentences


def reported(command: Callable[Arguments, list[str]]) -> Callable[Arguments, Report]:
    """A command that gives its sentences, or is stopped by what it found."""

    @wraps(command)
    def ending(*arguments: Arguments.args, **named: Arguments.kwargs) -> Report:
        try:
            return Report(0, command(*arguments, **named))
        except Refusal as refusal:
            return Report(1, [f"{refusal.code} : {refusal.sentence}"])
        except Altered as altered:
            return Report(2, [f"altered : {altered}"])
        except _Unsound as unsound:
            return Report(2, unsound.sentences)

    return ending


def kept_apart(folder: Path, wave: Wave) -> Wave:
    """The wave with its reserved seats, once host rankings are seen to follow the order."""
    if has_table(folder, "host_ranks"):
        post, candidate, rank = read_columns(folder, "host_ranks", ("post", "candidate", "rank"))
        check_host_ranks(wave, (post, candidate, rank))
    if not has_table(folder, "reserves"):
        return wave
    rows = read_columns(folder, "reserves", ("post", "group", "seats"))
    members = read_columns(folder, "members", ("candidate", "group"))
    as_rows = [list(zip(*(column.tolist() for column in table), strict=True)) for table in (rows, members)]
    return reserve(wave, as_rows[0], as_rows[1])


def require_sound(problems: list) -> None:
    if problems:
        raise _Unsound([f"{problem.code} : {problem.sentence}" for problem in problems])


@reported
def certify_files(folder: str | Path, out: str | Path) -> list[str]:
    """Prove a published result against its inputs."""
    published = _proved(Path(folder), Path(out))
    return [f"Résultat certifié : réalisable, stable, intact. Empreinte : {published.result.digest}"]


@reported
def explain_files(folder: str | Path, out: str | Path, candidate: str) -> list[str]:
    """Say why each wish of a candidate was met or not, from a result proved first."""
    return [_reason(reason) for reason in explain(_proved(Path(folder), Path(out)).result, candidate)]


@reported
def compare_files(before: str | Path, after: str | Path) -> list[str]:
    """Say who gains and who loses from one published result to another; both must be as they were written."""
    folders = [Path(out) for out in (before, after)]
    texts = [{name: read_bytes(out / f"{name}.csv") for name in tables.RESULTS} for out in folders]
    changes = diff(*(_outcomes(out, written) for out, written in zip(folders, texts, strict=True)))
    return [
        f"Gagnants : {len(changes.gains)} ; perdants : {len(changes.loses)} ; poste gardé : {len(changes.unchanged)}.",
        *[f"gagne : {_change(change)}" for change in changes.gains],
        *[f"perd : {_change(change)}" for change in changes.loses],
    ]


def _proved(folder: Path, out: Path) -> Published:
    """The published result, certified and identical to what was written."""
    budgets = funding.read_funding(folder)
    if budgets is None:
        bare = read_wave(folder)
        wave = kept_apart(folder, bare)
    else:
        bare = read_wave(folder, dict.fromkeys(budgets.purse.lines.tolist(), 0))
        made, planned = _published_plan(out, bare, budgets)
        if said := funding.faults(funding.read_places(out, bare), budgets, made):
            raise _Unsound(said)
        wave = kept_apart(folder, planned)
    published, seed = read_result(wave, out), read_seed(folder, bare)
    if seed is not None and published.seed != commitment(seed):
        raise Altered("la graine n’est pas celle du manifeste.")
    require_sound(certify(published.result).problems)
    _require_intact(out, published.found)
    changed = [name for name, value in tables.input_digests(wave).items() if published.input.get(name) != value]
    if changed:
        raise Altered(f"les données d’entrée ne sont plus celles du manifeste ({', '.join(changed)}).")
    return published


def _published_plan(out: Path, wave: Wave, budgets: funding.Funding) -> tuple[funding.Plan, Wave]:
    try:
        made = funding.read_plan(out, wave)
        return made, funding.read_places(out, budgets.planned(wave, made))
    except Refusal as refusal:
        if refusal.code == "file_missing":
            raise
        raise Altered(refusal.sentence) from refusal


def _require_intact(out: Path, found: Mapping[str, str]) -> None:
    """Refuse files that differ from their manifest."""
    manifest = read_manifest(out)
    changed = [name for name, value in found.items() if manifest["output"].get(name) != value]
    if changed:
        raise Altered(f"les fichiers publiés ne sont plus ceux du manifeste ({', '.join(changed)}).")


def _outcomes(out: Path, texts: Mapping[str, bytes]) -> Outcomes:
    """What each placed candidate obtained, from files that are as they were written."""
    _require_intact(out, {f"{name}.csv": tables.sha256(text) for name, text in texts.items()})
    if read_manifest(out)["digest"] != tables.sha256(texts["placements"], texts["cutoffs"]):
        raise Altered("l’empreinte du manifeste n’est pas celle des placements et des seuils.")
    candidates, posts = (column.tolist() for column in read_columns(out, "placements", tables.RESULTS["placements"]))
    ranks = dict(
        zip(*(column.tolist() for column in read_columns(out, "ranks", tables.RESULTS["ranks"])), strict=True)
    )
    return {who: (post, ranks[who]) for who, post in zip(candidates, posts, strict=True)}


def _reason(reason: Reason) -> str:
    wish = f"Vœu {reason.rank}, {reason.post}"
    if reason.answer == "placed":
        return f"{wish} : obtenu (votre clé {reason.key})."
    if reason.answer == "later":
        return f"{wish} : sans objet, un vœu préféré est obtenu."
    cutoff = f"dernière clé retenue {reason.cutoff}" if reason.cutoff else "personne n’a pu être retenu"
    return f"{wish} : refusé, {CAUSES[reason.cause]} ; {cutoff}, votre clé {reason.key}."


def _change(change: Change) -> str:
    return f"{change.candidate}, {change.before or 'non placé'} → {change.after or 'non placé'}"
