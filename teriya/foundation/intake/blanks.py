"""Workbooks to fill: the headings that the intake reads, in text cells, so that no date is turned round and no zero lost."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from teriya.foundation.intake.engine.headings import Field
from teriya.foundation.intake.kinds import Kind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = 500  # made ready to be filled; more may be added


def blank(kind: Kind) -> bytes:
    """One sheet; the columns that may not be left out in bold."""
    book = Workbook()
    lay_out(book.active, kind.fields)
    book.active.title = kind.code
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def lay_out(sheet: Worksheet, fields: Sequence[Field]) -> None:
    """The headings, each as offices usually write it, and lines of text below."""
    for place, field in enumerate(fields, start=1):
        column = get_column_letter(place)
        sheet[f"{column}1"] = field.labels[0]
        sheet[f"{column}1"].font = Font(bold=field.required)
        sheet.column_dimensions[column].width = 18
        for row in range(2, LINES + 2):
            sheet[f"{column}{row}"].number_format = "@"
    sheet.freeze_panes = "A2"
