"""The chain as a workbook: one sheet, each figure with what it counts, the sentence that limits it at the top."""

from io import BytesIO

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook

from teriya.contribution.figures import queries as figures
from teriya.contribution.goals.queries import Chain, Scope
from teriya.contribution.goals.words import limits, of_share
from teriya.foundation.intake.engine.formulas import is_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(chain: Chain, scope: Scope) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Chaîne"))
    for line in (*_head(chain, scope), *_lines(chain, scope)):
        page.append([f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell for cell in line])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _head(chain: Chain, scope: Scope) -> list[list[str | int]]:
    days = figures.measure("service_days")
    return [
        [_("Du besoin à l’objectif")],
        [_("Période"), f"{scope.first} – {scope.last}"],
        [_("Tel qu’on le savait le"), date_format(scope.on, "j F Y")],
        [limits()],
        [],
        [_("Besoins servis"), chain.needs],
        [_("Places demandées"), chain.asked],
        [_("Postes tenus"), chain.seats],
        [str(days), chain.days, days.said_on(scope.on) if days else ""],
        [_("Relevés validés"), chain.reports],
        [],
    ]


def _lines(chain: Chain, scope: Scope) -> list[list[str | int]]:
    head = [
        _("Indicateur"),
        _("Résultat validé"),
        _("Unité"),
        _("Part des volontaires"),
        _("Contribue à"),
        _("Définition"),
    ]
    return [head] + [
        [one.indicator.name, one.amount, one.indicator.unit, of_share(one.share),
         " ; ".join(f"{target.era.kind.upper()} {target.goal.code}" for target in one.targets), one.indicator.sheet(scope.on)["definition"]]
        for one in chain.outputs
    ]  # fmt: skip
