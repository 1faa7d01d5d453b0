"""The file of a declaration: one line a person, each holder followed by the dependants. The same lines give the same bytes."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import date

from teriya.foundation.core.periods import Month
from teriya.foundation.intake.engine.formulas import is_formula
from teriya.service.cover.models import Cover, Dependant
from teriya.service.cover.queries import Due
from teriya.service.missions.models import Mission

HEADINGS = ("Mouvement", "Matricule", "Numéro du régime", "Qualité", "Nom", "Prénoms", "Sexe", "Né(e) le", "Du", "Au",
            "Payé par", "Structure", "Commune")  # fmt: skip
MOVEMENTS = ENTRY, STAY, EXIT = "entrée", "maintien", "sortie"
HOLDER = "assuré"


def lines_of(due: Due, dependants: dict[int, list[Dependant]], payer: str, month: Month) -> list[list[str]]:
    """Entries, then those who stay, then those who left; days as the scheme's offices write them, 31/12/2026."""
    found: list[list[str]] = []
    for mission in due.entries:
        family = dependants.get(mission.person_id, ())
        has_left = mission.ended_on is not None and mission.ended_on <= month.last
        last = mission.ended_on if has_left else None
        found += _of(mission, family, ENTRY, "", mission.started_on, last, payer)
    for movement, covers in ((STAY, due.staying), (EXIT, due.leaving)):
        for cover in covers:
            mission, family = cover.mission, dependants.get(cover.mission.person_id, ())
            last = mission.ended_on if movement == EXIT else None
            found += _of(mission, family, movement, cover.number, cover.period.lower, last, _payer(cover))
    return found


def _payer(cover: Cover) -> str:
    return str(Cover.Payer(cover.payer).label)


def _of(mission: Mission, dependants: Iterable[Dependant], movement: str, number: str, first: date | None, last: date | None,
        payer: str) -> list[list[str]]:  # fmt: skip
    person, host = mission.person, mission.host
    days = [_day(first), _day(last), payer, host.name, host.commune.name]
    birth = _day(person.birth_on) or str(person.birth_year)
    holder = [movement, person.matricule, number, HOLDER, person.family, person.given, person.sex, birth, *days]
    return [holder] + [
        [movement, person.matricule, number, str(Dependant.Kin(one.kin).label), one.family, one.given, "", _day(one.birth_on), *days]
        for one in dependants
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def written(lines: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, semicolons: a spreadsheet opens it as it is, and takes no name for a formula."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(HEADINGS)
    table.writerows([[f"'{cell}" if is_formula(cell) else cell for cell in line] for line in lines])
    return text.getvalue().encode("utf-8-sig")


def digest(lines: Sequence[Sequence[str]]) -> str:
    return hashlib.sha256(written(lines)).hexdigest()


def name(scheme: str, month: Month, number: int) -> str:
    return f"declaration-{scheme}-{month}-{number}.csv"
