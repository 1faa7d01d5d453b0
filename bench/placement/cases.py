"""What is measured of ours, each case in a process of its own: python -m bench.placement.cases CASE FOLDER [OUT]. One line of JSON.

Numba's compilation is left out: a wave of one candidate is matched first (its cache folder must be writable).
"""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.placement.peers.told import peak
from teriya.mobilisation.placement.engine import commands
from teriya.mobilisation.placement.engine.certify import certify
from teriya.mobilisation.placement.engine.explain import answers
from teriya.mobilisation.placement.engine.files import read_wave
from teriya.mobilisation.placement.engine.floors import Floor, smallest_bonus, with_bonus
from teriya.mobilisation.placement.engine.funding import read_funding
from teriya.mobilisation.placement.engine.match import match
from teriya.mobilisation.placement.engine.order import Standings
from teriya.mobilisation.placement.engine.plan import plan_of
from teriya.mobilisation.placement.engine.release import release
from teriya.mobilisation.placement.engine.wave import Result, Wave

MOST_BONUS = 60


def warm() -> None:
    match(Wave.of(candidates=["C"], posts={"P": (1, "K")}, cells={"K": None}, lines={"L": 1}, edges=[("K", "L")],
                  wishes={"C": ["P"]}, order={("C", "P"): 1}))  # fmt: skip


def proved(result: Result) -> Result:
    if not certify(result).sound:
        raise SystemExit("not certified")
    return result


def matched(folder: Path, plainly: bool = False) -> dict:
    """From columns in memory to the placements, checks of the inputs included; then the certificate, not counted."""
    warm()
    wave = read_wave(folder)
    start = time.perf_counter()
    result = match(replace(wave), plainly=plainly)
    return {"seconds": time.perf_counter() - start, "placed": proved(result).placed}


def plainly(folder: Path) -> dict:
    return matched(folder, plainly=True)


def match_alone(folder: Path) -> dict:
    """A: the match alone; the memory is that of reading, matching and certifying."""
    warm()
    wave = read_wave(folder)
    start = time.perf_counter()
    result = match(wave)
    return {"seconds": time.perf_counter() - start, "placed": proved(result).placed}


def whole(folder: Path) -> dict:
    """B, C: from files to the answer of every wish of everybody, with the cutoff and the cause of every post."""
    warm()
    start = time.perf_counter()
    result = proved(match(read_wave(folder)))
    answered = answers(result)
    return {"seconds": time.perf_counter() - start, "placed": int((answered == 1).sum())}


def publish(folder: Path, out: Path) -> dict:
    """Not measured: what is verified next."""
    report = commands.run(folder, out)
    return {"seconds": 0, "placed": report.status}


def full_round(folder: Path) -> dict:
    """E: from files, PLAN, the smallest bonus that reaches a floor, MATCH, RELEASE, CERTIFY."""
    warm()
    start = time.perf_counter()
    budgets = read_funding(folder)
    wave = read_wave(folder, dict.fromkeys(budgets.purse.lines.tolist(), 0))
    wave = budgets.planned(wave, plan_of(wave, budgets))
    with np.load(folder / "standings.npz") as file:
        marks = {name: file[name].astype(np.int64) for name in ("tier", "score", "draw")}
    standings = Standings(**marks, who=wave.who, post=wave.wish, names=wave.posts)
    members = np.zeros(len(wave.candidates), bool)
    with np.load(folder / "members.npz") as file:
        members[file["candidate"]] = True
    floor = Floor(int(wave.places.sum()) * 45 // 100, members, np.ones(len(wave.posts), bool))
    bonus = smallest_bonus(wave, standings, floor, MOST_BONUS)
    result = proved(release(match(with_bonus(wave, standings, floor, bonus.points)), budgets.purse))
    return {"seconds": time.perf_counter() - start, "placed": result.placed, "bonus": bonus.points}


if __name__ == "__main__":
    case, *folders = sys.argv[1:]
    print(json.dumps(globals()[case](*map(Path, folders)) | {"memory": peak()}))
