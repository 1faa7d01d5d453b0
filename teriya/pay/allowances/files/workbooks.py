"""A sheet to print and sign, as XLSX: the same bytes on every machine.

Its parts are stored, not compressed, for two compressors may give two files; its cells hold text or numbers, never a formula.
Source: ECMA-376, part 1, §18 (SpreadsheetML).
"""

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl.utils import get_column_letter

from teriya.pay.allowances.files.payees import in_xml
from teriya.pay.allowances.files.tables import Cell

_HEAD, _LINE, _MAIN = 1, 2, "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HIGH = 30  # points: room for a signature or a thumb

_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KINDS}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KINDS}.styles+xml"/></Types>'
)
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_LINKS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATED}/styles" Target="styles.xml"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets><sheet name="État" sheetId="1" r:id="rId1"/></sheets><definedNames>'
    '<definedName name="_xlnm.Print_Titles" localSheetId="0">\'État\'!$1:$1</definedName></definedNames></workbook>'
)
_SIDE = '<{0} style="thin"><color auto="1"/></{0}>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>'
    f"{''.join(_SIDE.format(side) for side in ('left', 'right', 'top', 'bottom'))}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="3" fontId="1" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="3" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def workbook(title: str, widths: Sequence[int], heads: Sequence[str], lines: Sequence[Sequence[Cell]], sums: Sequence[Cell]) -> bytes:  # fmt: skip
    """One sheet in landscape: `title` and page above each printed page, the headings again, a last line of sums."""
    body = [_row(1, heads, _HEAD), *(_row(n, line, _LINE) for n, line in enumerate(lines, start=2)), _row(len(lines) + 2, sums, _HEAD)]  # fmt: skip
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1)
    )
    shown = escape(in_xml(title).replace("&", "&&"))
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(body)}</sheetData>"
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;L{shown}&amp;R&amp;P / &amp;N</oddHeader></headerFooter></worksheet>"
    )
    return _archive({
        "[Content_Types].xml": _TYPES, "_rels/.rels": _ROOT, "xl/workbook.xml": _BOOK, "xl/_rels/workbook.xml.rels": _LINKS,
        "xl/styles.xml": _STYLES, "xl/worksheets/sheet1.xml": sheet,
    })  # fmt: skip


def _row(number: int, cells: Sequence[Cell], style: int) -> str:
    height = f' ht="{_HIGH}" customHeight="1"' if style == _LINE else ""
    return f'<row r="{number}"{height}>{"".join(_cell(f"{get_column_letter(n)}{number}", cell, style) for n, cell in enumerate(cells, 1))}</row>'


def _cell(place: str, value: Cell, style: int) -> str:
    if isinstance(value, int):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(in_xml(value))}</t></is></c>'


def _archive(parts: dict[str, str]) -> bytes:
    """A zip in which neither the hour nor the machine leaves a trace."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = entry.external_attr = 0
            archive.writestr(entry, (_DECLARED + content).encode())
    return out.getvalue()
