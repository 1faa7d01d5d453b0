"""The papers of selection: lists of an interview town, and the minutes of a ranking (procès-verbal)."""

from datetime import date

from django.db.models import QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.selection.models import Hearing, JuryMember, Venue
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


def convocations(venue: Venue, *, by: User, on: date) -> list[Document]:
    """The two lists of a town: by number for the notice board; by hour, with names and a place to sign, for the door."""
    rows = Hearing.objects.filter(jury__venue=venue, at__isnull=False).still_there()
    found = list(rows.select_related("application__person", "jury").order_by("on", "at", "jury__name"))
    head = {
        **letterhead(), "closing": "", "signatures": [],
        "preamble": f"{venue.town}, {venue.address}. {len(found)} candidats. Chacun vient avec sa pièce d’identité.",
    }  # fmt: skip
    when = [{"title": "Jour", "kind": "date"}, {"title": "Heure", "kind": "text"}, {"title": "Jury", "kind": "text"}]
    board = head | {
        "title": f"Convocation aux entretiens · {venue.wave.title}",
        "columns": [{"title": "Candidat n°", "kind": "text"}, *when],
        "rows": [[h.application.number, *_when(h)] for h in sorted(found, key=lambda h: _by_number(h.application.number))],
    }  # fmt: skip
    door = head | {
        "title": f"Émargement des entretiens · {venue.wave.title}",
        "columns": [*when, {"title": "Candidat n°", "kind": "text"}, {"title": "Nom et prénoms", "kind": "text"}, {"title": "Signature", "kind": "signature"}],
        "rows": [[*_when(h), h.application.number, str(h.application.person), None] for h in found],
    }  # fmt: skip
    sheets = {"CONVOCATION": board, "EMARGEMENT": door}
    return [
        issue(kind="liste", series=series, subject="venue", sheet=Sheet(venue.pk, data), by=by, on=on)
        for series, data in sheets.items()
    ]


def lists_of(venue: Venue) -> QuerySet[Document]:
    """The lists printed for a town, the latest first."""
    return Document.objects.filter(subject="venue", subject_id=venue.pk).order_by("-pk")


def _when(hearing: Hearing) -> list:
    room = f"{hearing.jury.name}, {hearing.jury.room}" if hearing.jury.room else hearing.jury.name
    return [hearing.on, f"{hearing.at:%H:%M}", room]


def _by_number(number: str) -> tuple[int, str]:
    return (len(number), number) if number.isdecimal() else (99, number)
