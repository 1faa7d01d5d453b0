"""The forecast to take away: a sheet of months, one of funders, one of regions, one of every line. Numbers are numbers."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from teriya.foundation.intake.engine.formulas import is_formula
from teriya.pay.forecast import words
from teriya.pay.forecast.engine.months import first_of
from teriya.pay.forecast.reading import Forecast, day_before

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | None


def workbook(found: Forecast, regions: Mapping[int, str]) -> bytes:
    book = Workbook(write_only=True)
    _sheet(
        book,
        _("Mois"),
        [_("Mois"), _("Entre"), _("Sort"), _("Reste à la fin du mois"), _("Sans argent")],
        _months(found),
    )
    _sheet(book, _("Financeurs"), [_("Nature"), _("Financeur"), _("Au départ"), _("Entre"), _("Sort"), _("Financé jusqu’au"), _("Sans argent")], _funders(found))  # fmt: skip
    _sheet(
        book, _("Régions"), [_("Région"), _("Sort"), _("Financé jusqu’au"), _("Sans argent")], _regions(found, regions)
    )
    heads = [_("Mois"), _("Ligne"), _("Forme"), _("Région"), _("Enveloppe"), _("Financeur"), _("Personnes"), _("Francs chacune"), _("Pour cent"),
             _("Du"), _("Au"), _("Francs")]  # fmt: skip
    _sheet(book, _("Lignes"), heads, _lines(found, regions))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book: Workbook, title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    sheet = book.create_sheet(title)
    sheet.append(heads)
    for row in rows:
        sheet.append([f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell for cell in row])


def _months(found: Forecast) -> Iterable[list[Cell]]:
    whole = found.whole
    lacking = [
        sum(account.uncovered[place] for account in found.accounts.values()) for place in range(len(found.months))
    ]
    for month, came, left, balance, lacks in zip(
        found.months, whole.received, whole.spent, whole.balances, lacking, strict=True
    ):
        yield [f"{first_of(month):%Y-%m}", came, left, balance, lacks]


def _until(found: Forecast, dry: int | None) -> str:
    return "" if dry is None else day_before(found.start + dry).isoformat()


def _funders(found: Forecast) -> Iterable[list[Cell]]:
    for (kind, funder), account in sorted(found.of_funders().items()):
        yield [words.kind_of(kind), words.funder_of(funder), account.opening, sum(account.received), sum(account.spent),
               _until(found, account.dry), sum(account.uncovered)]  # fmt: skip


def _regions(found: Forecast, regions: Mapping[int, str]) -> Iterable[list[Cell]]:
    for region, reach in sorted(found.regions.items(), key=lambda pair: regions.get(pair[0], "")):
        yield [regions.get(region, ""), sum(reach.spent), _until(found, reach.dry), sum(reach.uncovered)]


def _lines(found: Forecast, regions: Mapping[int, str]) -> Iterable[list[Cell]]:
    for line in sorted(found.lines(), key=lambda line: (line[:8], str(line.first))):
        purse = found.purses.get(line.envelope)
        yield [
            f"{first_of(line.month):%Y-%m}", words.sort_of(line.sort), line.form, regions.get(line.region, ""), purse.title if purse else "",
            purse.funder if purse else words.funder_of(""), line.people or None, line.unit or None, line.percent,
            line.first.isoformat() if line.first else "", line.last.isoformat() if line.last else "", line.francs,
        ]  # fmt: skip
