"""The files of a release, made one after the other, from what was known on its day."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from teriya.contribution.opendata import queries
from teriya.contribution.opendata.activities import activity_of, reporter
from teriya.contribution.opendata.datasets import catalogue
from teriya.contribution.opendata.engine import iati
from teriya.contribution.opendata.engine.tables import DICTIONARY, Cell, as_csv, as_json, dictionary
from teriya.contribution.opendata.models import Release
from teriya.contribution.opendata.states import ReleaseKind

ACTIVITIES, DICTIONARY_CODE = "activites", "dictionnaire"


@dataclass(frozen=True, slots=True)
class File:
    dataset: str
    format: str
    lines: int
    content: bytes
    hidden: int = 0

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """`obstacle`: the code of what stands against publishing these files."""

    files: list[File]
    obstacle: str = ""


def steps(kind: ReleaseKind) -> int:
    """How many things are made: what the progress counts."""
    return queries.told().count() if kind == ReleaseKind.IATI else len(catalogue())


def files(release: Release, tell: Callable[[int], None]) -> Made:
    return _activities(release.on, tell) if release.kind == ReleaseKind.IATI else _datasets(release.on, tell)


def _datasets(on: date, tell: Callable[[int], None]) -> Made:
    """Each dataset as CSV and JSON, then the dictionary of all their columns."""
    tables = []
    for done, dataset in enumerate(catalogue()):
        tell(done)
        tables.append(dataset.table(on))
    made = [
        file for table in tables
        for file in _written(table.code, [field.name for field in table.fields], table.rows, table.hidden)
    ]  # fmt: skip
    return Made(made + list(_written(DICTIONARY_CODE, DICTIONARY, dictionary(tables), 0)))


def _written(code: str, names: Sequence[str], rows: Sequence[tuple[Cell, ...]], hidden: int) -> Iterator[File]:
    yield File(code, "csv", len(rows), as_csv(names, rows), hidden)
    yield File(code, "json", len(rows), as_json(code, names, rows), hidden)


def _activities(on: date, tell: Callable[[int], None]) -> Made:
    """One activity an agreement. Without a confirmed identifier the file is made, says so on top, and is never published."""
    agency = reporter(on)
    warning = "" if agency.is_confirmed else str(queries.OBSTACLES["identifier_to_confirm"])

    def told() -> Iterator[iati.Activity]:
        for done, agreement in enumerate(agreements):
            tell(done)
            yield activity_of(agreement, agency.organisation, on)

    agreements = list(queries.told())
    content = iati.write(told(), reporter=agency.organisation, on=on, warning=warning)
    file = File(ACTIVITIES, "xml", len(agreements), content)
    return Made([file], "" if agency.is_confirmed else "identifier_to_confirm")
