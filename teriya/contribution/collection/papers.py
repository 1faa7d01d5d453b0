"""The sheet that a third party takes to the registers: it does not say what was sent, so that it is read and not copied."""

from datetime import date

from teriya.contribution.collection.models import Sample
from teriya.contribution.collection.reading import sent_sums
from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.rules import indicators


def print_sample(sample: Sample, *, by: User, on: date) -> Document:
    """Numbered and frozen with the draw: mission, place, month, indicator, register; the number is read and written by hand. In French."""
    drawn = list(sample.drawn.select_related("report__mission__host__commune").order_by("rank"))
    reports = {row.report_id: row.report for row in drawn}
    sheets = {sheet.code: sheet for sheet in indicators.catalogue()}
    rows = [_row(reports[pk], sheets.get(code), code) for pk, code, _sum in sent_sums(list(reports))]
    data = letterhead("") | {
        "title": f"Vérification des indicateurs {sample.number}",
        "preamble": f"{sample.size} relevés tirés parmi {sample.count}, de {sample.first_month:%m/%Y} à {sample.last_month:%m/%Y}. Graine : {sample.seed} "
        f"({sample.witnessed}). Lecture des registres par {sample.verifier}. Écrivez le nombre que vous lisez, jamais celui qu’on vous dit.",
        "columns": [{"title": title, "kind": "text"} for title in ("Mission", "Structure", "Mois", "Indicateur", "Registre")]
        + [{"title": "Nombre lu", "kind": "signature"}],
        "rows": rows,
        "closing": f"Empreinte de la population : {sample.population_digest}.",
        "signatures": [
            {"party": "Qui a lu les registres", "name": "", "function": sample.verifier, "on": None, "means": ""},
            {"party": "Pour l’agence", "name": "", "function": "", "on": None, "means": ""},
        ],
    }  # fmt: skip
    return issue(
        kind="liste", series="LECTURE", subject="indicator_sample", sheet=Sheet(sample.pk, data), by=by, on=on
    )


def _row(report, sheet, code: str) -> list[str]:
    place = f"{report.mission.host.name}, {report.mission.host.commune.name}"
    name, register = (sheet.term.fr, sheet.sheet(report.month)["register"]) if sheet else (code, "")
    return [report.mission.number, place, f"{report.month:%m/%Y}", name, register, ""]
