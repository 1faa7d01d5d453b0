"""One table: ours beside the others, then the aims. `python -m bench.placement 20k` stops at 20 000 candidates (a trial)."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.placement.environments import PEERS, SCRIPTS, python_of
from config.launch import ROOT, data_folder

SIZES = {"20k": 20_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
LIMIT, TIMES = 180, 3
Row = tuple[str, str, str, str, str, str]
OURS = (("ici, avec numba", "matched"), ("ici, sans numba", "plainly"))
OTHER = {"ortools": " (flot, autre problème)", "scipy": " (couplage, autre problème)"}


@dataclass(frozen=True)
class Aim:
    """megabytes: None where no memory is aimed at."""

    words: str
    case: str
    kind: str
    size: str
    seconds: float
    megabytes: int | None = None


AIMS = (
    Aim("A placer, contraint", "match_alone", "constrained", "1M", 1, 600),
    Aim("B fichiers → certifié, expliqué", "whole", "constrained", "1M", 1.5),
    Aim("C fichiers → certifié, expliqué", "whole", "constrained", "10M", 15, 8000),
    Aim("D vérifier ce qui est publié", "verify", "constrained", "100k", 1),
    Aim("D vérifier ce qui est publié", "verify", "constrained", "1M", 10),
    Aim("E tour entier : plan, bonus, reste", "full_round", "budgets", "100k", 1),
)


class Waves:
    """The folders drawn, each once and in a process of its own; thrown away at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, kind: str, size: str) -> Path:
        folder = self.folder / f"{kind}-{size}"
        if not folder.exists():
            command = [sys.executable, "-m", "bench.placement.generator", folder, str(SIZES[size]), kind]
            subprocess.run(command, cwd=ROOT, check=True)
        return folder

    def published(self, kind: str, size: str) -> Path:
        out = self.folder / f"{kind}-{size}-out"
        if not out.exists():
            measured(ours("publish", self.of(kind, size), out))
        return out

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def ours(case: str, *folders: Path) -> list[str | Path]:
    if case == "verify":
        return [sys.executable, "-m", "bench.placement.verifying", *folders]
    return [sys.executable, "-m", "bench.placement.cases", case, *folders]


def measured(command: Sequence[str | Path], times: int = 1) -> dict | None:
    """The best of some runs, each in a process of its own; None past the limit."""
    best = None
    for _ in range(times):
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            return best
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))}\n{done.stderr[-2000:]}")
        found = json.loads(done.stdout)
        best = min(best or found, found, key=lambda one: one["seconds"])
        if found["seconds"] > LIMIT / TIMES / 10:
            break  # long enough for chance to be lost in it
    return best


def compared(waves: Waves, sizes: list[str]) -> list[Row]:
    """Ours on both problems, the others on the plain one; what passed the limit is not tried on more."""
    rows = []
    for kind, words in (("plain", "simple"), ("constrained", "contraint")):
        for name, case in OURS:
            rows += _by_size(f"{words}, {name}", sizes, lambda size, k=kind, c=case: measured(ours(c, waves.of(k, size)), TIMES))  # fmt: skip
    for peer, pinned in PEERS.items():
        python, script = python_of(peer), SCRIPTS / f"run_{peer}.py"
        words = f"simple, {pinned.replace('==', ' ')}{OTHER.get(peer, '')}"
        rows += _by_size(words, sizes, lambda size, p=python, s=script: measured([p, s, waves.of("plain", size)]))
    return rows


def _by_size(words: str, sizes: list[str], measure) -> list[Row]:
    rows: list[Row] = []
    for size in sizes:
        found = measure(size)
        rows.append(told((words, size, *cost(found), "", "")))
        if found is None:
            break
    return rows


def aimed(waves: Waves, sizes: list[str]) -> list[Row]:
    """The aims; on a trial, at the largest size asked, and without a verdict."""
    rows = []
    for aim in AIMS:
        size = min(aim.size, sizes[-1], key=SIZES.get)
        folders = [waves.of(aim.kind, size)] + [waves.published(aim.kind, size)] * (aim.case == "verify")
        found = measured(ours(aim.case, *folders), TIMES)
        most = f"≤ {aim.seconds} s" + (f", {aim.megabytes} Mo" if aim.megabytes else "")
        is_reached = (
            found and found["seconds"] <= aim.seconds and found["memory"] <= (aim.megabytes or found["memory"])
        )
        verdict = "" if size != aim.size else "OK" if is_reached else "COURT"
        rows.append(told((aim.words, size, *cost(found), most, verdict)))
    return rows


def told(row: Row) -> Row:
    print("  ".join(row), file=sys.stderr)
    return row


def cost(found: dict | None) -> tuple[str, str]:
    return (seconds(found["seconds"]), f"{found['memory']} Mo") if found else (f"> {LIMIT} s", "")


def seconds(found: float) -> str:
    return f"{found:.3f} s" if found < 1 else f"{found:.2f} s" if found < 10 else f"{found:.0f} s"


def written(rows: Sequence[Row]) -> str:
    table = [("", "candidats", "temps", "mémoire", "visé", ""), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(6)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)  # fmt: skip


def hurry() -> None:
    """Others may use this machine: go before them where it is allowed. Children inherit it."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)
        Path("/proc/self/autogroup").write_text("-10")  # Linux weighs sessions first, then what is in each


def main(largest: str) -> int:
    if largest not in SIZES:
        sys.exit(f"« {largest} » n’est pas une taille : {', '.join(SIZES)}.")
    hurry()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is temporary goes away then too
    sizes = list(SIZES)[: list(SIZES).index(largest) + 1]
    waves = Waves(data_folder() / f"bench-placement-{os.getpid()}")
    try:
        aims = aimed(waves, sizes)
        rows = compared(waves, [size for size in sizes if size != "10M"]) + aims
    finally:
        waves.forget()
    print(f"\n{date.today():%d/%m/%Y}, {os.cpu_count()} cœurs, le meilleur de {TIMES}\n\n{written(rows)}")
    return int(any(verdict == "COURT" for *_, verdict in rows))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["10M"]))
