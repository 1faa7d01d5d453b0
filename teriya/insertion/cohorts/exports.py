"""The file of the statistician: one line a person, no name, small cells hidden. CSV or workbook, of text that no spreadsheet runs."""

import csv
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from teriya.foundation.intake.engine.formulas import is_formula
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.insertion.cohorts import queries, rows
from teriya.insertion.cohorts.counting import is_known, is_left_out, left_out, pseudonym
from teriya.insertion.cohorts.engine.cells import suppressed
from teriya.insertion.cohorts.rows import Member
from teriya.insertion.routes.queries import inserted_routes
from teriya.insertion.routes.states import Source

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int


@dataclass(frozen=True)
class Sheet:
    """`left_out`: people in cells too small to be shown at all."""

    head: list[str]
    lines: list[list[Cell]]
    left_out: int


def sheet(cohort: queries.Cohort, on: date) -> Sheet:
    """Marks in the order in which they are worth keeping: year, form, region, sex. Sorted by pseudonym: the order says nothing."""
    out, counted = left_out(on), inserted_routes(on)
    found = [member for member in rows.members(queries.scope(cohort, on)) if not is_left_out(member, out)]
    least = rules.amount("small_cell_least", on=on, default=5)
    shown = suppressed([(str(member.year), member.form, member.region, member.sex) for member in found], least)
    lines = [
        _line(member, marks, cohort.horizon, counted)
        for member, marks in zip(found, shown, strict=True)
        if marks is not None
    ]
    head = [_("Pseudonyme"), _("Année de fin"), _("Forme"), _("Région"), _("Sexe"), _("Horizon, mois"), _("Situation"), _("Connu"),
            _("Inséré"), _("Prouvé"), _("Source")]  # fmt: skip
    return Sheet(head, sorted(lines, key=lambda line: str(line[0])), len(found) - len(lines))


def _line(member: Member, marks: tuple[str, ...], horizon: int, counted: frozenset[str]) -> list[Cell]:
    """Yes is 1, no is 0; what is not known is empty."""
    is_in = int(member.route in counted) if is_known(member) else ""
    route = label(member.route, "route") if member.route else ""
    return [
        pseudonym(member.person),
        *marks,
        horizon,
        route,
        int(is_known(member)),
        is_in,
        int(member.is_proven),
        str(Source(member.source).label) if member.source else "",
    ]


def as_csv(found: Sheet) -> bytes:
    """UTF-8 with its mark, semicolons."""
    text = StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerows([found.head, *map(_safe, found.lines)])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(found: Sheet) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Cohorte"))
    for line in (found.head, *map(_safe, found.lines)):
        page.append(line)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _safe(line: list[Cell]) -> list[Cell]:
    return [f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell for cell in line]
