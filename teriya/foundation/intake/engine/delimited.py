"""Tables in text: values apart by a comma, a semicolon, a tab or a bar."""

import csv
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from itertools import chain, islice

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine import headings
from teriya.foundation.intake.engine.decoding import detect_encoding
from teriya.foundation.intake.engine.sheets import Limits, Sheet, cell_too_long, not_a_table

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 60  # lines read to choose the delimiter
_CLOSING = "\n"  # read after the last line: it makes an empty row unless a quotation mark is still open


def read(name: str, data: bytes, limits: Limits) -> Sheet:
    """The filled rows of a text file. Refuses not_a_table, binary, bad_encoding, unclosed_quote and every limit."""
    encoding = detect_encoding(name, data)
    delimiter = _delimiter(name, list(islice(_lines(data, encoding, limits), _SAMPLE)))
    sheet = Sheet(limits, encoding=encoding, delimiter=delimiter)
    rows = csv.reader(chain(_lines(data, encoding, limits), [_CLOSING]), delimiter=delimiter)
    number, last = 0, [""]
    try:
        for number, last in enumerate(rows, start=1):
            sheet.add(number, last)
    except csv.Error:
        raise _unclosed(number + 1) from None
    if last:
        raise _unclosed(number)
    return sheet


def _lines(data: bytes, encoding: str, limits: Limits) -> Iterator[str]:
    """The lines with their ends, whichever they are, read as they are needed."""
    longest = limits.columns * limits.cell_characters
    with TextIOWrapper(BytesIO(data), encoding, newline="") as stream:
        number = 0
        while line := stream.readline(longest):
            number += 1
            if len(line) == longest:
                raise cell_too_long(number, limits)
            yield line


def _delimiter(name: str, sample: list[str]) -> str:
    """The one that cuts the heading row into most words, and the other rows into as many cells."""
    if "".join(sample).lstrip()[:1] == "<":
        raise not_a_table(name, "une page web")
    weights = {delimiter: _weight(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=weights.__getitem__)
    if not weights[best]:
        raise not_a_table(name, "un texte sans colonnes")
    return best


def _weight(sample: list[str], delimiter: str) -> tuple[int, ...]:
    """(heading words × rows as wide as the headings, rows above the headings, the fewer the better); () if no table."""
    try:
        rows = list(filter(any, csv.reader(sample, delimiter=delimiter)))
    except csv.Error:
        return ()
    position = headings.find(rows)
    if position is None:
        return ()
    as_wide = sum(len(row) == len(rows[position]) for row in rows)
    return headings.count_words(rows[position]) * as_wide, -position


def _unclosed(number: int) -> Refusal:
    return Refusal("unclosed_quote", f'Ligne {number} : un guillemet " ouvert n’est jamais fermé.', field="file")
