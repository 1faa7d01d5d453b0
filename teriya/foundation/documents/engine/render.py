"""Papers as PDF: PDF/A-2a and PDF/UA-1, in French, the same bytes for the same data and the same date."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import segno
import typst

from teriya.foundation.documents.engine.compact import compacted
from teriya.foundation.documents.engine.papers import PAPERS
from teriya.foundation.documents.engine.shapes import fitted
from teriya.foundation.documents.engine.totals import totals

TEMPLATES = Path(__file__).resolve().parent.parent / "papers"
STANDARDS = ["a-2a", "ua-1"]

_fonts = typst.Fonts(include_system_fonts=False)  # only those of the wheel: the same paper on every machine
_of_thread = threading.local()


def render(paper: str, data: Mapping[str, Any], *, on: date, trial: bool = False) -> bytes:
    """The PDF of a paper (a key of PAPERS) made on this date; a trial is marked ESSAI on every page.

    `data` has the shape of its paper, dates as `date` or as ISO text; ValueError names what is missing or unknown.
    It reaches the template as JSON, never as markup. No clock and no font of the machine enters the bytes.
    """
    clean = fitted(data, PAPERS[paper], paper)
    sent = clean | totals(paper, clean) | {"made_on": fitted(on, date, "on"), "trial": trial}
    if "verification" in data:
        sent["verification"]["qr"] = segno.make(data["verification"]["url"], error="m").svg_inline(border=0)
    pdf = _compiler().compile(
        TEMPLATES / f"{paper}.typ",
        format="pdf",
        sys_inputs={"paper": json.dumps(sent)},
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(on, time(), UTC),
    )
    return compacted(pdf)


def _compiler() -> typst.Compiler:
    """One compiler a thread (it is not shared safely): fonts and templates are read once."""
    if not hasattr(_of_thread, "compiler"):
        _of_thread.compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts, ignore_system_fonts=True)
    return _of_thread.compiler
