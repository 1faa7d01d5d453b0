"""What a trial is made from: its files and its day. Keys, codes and dates come from them, so the same files give the same bytes."""

import hashlib
import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.intake.engine.dates import read_date
from teriya.foundation.intake.engine.headings import Field, match
from teriya.foundation.intake.engine.sheets import USUAL
from teriya.foundation.intake.engine.tables import read_table, too_large

FILES = {"structures": "hosts", "besoins": "needs", "candidats": "candidates", "notes_jury": "scores"}
ROOT = Path(__file__).resolve().parents[3]
ENDINGS = {".csv", ".xlsx", ".tsv", ".txt"}
YEAR = timedelta(365)
_START = Field("starts_on", ["Prise de service", "Date de prise de service", "Début"])


@dataclass(frozen=True)
class Source:
    """One file of the folder, as found."""

    name: str
    data: bytes


def read_folder(folder: Path) -> dict[str, Source]:
    """The four files of a trial, by their kind. Refuses with the name of the one that is missing, doubled or no table."""
    if not folder.is_dir():
        raise Refusal("folder_missing", f"Le dossier {folder} n’existe pas.", field="folder")
    paths = {kind: _find(folder, stem) for stem, kind in FILES.items()}
    return {kind: _read(path) for kind, path in paths.items()}


def _find(folder: Path, stem: str) -> Path:
    """The file of that name, whatever its capitals, spaces or hyphens: "Notes Jury.xlsx"."""
    files = sorted(
        path for path in folder.iterdir() if fold(path.stem) == fold(stem) and path.suffix.lower() in ENDINGS
    )
    if not files:
        raise Refusal("file_missing", f"Le fichier {stem}.csv (ou .xlsx) manque dans {folder}.", field=stem)
    if len(files) > 1:
        names = " et ".join(path.name for path in files)
        raise Refusal("file_twice", f"{names} sont tous deux dans {folder} : gardez-en un.", field=stem)
    return files[0]


def _read(path: Path) -> Source:
    try:
        if path.stat().st_size > USUAL.file_bytes:
            raise too_large(path.name, USUAL)
        source = Source(path.name, path.read_bytes())
    except OSError as error:
        sentence = f"« {path.name} » ne se lit pas ({error.strerror}) : vérifiez le fichier et ses droits."
        raise Refusal("file_unreadable", sentence, field=path.stem) from error
    with naming(path.name):
        read_table(source.name, source.data)
    return source


@contextmanager
def naming(name: str) -> Iterator[None]:
    """A refusal says which of the files it is about."""
    try:
        yield
    except Refusal as no:
        if name in no.sentence:
            raise
        raise Refusal(no.code, f"{name} : {no.sentence}", field=no.field) from no


def reference_day(given: str | None, needs: Source) -> date:
    """`--on`, or 1 January of the year of the earliest start of service in the needs.

    A start more than a year before that of most needs is a slip of the year: its line is refused, and it decides nothing.
    """
    days = starts(needs)
    if not days:
        sentence = f"{needs.name} : aucune prise de service n’est lisible. Écrivez des jours comme 01/03/2026."
        raise Refusal("no_start", sentence, field="on")
    usual = days[len(days) // 2]
    first = next(day for day in days if day >= usual - YEAR)
    if not given:
        return date(first.year, 1, 1)
    on = read_date(given)
    if on > first:
        sentence = f"--on {on:%d/%m/%Y} vient après la première prise de service, le {first:%d/%m/%Y} : donnez un jour d’avant."
        raise Refusal("on_too_late", sentence, field="on")
    return on


def starts(needs: Source) -> list[date]:
    """The starts of service that can be read, in order."""
    with naming(needs.name):
        table = read_table(needs.name, needs.data)
        column = match(table.headings, [_START]).columns["starts_on"]
    days = []
    for row in table.rows:
        with suppress(Refusal):  # the row's error is told when the file is read for good
            days.append(read_date(row.cells[column]))
    return sorted(days)


def set_environment(given: Namespace) -> None:
    """Give the process its throw-away keys, before any setting is read."""
    if not (ROOT / "countries" / given.pack).is_dir() or not given.pack.isalpha():
        known = ", ".join(sorted(path.parent.name for path in (ROOT / "countries").glob("*/forms.toml")))
        raise Refusal(
            "unknown_pack", f"Aucun pays ne s’appelle « {given.pack} ». Donnez l’un de : {known}.", field="pack"
        )
    sources = read_folder(Path(given.folder))
    on = reference_day(given.on, sources["needs"])
    content = hashlib.sha256(f"{given.pack} {given.form} {on}".encode())
    for kind in FILES.values():
        content.update(hashlib.sha256(sources[kind].data).digest())
    given.sources, given.on, given.digest = sources, on, content.hexdigest()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.base", "TRIAL": "1", "AGENCY": given.pack,
        "SECRET_KEY": f"trial-{given.digest}", "JOURNAL_KEY": f"trial-{given.digest}",
        "CERTIFICATE_KEY": f"trial-{given.digest}", "WIRE_KEY": f"trial-{given.digest}", "SITE": "https://essai.invalid",
    }  # fmt: skip
