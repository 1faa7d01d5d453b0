"""One page with the figures, the map and what to look at first; it opens without network or server."""

from collections import Counter
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from teriya.foundation.core.money import amount
from teriya.foundation.intake.models import Import, ImportRow
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Figure, Row
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.hosts.models import Need, Seat


def write(out: Path, outcome, figures, digest: str) -> None:
    look = finders.find("ui/look.css")
    page = render_to_string("portals/trial_report.html", {
        "agency": rules.agency(), "look": Path(look).read_text(), "digest": digest, "on": outcome.wave.reference_on,
        "wave": outcome.wave, "run": outcome.run, "month": outcome.month.first, "figures": figures,
        "files": _files(), "refusals": Counter(code for _, code, _ in figures.refused).most_common(),
        "seats": Seat.objects.count(), "needs": Need.objects.count(), "applications": Application.objects.count(),
        "regions": _regions(outcome.round), "map": rules.region_map(), "first": _first(figures), "heads": _heads(outcome, figures),
    })  # fmt: skip
    (out / "rapport.html").write_text(page, encoding="utf-8")


def _heads(outcome, figures) -> list[Figure]:
    return [
        Figure("Personnes placées", str(figures.placed)), Figure("Classées, sans place", str(figures.unplaced)),
        Figure("Refusées ou retenues", str(len(figures.refused))), Figure("Premier mois de paie", amount(outcome.run.total)),
    ]  # fmt: skip


def _files() -> list[dict]:
    """Each file brought: lines read, written, in error."""
    return [
        {"file": file, "errors": file.rows.filter(outcome="error").count()}
        for file in Import.objects.defer("content").order_by("pk")
    ]


def _regions(round) -> list[Row]:
    """Placed people per region, for the map and its table."""
    counts = Counter(round.placements.values_list("need__host__commune__region__code", flat=True))
    return [Row(region.name, counts[region.code], code=region.code) for region in places.regions()]


def _first(figures) -> list[tuple[str, int]]:
    """What an officer would open first, with how many."""
    codes = Counter(code for _, code, _ in figures.refused)
    wrong = ImportRow.objects.filter(outcome="error").count()
    asked = [("Lignes des fichiers à corriger", wrong), ("Une pièce montrée par plusieurs personnes", codes["same_paper"]),
             ("Paires de dossiers semblables", figures.pairs), ("Naissances impossibles", codes["impossible_birth"])]  # fmt: skip
    return [(label, count) for label, count in asked if count]
