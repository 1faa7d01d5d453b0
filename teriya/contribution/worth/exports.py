"""Value and cost as a workbook: the caveat first, then each line with its wage, source and year."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from teriya.contribution.worth.engine.value import Value, Work, nearest
from teriya.contribution.worth.queries import Spending
from teriya.foundation.intake.engine.formulas import is_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | None


def workbook(value: Value, spending: Spending) -> bytes:
    book = Workbook(write_only=True)
    for name, lines in ((_("Valeur"), _value(value)), (_("Coût"), _cost(value, spending))):
        page = book.create_sheet(name)
        for line in lines:
            page.append([f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell for cell in line])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _value(value: Value) -> list[list[Cell]]:
    found = value.parts
    head = [_("CITP-08"), _("Jours"), _("Heures par jour"), _("Heures"), _("Salaire horaire, F"), _("Année"), _("Source"), _("À confirmer"), _("Francs")]  # fmt: skip
    return [
        [_("Valeur par le coût de remplacement")],
        [value.period, value.on],
        [found.caveat],
        [],
        head,
        *map(_line, found.lines),
        [_("Total"), found.days, None, found.hours, None, None, None, None, found.francs],
        [_("Jours sans salaire connu"), found.unpriced],
    ]


def _line(one: Work) -> list[Cell]:
    if one.wage is None:
        return [one.group, one.days, one.hours_a_day, one.hours, None, None, _("aucun salaire connu"), None, None]
    wage = one.wage
    confirm = _("oui") if wage.is_to_confirm else _("non")
    return [one.group, one.days, one.hours_a_day, one.hours, nearest(wage.hourly), wage.year, wage.source, confirm, one.francs]  # fmt: skip


def _cost(value: Value, spending: Spending) -> list[list[Cell]]:
    return [
        [_("Ce que coûtent ces mois")],
        [value.period, value.on],
        [value.caveat],
        [],
        [_("Allocations dépensées"), spending.allowances],
        *[[label, francs] for label, francs in spending.costs],
        [_("Total connu du grand livre"), spending.total],
        [_("Jours attestés et payés"), spending.paid_days],
        [_("Jours attestés, pas encore payés"), spending.unpaid_days],
        [_("Allocation par jour"), spending.a_day],
        [],
        [
            _("Indicateur"),
            _("Résultat validé"),
            _("Allocations des profils qui le comptent"),
            _("Francs par résultat"),
        ],
        *[[one.indicator.name, one.amount, one.francs, one.each] for one in spending.outputs],
    ]
