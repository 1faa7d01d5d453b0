"""The cells of a workbook as text: ISO dates, numbers as people see them, formulas never computed.

Source: ECMA-376, part 1, §18.3.1.4 (cell), §18.8.30 (number formats), §18.17.4 (dates as numbers).
"""

from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

_LARGEST = 10**15  # a spreadsheet keeps 15 digits


def local(tag: str) -> str:
    """An element's name without its namespace, which varies from one spreadsheet to another."""
    return tag.rpartition("}")[2]


def date_styles(styles: Element) -> frozenset[str]:
    """The style numbers, as cells write them, that show a number as a date."""
    formats = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    for element in styles.iter():
        if local(element.tag) == "numFmt":
            formats[element.get("numFmtId", "")] = element.get("formatCode", "")
    cell_formats = next((element for element in styles.iter() if local(element.tag) == "cellXfs"), ())
    return frozenset(
        str(i) for i, style in enumerate(cell_formats) if is_date_format(formats.get(style.get("numFmtId", "")))
    )


class CellTexts:
    """Turns what a cell holds into the text that its reader sees."""

    def __init__(self, strings: Sequence[str], dates: frozenset[str], epoch: datetime = WINDOWS_EPOCH):
        self.strings, self.dates, self.epoch = strings, dates, epoch

    def text(self, kind: str, style: str, raw: str) -> str:
        """`kind` and `style` are the cell's attributes t and s."""
        if kind == "s":
            return self.strings[int(raw)] if raw else ""
        if kind == "n" and raw:
            return date_text(raw, self.epoch) if style in self.dates else number_text(raw)
        if kind == "b":
            return "VRAI" if raw == "1" else "FAUX"
        return raw.replace("_x000D_", "")  # how XLSX writes a carriage return


def number_text(raw: str) -> str:
    """ "12.0" → "12", "9.0112233E7" → "90112233", "14.500000000000002" → "14.5"."""
    if raw.isdecimal():
        return raw
    try:
        number = float(raw)
    except ValueError:
        return raw
    whole = number.is_integer() and abs(number) < _LARGEST
    return str(int(number)) if whole else format(number, ".15g")


def date_text(raw: str, epoch: datetime) -> str:
    """The day, with the hour where there is one; a number that is no date stays a number."""
    try:
        moment = from_excel(float(raw), epoch)
    except (ValueError, OverflowError):
        return number_text(raw)
    return str(moment).removesuffix(" 00:00:00")
