"""What a trial is made from: its files and its day. Keys, codes and dates come from them, so the same files give the same bytes."""

import hashlib
import os
from argparse import Namespace
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.dates import read_date
from teriya.foundation.intake.engine.headings import Field, match
from teriya.foundation.intake.engine.tables import read_table

FILES = {"structures": "hosts", "besoins": "needs", "candidats": "candidates", "notes_jury": "scores"}
_START = Field("starts_on", ["Prise de service", "Date de prise de service", "Début"])


@dataclass(frozen=True)
class Source:
    """One file of the folder, as found."""

    name: str
    data: bytes


def read_folder(folder: Path) -> dict[str, Source]:
    """The four files of a trial, by their kind. Refuses with the name of the one that is missing or doubled."""
    if not folder.is_dir():
        raise Refusal("folder_missing", f"Le dossier {folder} n’existe pas.", field="folder")
    found = {}
    for stem, kind in FILES.items():
        files = sorted(
            path for path in folder.iterdir() if path.stem.lower() == stem and path.suffix.lower() in {".csv", ".xlsx"}
        )
        if len(files) != 1:
            how = "manque" if not files else "existe en CSV et en XLSX : gardez-en un"
            raise Refusal("file_missing", f"Le fichier {stem}.csv (ou .xlsx) {how} dans {folder}.", field=stem)
        found[kind] = Source(files[0].name, files[0].read_bytes())
    return found


def reference_day(given: str | None, needs: Source) -> date:
    """`--on`, or 1 January of the year of the earliest start of service in the needs."""
    if given:
        return read_date(given)
    table = read_table(needs.name, needs.data)
    column = match(table.headings, [_START]).columns["starts_on"]
    days = []
    for row in table.rows:
        try:
            days.append(read_date(row.cells[column]))
        except Refusal:
            continue  # the row's error is told when the file is read for good
    if not days:
        raise Refusal(
            "no_start",
            "Aucune prise de service n’est lisible dans les besoins : donnez un jour avec --on.",
            field="on",
        )
    return date(min(days).year, 1, 1)


def set_environment(given: Namespace) -> None:
    """Give the process its throw-away keys, before any setting is read."""
    sources = read_folder(Path(given.folder))
    on = reference_day(given.on, sources["needs"])
    content = hashlib.sha256(f"{given.pack} {given.form} {on}".encode())
    for kind in FILES.values():
        content.update(hashlib.sha256(sources[kind].data).digest())
    given.sources, given.on, given.digest = sources, on, content.hexdigest()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.base", "TRIAL": "1", "AGENCY": given.pack,
        "SECRET_KEY": f"trial-{given.digest}", "JOURNAL_KEY": f"trial-{given.digest}", "SITE": "https://essai.invalid",
    }  # fmt: skip
