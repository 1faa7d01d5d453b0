"""The zip that an XLSX workbook is, read part by part within limits: nothing in it can fill memory or time."""

from io import BytesIO
from typing import Protocol
from xml.etree.ElementTree import Element
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from defusedxml.ElementTree import fromstring

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.sheets import Limits, encrypted, not_a_table

_ENTRY = b"PK\x01\x02"  # opens each entry of a zip's table of contents
_MOST_ENTRIES = 1_000
_SMALL_PART = 4_000_000  # bytes of a part that is read whole: the list of sheets, the styles
_DENSEST = 150  # times its size that a part may unfold to: bombs reach 1 000
_PIECE = 65_536
_LONGEST_TAG = 4 * _PIECE  # the XML parser keeps an unfinished tag or comment in memory
_MOST_NAMES = 1_000  # of tags and attributes, which the XML parser keeps too
_DEEPEST = 50  # levels of tags; a sheet has eight


class Listener(Protocol):
    """What hears the elements of a part as they are read, by their name without prefix.

    `elements_left`: how many more it bears; it grants itself more with each filled cell, so that emptiness is cut short.
    """

    elements_left: int

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, characters: str) -> None: ...


class _Names(dict[str, str]):
    """Tag → its name without prefix, worked out once: some spreadsheets write "x:row" for "row"."""

    def __missing__(self, tag: str) -> str:
        self[tag] = tag.rpartition(":")[2]
        return self[tag]


class Archive:
    """One workbook's parts. Opening refuses zip_bomb, macros, encrypted, damaged and not_a_table."""

    def __init__(self, name: str, data: bytes, limits: Limits):
        # Counted before the zip is opened, for opening reads the whole table of contents.
        if data.count(_ENTRY) > _MOST_ENTRIES:
            raise bomb(name)
        self.name, self.limits = name, limits
        self.zip = ZipFile(BytesIO(data))
        entries = self.zip.infolist()
        self.sizes = {entry.filename: entry.file_size for entry in entries}
        if sum(entry.file_size for entry in entries) > limits.unpacked_bytes or any(map(_too_dense, entries)):
            raise bomb(name)
        if any(entry.flag_bits & 1 for entry in entries):
            raise encrypted(name)
        if "xl/workbook.xml" not in self.sizes:
            raise not_a_table(name, "une archive ou un autre document")
        if any(part.endswith("vbaProject.bin") for part in self.sizes):
            raise Refusal(
                "macros", f"« {name} » contient des macros. Enregistrez-le en XLSX sans macros.", field="file"
            )
        if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
            raise damaged(name)  # other compressions may ask for gigabytes, and no spreadsheet writes them

    def tree(self, part: str) -> Element:
        """A small part, whole."""
        if self.sizes[part] > _SMALL_PART:
            raise bomb(self.name)
        root: Element = fromstring(self.zip.read(part), forbid_dtd=True)
        return root

    def walk(self, part: str, listener: Listener) -> None:
        """Read a part of any size to its listener; tags without end, in length, depth, number or names, are refused."""
        parser = self._parser(listener)
        fed = 0
        with self.zip.open(part) as stream:
            while piece := stream.read(_PIECE):
                fed += len(piece)
                parser.Parse(piece)
                unfinished = fed - parser.CurrentByteIndex
                if fed > self.sizes[part] or unfinished > _LONGEST_TAG or len(parser.intern) > _MOST_NAMES:
                    raise bomb(self.name)
        parser.Parse(b"", True)

    def _parser(self, listener: Listener) -> expat.XMLParserType:
        depth = 0
        names = _Names()

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            listener.elements_left -= 1
            if depth > _DEEPEST or listener.elements_left < 0:
                raise bomb(self.name)
            listener.start(names[tag], attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            listener.end(names[tag])

        def doctype(*_: object) -> None:
            raise damaged(self.name)  # entities, inside or outside the file, can only be declared there

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = listener.text, doctype
        return parser


def _too_dense(entry: ZipInfo) -> bool:
    return entry.file_size > _SMALL_PART and entry.file_size > _DENSEST * entry.compress_size


def bomb(name: str) -> Refusal:
    return Refusal(
        "zip_bomb", f"« {name} » se déplie en un fichier démesuré. Enregistrez-le de nouveau.", field="file"
    )


def damaged(name: str) -> Refusal:
    return Refusal(
        "damaged", f"« {name} » est abîmé. Ouvrez-le, puis enregistrez-le de nouveau en XLSX.", field="file"
    )
