"""The workbook of a month: the missions of one’s communes ready to be filled, read back line by line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from teriya.contribution.collection import actions, checks, words
from teriya.contribution.collection.checks import Counted
from teriya.contribution.collection.engine.cells import Cell
from teriya.contribution.collection.forms import MOST
from teriya.contribution.collection.keying import columns_of
from teriya.contribution.collection.reading import located
from teriya.contribution.collection.states import Channel
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.intake import readers
from teriya.foundation.intake.blanks import lay_out
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.foundation.rules import indicators
from teriya.foundation.rules.indicators import Indicator
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter

KEYS = [
    Field("mission", ["N° de mission", "Mission"], filled=True),
    Field("month", ["Mois", "Mois compté"], filled=True),
    Field("said", ["À dire", "Remarque", "Motif"], required=False),
]
WHO = Field("who", ["Volontaire", "Nom et prénoms"], required=False)


class Columns(Sequence):
    """The fields of the file: those that say which month, then each cell of the catalogue as it stands."""

    def _all(self) -> list[Field]:
        return [
            *KEYS[:2],
            WHO,
            *(field_of(sheet, cell) for sheet, cell in columns_of(indicators.catalogue())),
            KEYS[2],
        ]

    def __getitem__(self, place):
        return self._all()[place]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Field]:
        return iter(self._all())


def field_of(sheet: Indicator, cell: Cell) -> Field:
    """« Élèves encadrés : Femmes et filles, avec handicap », in French: the file’s language."""
    said = f"{sheet.term.fr} : {words.cell(cell)}" if any(cell) else sheet.term.fr
    return Field(_key(sheet, cell), [said], required=False)


def _key(sheet: Indicator, cell: Cell) -> str:
    return "-".join((sheet.code, *cell))


def blank(missions: Iterable[Mission], month: date) -> bytes:
    """Each mission on a line, with the columns of their profiles; what is empty is not counted."""
    rows = list(missions)
    profiles = {mission.profile for mission in rows}
    sheets = [sheet for sheet in indicators.catalogue() if profiles & set(sheet.profiles)]
    book = Workbook()
    page = book.active
    page.title = f"{month:%Y-%m}"
    lay_out(page, [*KEYS[:2], WHO, *(field_of(sheet, cell) for sheet, cell in columns_of(sheets)), KEYS[2]])
    for line, mission in enumerate(rows, start=2):
        for column, text in enumerate((mission.number, f"{month:%m/%Y}", str(mission.person)), start=1):
            page.cell(line, column, text)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def cells(context: Mapping[str, Any], on: date) -> dict:
    counts = {_key(*column): read_count for column in columns_of(indicators.catalogue())}
    return counts | {"mission": readers.text(30), "month": readers.read_month, "said": readers.text(500)}


def read_count(written: str) -> int:
    """« 1 200 », « 0 ». Refuses `bad_number`."""
    return readers.read_int(written.replace("\u202f", "").replace(" ", "").removesuffix(".0"), minimum=0, maximum=MOST)


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """A line is known by its mission and month; one without any number or sentence is left out; the same counts again are there already."""
    seen: dict[tuple, int] = {}
    columns = columns_of(indicators.catalogue())

    def hear(lines: Sequence[Line]) -> None:
        missions = _missions(lines, by)
        filled = []
        for line in lines:
            mission = missions.get(line.values["mission"])
            if mission is None:
                line.refuse("mission", "unknown_mission", _("Aucune mission de vos communes ne porte ce numéro."))
                continue
            line.values["row"] = row = _row(line, mission, columns)
            line.shown = {"Volontaire": str(mission.person), "Mois": f"{row.month:%m/%Y}"} | _shown(row)
            if seen.setdefault((mission.pk, row.month), line.number) != line.number:
                line.refuse(
                    "mission",
                    "line_twice",
                    _("Ce mois de cette mission est déjà à la ligne %(line)s.")
                    % {"line": seen[mission.pk, row.month]},
                )
            elif not row.counts and not row.said:
                line.outcome = "same"
                line.remarks.append(_("Ligne vide : rien n’est écrit."))
            else:
                filled.append(line)
        _weigh(filled, on)

    return hear


def _weigh(lines: Sequence[Line], on: date) -> None:
    rows = [line.values["row"] for line in lines]
    for line, found in zip(lines, checks.judge(rows, on), strict=True):
        if found.refusal and found.refusal.code in {"already_sent", "already_validated"}:
            line.outcome = "same"
            line.remarks.append(found.refusal.sentence)
        elif found.refusal:
            line.refuse(found.refusal.field, found.refusal.code, found.refusal.sentence)


def _missions(lines: Sequence[Line], by: User) -> dict[str, Mission]:
    rows = Mission.objects.filter(
        in_perimeter(by, P.INDICATORS_KEY), number__in={line.values["mission"] for line in lines}
    )
    return {mission.number: mission for mission in located(rows.exclude(person__account=by))}


def _row(line: Line, mission: Mission, columns: Sequence[tuple[Indicator, Cell]]) -> Counted:
    counts: dict[str, dict[Cell, int]] = {}
    for sheet, cell in columns:
        amount = line.values[_key(sheet, cell)]
        if amount is not None:
            counts.setdefault(sheet.code, {})[cell] = amount
    return Counted(mission, line.values["month"], counts, line.values["said"] or "")


def _shown(row: Counted) -> dict[str, str]:
    return {words.name_of(code): str(sum(cells.values())) for code, cells in checks.cells_of(row.counts).items()}


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict[str, int]:
    """Each line is a report sent, whole."""
    rows = [line.values["row"] for line in lines if line.outcome == "new"]
    if rows:
        actions.send_many(rows=rows, channel=Channel.WORKBOOK, by=by, on=on)
    return {"new": len(rows)}


KIND = Kind(
    "indicator_reports",
    gettext_lazy("Relevés d’indicateurs d’un mois"),
    P.INDICATORS_KEY,
    Columns(),
    cells,
    judge,
    commit,
)
