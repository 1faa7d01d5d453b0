"""R16: a thousand ghosts of more than twenty kinds among a hundred thousand volunteers, with the control that lets them by."""

import time
from collections import Counter

from bench.measure import Line, most, shown
from bench.phantoms import KINDS, crowd
from teriya.pay.allowances.engine.ghosts import look, stops

HONEST, GHOSTS = 100_000, 1_000


def show() -> None:
    shown(measure())


def measure() -> list[Line]:
    people, kinds, frame = crowd(HONEST, GHOSTS)
    start = time.perf_counter()
    signs = look(people, frame)
    spent = time.perf_counter() - start
    stopped = {mission for mission, found in signs.items() if stops(found)}
    missed = Counter(kind for mission, kind in kinds.items() if mission not in stopped)
    alarms = [one.id for one in people if one.id not in kinds and one.id in stopped]
    unseen = look(people, frame, finders=())
    passing = sum(not stops(unseen.get(mission, [])) for mission in kinds)
    return [
        most(
            "R16",
            f"fantômes qui passent, sur {len(kinds)} de {len(KINDS)} sortes {dict(missed) or ''}",
            sum(missed.values()),
            0,
            "",
        ),
        most("R16", f"fausses alarmes, sur {HONEST}", len(alarms), HONEST / 100, "lignes"),
        Line("", "contrôle : fantômes qui passent sans les signes", str(passing)),
        Line("", "regarder tout le monde", f"{spent:.1f} s"),
    ]
