"""Every measure in turn, and the table."""

import os
import sys
from datetime import date

from bench import candidates, first_visit, names, past, question, rows, seed, sign_ins, step, whole_application
from bench.measure import written

MEASURES = (question, step, rows, sign_ins, first_visit, whole_application, candidates, past, names)


def draw() -> None:
    print(f"Semis : {seed.PEOPLE} personnes…", file=sys.stderr)
    seed.plant()
    lines = []
    for measure in MEASURES:
        print(measure.__doc__.partition(",")[0], "…", file=sys.stderr)
        lines += measure.measure()
    print(f"\n{date.today():%d/%m/%Y}, {os.cpu_count()} cœurs\n\n{written(lines)}")
    sys.exit(not all(line.is_reached for line in lines))
