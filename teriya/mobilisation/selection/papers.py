"""The minutes of a ranking (procès-verbal), as the juries sign them."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.selection.models import JuryMember
from teriya.mobilisation.selection.queries import ranked


def minutes(wave: Wave, *, by: User, on: date) -> Document:
    """Every ranked candidate with the three scores, and a place to sign for each juror; the seed lets anyone redo the ties."""
    rows = [_row(application) for application in ranked(wave)]
    jurors = JuryMember.objects.filter(jury__wave=wave).select_related("jury").order_by("jury__name", "chair")
    data = {
        **letterhead(),
        "title": f"Procès-verbal de classement · {wave.title}",
        "preamble": f"Classement du {on:%d/%m/%Y} : {len(rows)} candidats classés, du premier au dernier.",
        "columns": [
            {"title": "N°", "kind": "text"}, {"title": "Matricule", "kind": "text"}, {"title": "Nom et prénoms", "kind": "text"},
            *({"title": f"Juré {chair}", "kind": "number"} for chair in (1, 2, 3)), {"title": "Points", "kind": "number"},
        ],
        "rows": rows,
        "closing": f"Points : somme des trois notes. À égalité : SHA-256 de la graine suivie du N°, le plus petit d’abord. Graine : {wave.seed}.",
        "signatures": [
            {"party": member.jury.name, "name": member.name, "function": f"Juré {member.chair}", "on": None, "means": ""}
            for member in jurors
        ],
    }  # fmt: skip
    return issue(kind="liste", series="PV-CLASSEMENT", subject="wave", sheet=Sheet(wave.pk, data), by=by, on=on)


def _row(application) -> list:
    person = application.person
    points = [score.points for score in sorted(application.scores.all(), key=lambda score: score.chair)]
    return [
        application.number,
        person.matricule,
        f"{person.family} {person.given}",
        *points,
        application.ranking.points,
    ]
