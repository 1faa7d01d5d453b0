"""Papers as PDF: PDF/A-2a and PDF/UA-1, in French, the same bytes for the same data and the same date."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from teriya.foundation.documents.engine.compact import compacted
from teriya.foundation.documents.engine.kinds import PAPERS
from teriya.foundation.documents.engine.seals import PLACE
from teriya.foundation.documents.engine.shapes import fitted
from teriya.foundation.documents.engine.squares import MOST, square
from teriya.foundation.documents.engine.totals import totals

TEMPLATES = Path(__file__).resolve().parent.parent / "papers"


_of_thread = threading.local()


def _typst() -> Any:
    """It comes with the first paper: with its fonts it weighs 15 MB, and most processes print nothing."""
    return import_module("typst")


def _compiler() -> Any:
    """A compiler is not shared safely: one a thread, which reads fonts and templates once."""
    if not hasattr(_of_thread, "compiler"):
        typst = _typst()
        fonts = typst.Fonts(include_system_fonts=False)  # only those of the wheel: the same paper on every machine
        _of_thread.compiler = typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)
    return _of_thread.compiler


def _signed(token: str, page: str) -> dict[str, Any]:
    """The token as it is, its QR unless no QR can hold it, and the place of the seal.

    Signed facts are as even as chance: no mask serves a reader better, and to try all eight takes as long as half the paper.
    """
    sent: dict[str, Any] = {"token": token, "seal": PLACE}
    if len(link := f"{page}#{token}") <= MOST:
        sent["token_qr"] = square(link, level="L", mask=4)
    return sent


def render(
    paper: str, data: Mapping[str, Any], *, on: date, trial: bool = False, pictures: Mapping[int, bytes] = MappingProxyType({})
) -> bytes:  # fmt: skip
    """The PDF of a paper (a key of PAPERS) made on this date; a trial is marked ESSAI on every page.

    `data` has the shape of its paper, dates as `date` or as ISO text; ValueError names what is missing or unknown.
    It reaches the template as JSON, never as markup. No clock and no font of the machine enters the bytes. `pictures`: the
    bytes of the photos that its cards name.
    """
    sent = _sent(paper, data, on, trial, pictures)
    return compacted(_compiled(paper, sent, on, pdf_standards=["a-2a", "ua-1"]))


def plain(paper: str, data: Mapping[str, Any], *, on: date, trial: bool = False) -> bytes:
    """The same pages without tags, to be bound with others (engine/binding.py): a third of the bytes and of the time."""
    sent = _sent(paper, data, on, trial, MappingProxyType({}))
    return _compiled(paper, sent, on, pdf_standards=["a-2b"], pdf_tags=False)


def _sent(paper: str, data: Mapping[str, Any], on: date, trial: bool, pictures: Mapping[int, bytes]) -> dict[str, Any]:
    clean = fitted(data, PAPERS[paper], paper)
    sent = clean | totals(paper, clean) | {"made_on": fitted(on, date, "on"), "trial": trial}
    if "verification" in data:
        sent["verification"]["qr"] = square(data["verification"]["url"], level="M")
        if token := data["verification"].get("token"):
            sent["verification"] |= _signed(token, data["verification"]["offline"])
        elif data["verification"].get("sealed"):
            sent["verification"]["seal"] = PLACE
    for card in sent.get("cards", ()):
        card["verification"]["qr"] = square(card["verification"]["url"], level="M")
        if card.get("photo") in pictures:
            card["picture"] = list(pictures[card["photo"]])
    if "address" in data:
        sent["qr"] = square(data["address"], level="M")
    return sent


def _compiled(paper: str, sent: Mapping[str, Any], on: date, **profile: Any) -> bytes:
    pdf = _compiler().compile(
        TEMPLATES / f"{paper}.typ",
        format="pdf",
        sys_inputs={"paper": json.dumps(sent)},
        timestamp=datetime.combine(on, time(), UTC),
        **profile,
    )
    assert isinstance(pdf, bytes)  # a PDF is one file; only images come by page
    return pdf


def can_draw(picture: bytes) -> bool:
    """Whether a photo can stand on a paper: one broken on its way would stop the making of the PDF."""
    try:
        sent = {"paper": json.dumps({"picture": list(picture)})}
        _compiler().compile(TEMPLATES / "image.typ", format="pdf", sys_inputs=sent)
    except _typst().TypstError:
        return False
    return True
