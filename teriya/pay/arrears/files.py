"""The list of arrears to take away: one line a month, as CSV or as a workbook. Numbers are numbers, and no name is a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from teriya.foundation.intake.engine.formulas import is_formula
from teriya.pay.arrears import words
from teriya.pay.arrears.queries import funders_of
from teriya.pay.arrears.reading import Owed
from teriya.pay.arrears.states import Cause
from teriya.service.missions.models import Mission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Cell = str | int


def headings() -> list[str]:
    return [_("Matricule"), _("Volontaire"), _("Structure"), _("Commune"), _("Région"), _("Forme"), _("Mois"), _("Dû le"), _("Jours de retard"),
            _("Gagné"), _("Estimation"), _("Dû"), _("Ordonnancé"), _("Envoyé"), _("Reçu"), _("Manque"), _("Financeur"), _("Cause"), _("Détail"),
            _("Qui le tient")]  # fmt: skip


def lines(found: Sequence[Owed], funders: dict[int, str], on: date) -> Iterable[list[Cell]]:
    """As the page shows them, with the names of all at once."""
    missions = Mission.objects.filter(pk__in={owed.mission for owed in found}).values_list(
        "pk",
        "person__matricule",
        "person__family",
        "person__given",
        "host__name",
        "host__commune__name",
        "host__commune__region__name",
    )
    names = {
        pk: (matricule, f"{family} {given}", host, commune, region)
        for pk, matricule, family, given, host, commune, region in missions
    }
    for owed in found:
        yield [
            *names[owed.mission], owed.form, f"{owed.month:%Y-%m}", f"{owed.due_on:%d/%m/%Y}", owed.late(on),
            owed.earned, _("oui") if owed.is_estimate else "", owed.owed, owed.ordered, owed.sent, owed.received, owed.missing,
            ", ".join(funders_of(owed, funders)), str(Cause(owed.cause).label), words.why(owed), words.holder(owed),
        ]  # fmt: skip


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, semicolons."""
    text = StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(headings())
    table.writerows(map(_safe, rows))
    return text.getvalue().encode("utf-8-sig")


def as_workbook(rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Arriérés"))
    sheet.append(headings())
    for row in rows:
        sheet.append(_safe(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _safe(row: Sequence[Cell]) -> list[Cell]:
    return [f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell for cell in row]
