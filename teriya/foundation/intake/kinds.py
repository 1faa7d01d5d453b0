"""The kinds of file that rooms can take. Each room registers its own when the house starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from teriya.foundation.accounts.models import User
from teriya.foundation.intake.engine.headings import Field
from teriya.foundation.intake.engine.rows import Reader, RowError


@dataclass(slots=True)
class Line:
    """One row read: its typed values, what is wrong with it, and what becomes of it (`Kind.judge` says)."""

    number: int
    values: dict[str, Any]
    errors: list[RowError]
    outcome: str = "new"  # new, same, changed; a line with errors is never committed
    shown: dict[str, str] = field(default_factory=dict)  # what will be written, in words, for the preview
    remarks: list[str] = field(default_factory=list)  # what deserves a look and stops nothing

    def refuse(self, field: str, code: str, sentence: str) -> None:
        """Keep this line out, and say why."""
        self.errors.append(RowError(field, code, sentence))


Judge = Callable[[Sequence[Line]], None]


@dataclass(frozen=True)
class Kind:
    """How one kind of file is read and written.

    `judge` gives the judge of one file. It hears the sound lines in their order, some at a time, sets each one's outcome
    and words or adds errors (an unknown reference…), and writes nothing. `commit` writes lines that are new or changed;
    it too gets some at a time, all inside one transaction; its context names the `file` beside what the form asked.
    """

    code: str
    title: str
    permission: str
    fields: Sequence[Field]
    readers: Callable[[Mapping[str, Any], date], Mapping[str, Reader]]
    judge: Callable[[Mapping[str, Any], User, date], Judge]
    commit: Callable[[Sequence[Line], Mapping[str, Any], User, date], dict[str, int]]
    needs_wave: bool = False  # the context then holds {"wave": code}
    needs_form: bool = False  # the context then holds {"form": code}
    is_whole: bool = False  # one line in error, and nothing is written
    then: Callable[[User, date], object] = lambda by, on: (
        None
    )  # what follows once all is written, in the same transaction


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    KINDS[kind.code] = kind
