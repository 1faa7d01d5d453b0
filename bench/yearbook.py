"""The yearbook of a year out of ten: 300 000 missions, 5 million values (`bench/decade.py`): `python -m bench yearbook show`.

Counted, checked, hidden, printed, by a process of its own, as the worker does; the steps it tells are those of the page.
"""

import sys
import time

from django.utils import timezone

from bench import decade
from bench.copies import highest
from bench.measure import Line, most, shown
from bench.seed import staff
from teriya.contribution.yearbook import actions
from teriya.contribution.yearbook.models import Preparation
from teriya.foundation.documents.actions import pdf
from teriya.foundation.rules import queries as rules

LONGEST, MEMORY = 60, 500  # seconds; MB


def show() -> None:
    print(f"{decade.MISSIONS} missions…", file=sys.stderr)
    decade.fill()
    shown(measure())


def measure() -> list[Line]:
    today, by = timezone.localdate(), staff("monitoring", "dodzi@anvt.example")
    rules.agency()  # a process reads the rules once
    row = actions.ask(year=today.year - 1, by=by, on=today)
    start = time.perf_counter()
    edition = actions.make(row)
    counted = time.perf_counter() - start
    paper = pdf(edition.document)
    spent = time.perf_counter() - start
    assert Preparation.objects.get(pk=row.pk).done == row.total
    totals = edition.content["totals"]
    print(f"{totals}, {len(paper) // 1024} ko", file=sys.stderr)
    return [
        Line("", f"annuaire de {totals['missions_begun']} missions, sur {decade.MISSIONS}", f"{spent:.0f} s", aim=f"≤ {LONGEST} s", is_reached=spent <= LONGEST),
        Line("", "dont compter, vérifier, figer", f"{counted:.0f} s"),
        most("", "sa mémoire", highest(), MEMORY, "Mo"),
    ]  # fmt: skip
