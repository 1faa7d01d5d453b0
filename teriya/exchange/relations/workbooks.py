"""All that binds us to an agency, as a workbook: for an agency without the system, or to be kept."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from teriya.exchange.relations import queries
from teriya.exchange.relations.models import CostLine, Decision
from teriya.exchange.relations.states import Line, Payer, Per
from teriya.exchange.wire.models import Agency
from teriya.foundation.intake.engine.formulas import is_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def relation(agency: Agency) -> bytes:
    """Four sheets: conventions version by version, who pays what, decisions with their owners, missions."""
    book = Workbook(write_only=True)
    for title, head, rows in (_conventions(agency), _costs(agency), _decisions(agency), _missions(agency)):
        page = book.create_sheet(title)
        page.append(head)
        for row in rows:
            page.append([_safe(cell) for cell in row])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _safe(cell):
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


Sheet = tuple[str, list[str], Iterable[list]]


def _conventions(agency: Agency) -> Sheet:
    head = [_("Convention"), _("Version"), _("État"), _("Du"), _("Au"), _("Nous envoyons"), _("Nous accueillons"), _("Écart toléré"),
            _("Approuvée le")]  # fmt: skip
    rows = queries.story(agency)["conventions"]
    return _("Conventions"), head, (
        [row.title, row.version, str(row.get_state_display()), row.starts_on, row.ends_on, row.number_out, row.number_in, row.tolerance, row.agreed_on]
        for row in rows
    )  # fmt: skip


def _costs(agency: Agency) -> Sheet:
    head = [_("Convention"), _("Version"), _("Dépense"), _("Payée par"), _("Francs CFA"), _("Base")]
    rows = CostLine.objects.filter(convention__agency=agency).select_related("convention").order_by("convention", "pk")
    return _("Partage des coûts"), head, (
        [one.convention.title, one.convention.version, str(Line(one.line).label), str(Payer(one.payer).label), one.amount, str(Per(one.per).label)]
        for one in rows
    )  # fmt: skip


def _decisions(agency: Agency) -> Sheet:
    head = [_("Séance"), _("Quoi"), _("À faire"), _("Par"), _("Avant le"), _("Fait le"), _("Ce qui a été fait")]
    rows = Decision.objects.filter(meeting__agency=agency).select_related("meeting").order_by("meeting__on", "meeting", "rank")  # fmt: skip
    ours = _("notre agence")
    return _("Décisions"), head, (
        [row.meeting.on, str(row.meeting.get_nature_display()), row.what, ours if row.is_ours else agency.name, row.due_on, row.done_on, row.done_how]
        for row in rows
    )  # fmt: skip


def _missions(agency: Agency) -> Sheet:
    head = [_("Du"), _("Au"), _("Lieu"), _("Participants"), _("Ce qui a été vu"), _("Suites convenues")]
    rows = queries.story(agency)["missions"]
    return _("Missions"), head, (
        [row.starts_on, row.ends_on, row.place, row.who, row.findings, row.follow_up] for row in rows
    )  # fmt: skip
