"""The scores that juries gave on paper (notes_jury.csv): a N° and three scores."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake import readers
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import actions
from teriya.mobilisation.selection.engine.ranking import CHAIRS

FIELDS = [
    Field("number", ["N°", "Numéro", "N° candidat"], filled=True),
    *(Field(f"chair_{n}", [f"Juré {n}", f"Note {n}", f"Note juré {n}", f"Membre {n}"]) for n in CHAIRS),
]


def cells(context: Mapping[str, Any], on: date) -> dict:
    def points(written: str) -> int:
        return readers.read_int(written, maximum=100)

    return {"number": readers.key, **{f"chair_{n}": points for n in CHAIRS}}


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """A score already given stays: a line that says otherwise is in error, it is corrected with its reason."""
    wave, perimeter, first = _wave(context), by.communes(P.JURY_ENTER), {}

    def hear(lines: Sequence[Line]) -> None:
        numbers = [line.values["number"] for line in lines]
        rows = wave.applications.filter(number__in=numbers).select_related("person").prefetch_related("scores")
        known = {row.number: row for row in rows}
        for line in lines:
            line.shown = _shown(line.values)
            number = line.values["number"]
            if first.setdefault(number, line.number) != line.number:
                line.refuse("number", "line_twice", f"N° : {number} est déjà à la ligne {first[number]}.")
            else:
                _look(line, known.get(number), perimeter)

    return hear


def _shown(values: Mapping[str, Any]) -> dict[str, str]:
    points = {f"Juré {n}": str(value) for n, value in enumerate(_points(values), 1) if value is not None}
    return {"N°": values["number"]} | points


def _look(line: Line, application: Application | None, perimeter: set[int] | None) -> None:
    number = line.values["number"]
    if not application:
        line.refuse("number", "unknown_number", f"N° : {number} n’est pas candidat à cette vague.")
    elif perimeter is not None and application.person.commune_id not in perimeter:
        line.refuse("number", "out_of_perimeter", f"N° : {number} n’est pas de votre périmètre.")
    else:
        _compare(line, application, _points(line.values))


def _wave(context: Mapping[str, Any]) -> Wave:
    wave = Wave.objects.filter(code=context.get("wave", "")).first()
    if not wave:
        raise Refusal("unknown_wave", _("Aucune vague n’a ce code."), field="wave")
    return wave


def _points(values: Mapping[str, Any]) -> list[int | None]:
    return [values[f"chair_{n}"] for n in CHAIRS]


def _compare(line: Line, application: Application, points: Sequence[int | None]) -> None:
    line.values["application"] = application
    line.shown["Nom"] = str(application.person)
    given = {score.chair: score.points for score in application.scores.all()}
    wanted = {chair: value for chair, value in zip(CHAIRS, points, strict=True) if value is not None}
    for chair, value in wanted.items():
        if given.get(chair, value) != value:
            line.refuse(f"chair_{chair}", "score_given", f"Juré {chair} : la note {given[chair]} est déjà donnée.")
    if not wanted.keys() - given.keys():
        line.outcome = "same"
    elif len(wanted) < len(CHAIRS):
        line.remarks.append("Il manque une note : le candidat ne sera pas classé.")


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict:
    rows = [(line.values["application"], _points(line.values)) for line in lines]
    return {"new": len(actions.enter_scores(wave=_wave(context), rows=rows, by=by, on=on))}


KIND = Kind("scores", gettext_lazy("Notes de jury"), P.JURY_ENTER, FIELDS, cells, judge, commit, needs_wave=True)
