"""One page with the figures, the map and what to look at first; it opens without network or server."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount
from teriya.foundation.intake.engine.headings import match
from teriya.foundation.intake.engine.tables import read_table
from teriya.foundation.intake.kinds import KINDS
from teriya.foundation.intake.models import Import
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Figure, Row
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.calls.queries import code_names
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.portals.trial.keys import Source
from teriya.portals.trial.lines import REMARK, Told, brought, told
from teriya.portals.trial.outputs import REVIEW

MOST_LINES = 6  # shown of each file; all are in lignes_a_revoir.csv


def write(out: Path, outcome, figures, sources: Mapping[str, Source], digest: str) -> None:
    look = finders.find("ui/look.css")
    page = render_to_string("portals/trial_report.html", {
        "agency": rules.agency(), "look": Path(look).read_text(), "digest": digest, "on": outcome.wave.reference_on,
        "wave": outcome.wave, "run": outcome.run, "month": outcome.month.first, "figures": figures, "review": REVIEW,
        "files": [_file(file, sources[file.kind]) for file in brought()], "refusals": list(_refusals(figures)),
        "seats": Seat.objects.count(), "needs": Need.objects.count(), "applications": Application.objects.count(),
        "regions": _regions(outcome.round), "map": rules.region_map(), "first": _first(figures), "heads": _heads(figures),
    })  # fmt: skip
    (out / "rapport.html").write_text(page, encoding="utf-8")


def _heads(figures) -> list[Figure]:
    return [
        Figure(_("Personnes placées"), str(figures.placed)), Figure(_("Candidats sans place"), str(figures.unplaced)),
        Figure(_("Refusées ou retenues"), str(len(figures.refused))), Figure(_("Premier mois de paie"), amount(figures.total)),
    ]  # fmt: skip


def _file(file: Import, source: Source) -> dict:
    """A file brought: lines read, written, in error; what is said of its first lines; the columns and sheets left unread."""
    table = read_table(source.name, source.data)
    errors = [line for line in told(file) if line.code != REMARK]
    remarks = [line for line in told(file) if line.code == REMARK]
    return {
        "file": file, "mend": len({line.line for line in errors}), "lines": list(islice(errors, MOST_LINES)),
        "more": max(0, len(errors) - MOST_LINES), "remarks": _grouped(remarks), "sheets": table.other_sheets,
        "unread": match(table.headings, KINDS[file.kind].fields).unknown,
    }  # fmt: skip


def _grouped(remarks: list[Told]) -> list[tuple[str, int]]:
    """Remarks by their words, the most frequent first."""
    return Counter(line.sentence for line in remarks).most_common(MOST_LINES)


def _refusals(figures) -> Iterator[tuple[str, str, int]]:
    """(code, its words, how many N°), in the order that decides which code a N° gets: unread lines, then the published one."""
    codes, names = Counter(code for _number, code, _reason in figures.refused), code_names()
    for code in [*sorted(codes.keys() - names.keys()), *filter(codes.get, names)]:
        yield code, names.get(code, _("ligne illisible")), codes[code]


def _regions(round) -> list[Row]:
    """Placed people per region, for the map and its table."""
    counts = Counter(round.placements.values_list("need__host__commune__region__code", flat=True))
    return [Row(region.name, counts[region.code], code=region.code) for region in places.regions()]


def _first(figures) -> list[tuple[str, int, str]]:
    """What an officer would open first, with how many and where they are listed."""
    codes = Counter(code for _number, code, _reason in figures.refused)
    asked = [
        (_("Lignes des fichiers à corriger"), figures.mend, REVIEW),
        (_("Une pièce montrée par plusieurs personnes"), codes["same_paper"], "refus.csv"),
        (_("Paires de dossiers semblables"), figures.pairs, "doublons.csv"),
        (_("Naissances impossibles"), codes["impossible_birth"], "refus.csv"),
    ]
    return [line for line in asked if line[1]]
