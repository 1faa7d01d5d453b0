"""What is said of the lines that were brought, and what candidates wrote in theirs: N° and wishes, even where a line is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake import readers
from teriya.foundation.intake.engine.headings import match
from teriya.foundation.intake.engine.tables import read_table
from teriya.foundation.intake.kinds import KINDS
from teriya.foundation.intake.models import Import, ImportRow
from teriya.portals.trial.keys import FILES, Source

REMARK = "remarque"  # the code of what stops nothing


class Told(NamedTuple):
    """One thing said of one line; the columns of lignes_a_revoir.csv."""

    file: str
    line: int
    field: str
    code: str
    sentence: str


@dataclass(frozen=True)
class Written:
    """`numbers`: line of the file → N°. `wishes`: N° → the posts chosen, in their order."""

    numbers: Mapping[int, str]
    wishes: Mapping[str, list[str]]


def brought() -> list[Import]:
    """The files in the order of a wave: hosts, needs, candidates, scores."""
    order = list(FILES.values())
    return sorted(Import.objects.defer("content"), key=lambda file: order.index(file.kind))


def told(file: Import) -> Iterator[Told]:
    """Every error and every remark of a file, line by line."""
    names = {field.name: field.labels[0] for field in KINDS[file.kind].fields}
    for row in file.rows.order_by("line"):
        for field, code, sentence in row.errors:
            yield Told(file.filename, row.line, names.get(field, ""), code, sentence)
        for sentence in row.remarks:
            yield Told(file.filename, row.line, "", REMARK, sentence)


def refuse_unreadable(file: Import) -> None:
    """A file without one sound line stops the trial, with what is wrong with the first: a wave cannot do without it."""
    if file.done:
        return
    first = next(line for line in told(file) if line.code != REMARK)
    raise Refusal(
        "no_line", f"{file.filename} : aucune ligne ne convient. Ligne {first.line}, {first.sentence}", field=file.kind
    )


def read_written(candidates: Source) -> Written:
    table = read_table(candidates.name, candidates.data)
    columns = match(table.headings, KINDS["candidates"].fields).columns
    choices = [at for name, at in columns.items() if name.startswith("choice_")]
    numbers, wishes = {}, {}
    for row in table.rows:
        cells = row.cells
        number = numbers[row.number] = _number(cells[columns["number"]])
        wishes.setdefault(number, [text for at in choices if (text := cells[at].strip()).strip("-–—./")])
    return Written(numbers, wishes)


def _number(written: str) -> str:
    try:
        return readers.key(written)
    except Refusal:
        return written.strip()[:20]


def refused_lines(written: Written) -> Iterator[tuple[str, str, str]]:
    """(N°, code, reason) of the candidates whose line could not be read: its first error, with its place."""
    for row in (
        ImportRow.objects.filter(file__kind="candidates", outcome="error").select_related("file").order_by("line")
    ):
        _field, code, sentence = row.errors[0]
        yield written.numbers.get(row.line, ""), code, f"{row.file.filename}, ligne {row.line}. {sentence}"
