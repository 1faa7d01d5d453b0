"""The minutes of a ranking (procès-verbal), as the juries sign them."""

from datetime import date

from django.db.models import QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.selection.models import JuryMember
from teriya.mobilisation.selection.queries import ranked

SERIES = "PV-CLASSEMENT"


def minutes(wave: Wave, *, by: User, on: date) -> Document:
    """Every ranked candidate with the three scores, and a place to sign for each juror; the seed lets anyone redo the ties."""
    rows = [_row(application) for application in ranked(wave)]
    jurors = JuryMember.objects.filter(jury__wave=wave).select_related("jury").order_by("jury__name", "chair")
    data = {
        **letterhead(),
        "title": f"Procès-verbal de classement · {wave.title}",
        "preamble": f"Classement du {on:%d/%m/%Y} : {len(rows)} candidats classés, du premier au dernier.",
        "columns": [
            {"title": "Candidat n°", "kind": "text"}, {"title": "Matricule", "kind": "text"}, {"title": "Nom et prénoms", "kind": "text"},
            *({"title": f"Juré {chair}", "kind": "number"} for chair in (1, 2, 3)), {"title": "Points", "kind": "number"},
        ],
        "rows": rows,
        "closing": f"Points : somme des trois notes. À égalité : SHA-256 de la graine suivie du N°, le plus petit d’abord. Graine : {wave.seed}.",
        "signatures": [
            {"party": member.jury.name, "name": member.name, "function": f"Juré {member.chair}", "on": None, "means": ""}
            for member in jurors
        ],
    }  # fmt: skip
    return issue(kind="liste", series=SERIES, subject="wave", sheet=Sheet(wave.pk, data), by=by, on=on)


def minutes_of(wave: Wave) -> QuerySet[Document]:
    """The minutes of a wave's rankings, the one in force first."""
    return Document.objects.filter(series=SERIES, subject="wave", subject_id=wave.pk).order_by("-pk")


def _row(application) -> list:
    person = application.person
    points = [score.points for score in application.scores.all()]
    return [
        application.number,
        person.matricule,
        f"{person.family} {person.given}",
        *points,
        application.ranking.points,
    ]
