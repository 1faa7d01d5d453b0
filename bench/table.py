"""Every measure in turn, and the table."""

import os
import sys
from datetime import date

from bench import candidates, first_visit, names, past, question, rows, seed, sign_ins, step, whole_application
from bench.measure import written

# the whole application last: it writes in the register that `candidates` and `past` copy
MEASURES = (question, step, rows, sign_ins, first_visit, candidates, past, names, whole_application)


def draw() -> None:
    print(f"Semis : {seed.PEOPLE} personnes…", file=sys.stderr)
    seed.plant()
    lines = []
    for measure in MEASURES:
        print(measure.__doc__.partition(",")[0], "…", file=sys.stderr)
        lines += (found := measure.measure())
        print(written(found), file=sys.stderr)  # at once: a later measure may fail
    print(f"\n{date.today():%d/%m/%Y}, {os.cpu_count()} cœurs\n\n{written(lines)}")
    sys.exit(not all(line.is_reached for line in lines))
