"""Several papers in one file, to print together: their pages one after the other, nothing else of them.

What a reader sees of each is unchanged; its tags, outline and claim to be an archive stay with the paper itself.
"""

import re
from collections.abc import Iterable, Iterator

from teriya.foundation.documents.engine.compact import cross_reference, spans

_REF = re.compile(rb"(\d+) 0 R\b")
_CATALOG, _PAGES = 1, 2


def bound(papers: Iterable[bytes]) -> bytes:
    """One PDF of papers made by `render.plain`, which are read one at a time: memory holds what is written only."""
    objects: list[bytes] = []
    known: dict[bytes, int] = {}  # what refers to nothing is written once: colour profile, identical fonts and squares
    pages: list[int] = []
    for paper in papers:
        pages += _added(paper, objects, known)
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    objects = [b"<</Type/Catalog/Pages %d 0 R/Lang(fr)>>" % _PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids), *objects]  # fmt: skip
    return _written(objects)


def _added(paper: bytes, objects: list[bytes], known: dict[bytes, int]) -> list[int]:
    """Append what the pages of a paper need, under new numbers; the numbers of its pages."""
    bodies, root = _bodies(paper)
    pages = list(_pages_of(bodies, _first_ref(bodies[root], b"/Pages")))
    needed = list(_needed(bodies, pages))
    numbers = {old: known[bodies[old]] for old in needed if bodies[old] in known}
    new = [old for old in needed if old not in numbers]
    numbers |= {
        old: place for place, old in enumerate(new, start=len(objects) + 3)
    }  # after the catalogue and the pages
    for old in new:
        objects.append(_renumbered(bodies[old], numbers))
        if not _REF.search(_head(bodies[old])):
            known[bodies[old]] = numbers[old]
    return [numbers[old] for old in pages]


def _bodies(paper: bytes) -> tuple[dict[int, bytes], int]:
    offsets, trailer, end = cross_reference(paper)
    found = {
        number: paper[start:stop].partition(b"obj")[2].strip().removesuffix(b"endobj").strip()
        for number, start, stop in spans(offsets, end)
    }
    return found, _first_ref(trailer, b"/Root")


def _first_ref(text: bytes, key: bytes) -> int:
    found = re.search(re.escape(key) + rb" (\d+) 0 R", text)
    if found is None:
        raise ValueError(f"no {key.decode()}")
    return int(found[1])


def _pages_of(bodies: dict[int, bytes], node: int) -> Iterator[int]:
    kids = re.search(rb"/Kids\s*\[([^\]]*)\]", bodies[node])
    if kids is None:
        yield node
        return
    for kid in _REF.findall(kids[1]):
        yield from _pages_of(bodies, int(kid))


def _needed(bodies: dict[int, bytes], pages: list[int]) -> Iterator[int]:
    """Pages, and whatever they lead to but the tree above them."""
    seen, waiting = set(pages), list(pages)
    while waiting:
        number = waiting.pop(0)
        yield number
        for ref in map(int, _REF.findall(_head(bodies[number]))):
            if ref not in seen:
                seen.add(ref)
                waiting.append(ref)


def _head(body: bytes) -> bytes:
    """The dictionary of an object, without the way up from a page."""
    return re.sub(rb"/Parent \d+ 0 R", b"", body.partition(b"stream\n")[0])


def _renumbered(body: bytes, numbers: dict[int, int]) -> bytes:
    head, mark, stream = body.partition(b"stream\n")
    return _REF.sub(lambda ref: b"%d 0 R" % numbers.get(int(ref[1]), _PAGES), head) + mark + stream


def _written(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n%\xc2\xb5\xc2\xb6\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, _CATALOG, start)
    return bytes(out)
