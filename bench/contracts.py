"""Contracts of a wave, issued then printed on two cores, beside the same papers compiled bare.

The bare render compiles the same template with the same data: no square of its own, no compaction, no digest kept.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from datetime import time as midnight
from multiprocessing import get_context

import django
import typst
from django.core.management import call_command
from django.utils import timezone

from bench.measure import Line, most, shown
from bench.wave import placed
from teriya.foundation.documents.actions import pdf
from teriya.foundation.documents.engine.papers import PAPERS
from teriya.foundation.documents.engine.render import TEMPLATES
from teriya.foundation.documents.engine.shapes import fitted
from teriya.foundation.documents.engine.squares import square
from teriya.foundation.documents.engine.totals import totals
from teriya.foundation.documents.models import Document
from teriya.service.missions import actions

MANY, CORES, STEP = 1_000, 2, 50
LEAST, MOST = 100, 2  # PDF a second; times the bare render: whichever is reached


def show() -> None:
    call_command("load_pack", "tg", verbosity=0)
    missions, by = placed(MANY)
    lines = measure(missions, by)
    shown(lines)


def measure(missions: Sequence, by) -> list[Line]:
    on = timezone.localdate()
    actions.record_insurance(missions=missions, reference="CNSS 2026-117", by=by, on=on)
    start = time.perf_counter()
    contracts = actions.issue_contracts(missions=missions, by=by, on=on)
    issued = time.perf_counter() - start
    ids = [contract.document_id for contract in contracts]
    return [most("", f"{len(ids)} contrats établis, SMS compris", issued, 60, "s"), printing(ids)]


def printing(ids: list[int]) -> Line:
    """The first PDF of each of these papers, beside the bare render."""
    bare, ours = _on_cores(_compile, ids), _on_cores(_print, ids)
    is_fast = len(ids) / ours >= LEAST or ours <= MOST * bare
    aim = f"≥ {LEAST}/s ou ≤ {MOST} ×"
    return Line("", "leurs PDF, deux cœurs", f"{len(ids) / ours:.0f}/s", f"{len(ids) / bare:.0f}/s", f"{ours / bare:.2f} ×", aim, is_fast)  # fmt: skip


def _on_cores(work: Callable[[list[int]], int], ids: list[int]) -> float:
    """Seconds for all, fonts and templates read once a process beforehand; said as it goes."""
    parts = [ids[at : at + STEP] for at in range(0, len(ids), STEP)]
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        list(pool.map(_compile, [ids[:1]] * CORES * 2))
        start, done = time.perf_counter(), 0
        for count in pool.map(work, parts):
            done += count
            print(f"\r{done} sur {len(ids)} PDF", end="", file=sys.stderr)
        print(file=sys.stderr)
        return time.perf_counter() - start


def _print(ids: list[int]) -> int:
    return sum(bool(pdf(document)) for document in Document.objects.filter(pk__in=ids))


_compiler: list[typst.Compiler] = []


def _compile(ids: list[int]) -> int:
    if not _compiler:
        _compiler.append(
            typst.Compiler(
                root=TEMPLATES, font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True
            )
        )
    code = square("https://teriya.example/verifier/000000000000", level="M")
    for document in Document.objects.filter(pk__in=ids):
        clean = fitted(document.data, PAPERS[document.kind], document.kind)
        sent = (
            clean
            | totals(document.kind, clean)
            | {"made_on": fitted(document.on, type(document.on), "on"), "trial": False}
        )
        sent["verification"]["qr"] = code
        inputs = {"paper": json.dumps(sent)}
        _compiler[0].compile(TEMPLATES / f"{document.kind}.typ", format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"],
                             timestamp=datetime.combine(document.on, midnight(), UTC))  # fmt: skip
    return len(ids)
