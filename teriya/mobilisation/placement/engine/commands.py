"""What the command line does with folders: each command gives an exit status and the sentences to print.

Status: 0 certified, 1 refused (inputs or files, with the reason), 2 a result infeasible, unstable or altered.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.explain import Reason, explain
from teriya.mobilisation.placement.engine.files import (
    Altered,
    Published,
    input_digests,
    read_result,
    read_wave,
    write_result,
)
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.tables import digest
from teriya.mobilisation.placement.engine.wave import Wave
from teriya.mobilisation.placement.engine.whatif import Change, diff

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


def _reported(command: Callable[Arguments, list[str]]) -> Callable[Arguments, Report]:
    """A command that gives its sentences, or is stopped by what it found."""

    @wraps(command)
    def reported(*arguments: Arguments.args, **named: Arguments.kwargs) -> Report:
        try:
            return Report(0, command(*arguments, **named))
        except Refusal as refusal:
            return Report(1, [f"{refusal.code} : {refusal.sentence}"])
        except Altered as altered:
            return Report(2, [f"altered : {altered}"])
        except _Unsound as unsound:
            return Report(2, unsound.sentences)

    return reported


@_reported
def run(folder: str | Path, out: str | Path) -> list[str]:
    """Match the wave of a folder, certify the result, then write it."""
    wave = read_wave(Path(folder))
    result = match(wave)
    certificate = certify(wave, result)
    if not certificate.sound:
        raise _Unsound([f"{problem.code} : {problem.sentence}" for problem in certificate.problems])
    write_result(Path(out), wave, result)
    first = Counter(result.ranks.values())[1]
    return [
        f"Placés : {len(result.placements)} sur {len(wave.candidates)} ; à leur premier vœu : {first}.",
        f"Résultat certifié. Empreinte : {result.digest}",
    ]


@_reported
def certify_files(folder: str | Path, out: str | Path) -> list[str]:
    """Prove a published result against its inputs."""
    _, published = _proved(Path(folder), Path(out))
    return [f"Résultat certifié : réalisable, stable, intact. Empreinte : {published.result.digest}"]


@_reported
def explain_files(folder: str | Path, out: str | Path, candidate: str) -> list[str]:
    """Say why each wish of a candidate was met or not, from a result proved first."""
    wave, published = _proved(Path(folder), Path(out))
    return [_reason(reason) for reason in explain(wave, published.result, candidate)]


@_reported
def compare_files(before: str | Path, after: str | Path) -> list[str]:
    """Say who gains and who loses from one published result to another; both must be as they were written."""
    first, second = read_result(Path(before)), read_result(Path(after))
    for published in (first, second):
        _intact(published)
    changes = diff(first.result, second.result)
    return [
        f"Gagnants : {len(changes.gains)} ; perdants : {len(changes.loses)} ; poste gardé : {len(changes.unchanged)}.",
        *[f"gagne : {_change(change)}" for change in changes.gains],
        *[f"perd : {_change(change)}" for change in changes.loses],
    ]


def _proved(folder: Path, out: Path) -> tuple[Wave, Published]:
    """The wave and its published result, certified and identical to what was written."""
    wave, published = read_wave(folder), read_result(out)
    problems = certify(wave, published.result).problems
    if problems:
        raise _Unsound([f"{problem.code} : {problem.sentence}" for problem in problems])
    _intact(published)
    changed = [name for name, value in input_digests(wave).items() if published.input.get(name) != value]
    if changed:
        raise Altered(f"les données d’entrée ne sont plus celles du manifeste ({', '.join(changed)}).")
    return wave, published


def _intact(published: Published) -> None:
    """Refuse files that differ from their manifest."""
    changed = [name for name, value in published.found.items() if published.output.get(name) != value]
    if changed:
        raise Altered(f"les fichiers publiés ne sont plus ceux du manifeste ({', '.join(changed)}).")
    if published.result.digest != digest(published.result.placements, published.result.cutoffs):
        raise Altered("l’empreinte du manifeste n’est pas celle des placements et des seuils.")


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
