"""The papers of selection: lists of an interview town, and the minutes of a ranking (procès-verbal)."""

from collections import Counter
from datetime import date

from django.db.models import QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection.engine.grid import spread
from teriya.mobilisation.selection.engine.ranking import CHAIRS
from teriya.mobilisation.selection.models import Conflict, Hearing, Jury, JuryMember, Listing, Venue
from teriya.mobilisation.selection.queries import heard_by, ranked
from teriya.mobilisation.selection.states import Outcome

SERIES = "PV-CLASSEMENT"


def minutes(wave: Wave, *, by: User, on: date) -> Document:
    """Every ranked candidate with the three scores, and a place to sign for each juror; the seed lets anyone redo the ties."""
    found = list(ranked(wave))
    is_cut = any(row.ranking.outcome != Outcome.RANKED for row in found)
    rows = [[*_row(row), *([in_french(Outcome(row.ranking.outcome).label)] if is_cut else [])] for row in found]
    jurors = JuryMember.objects.seated().filter(jury__wave=wave).select_related("jury").order_by("jury__name", "chair")
    data = {
        **letterhead(),
        "title": f"Procès-verbal de classement · {wave.title}",
        "preamble": f"Classement du {on:%d/%m/%Y} : {len(rows)} candidats, du premier au dernier.",
        "columns": [
            {"title": "Candidat n°", "kind": "text"}, {"title": "Matricule", "kind": "text"}, {"title": "Nom et prénoms", "kind": "text"},
            *({"title": f"Juré {chair}", "kind": "number"} for chair in (1, 2, 3)), {"title": "Points", "kind": "number"},
            *([{"title": "Décision", "kind": "text"}] if is_cut else []),
        ],
        "rows": rows,
        "closing": f"Points : somme des trois notes. À égalité : SHA-256 de la graine suivie du N°, le plus petit d’abord. Graine : {wave.lottery}.",
        "signatures": [
            {"party": member.jury.name, "name": member.name, "function": f"Juré {member.chair}", "on": None, "means": ""}
            for member in jurors
        ],
    }  # fmt: skip
    return issue(kind="liste", series=SERIES, subject="wave", sheet=Sheet(wave.pk, data), by=by, on=on)


def board(listing: Listing, *, by: User, on: date) -> Document:
    """The list for the notice board: numbers, ranks and outcomes, never a name; the seed lets anyone redo it."""
    wave = listing.wave
    counts = Counter(row[3] for row in listing.rows)
    told = [f"{in_french(one.label)} : {counts[one]}" for one in Outcome if counts[one]]
    data = {
        **letterhead(),
        "title": f"Liste de sélection · {wave.title}",
        "preamble": f"{', '.join(told)}, par numéro de candidature.",
        "columns": [
            {"title": "Candidat n°", "kind": "text"}, {"title": "Rang", "kind": "number"}, {"title": "Points", "kind": "number"},
            {"title": "Décision", "kind": "text"},
        ],
        "rows": [[number, rank, points, in_french(Outcome(outcome).label)] for number, rank, points, outcome, _ in listing.rows],
        "closing": f"Empreinte de la graine, engagée à l’ouverture : {wave.commitment}. Graine : {wave.lottery}. "
        "À égalité : SHA-256 de la graine suivie du N°, le plus petit d’abord.",
        "signatures": [{"party": by.capacity("selection.publish"), "name": by.name, "function": "", "on": on, "means": "électronique"}],
    }  # fmt: skip
    return issue(kind="liste", series="LISTE-SELECTION", subject="wave", sheet=Sheet(wave.pk, data), by=by, on=on)


def jury_minutes(jury: Jury, *, by: User, on: date) -> Document:
    """What a jury heard, first hearings kept, with what an auditor asks for: absences, spreads, conflicts, corrections.

    Candidates whose scores came on paper without an appointment stand after the others.
    """
    hearings = Hearing.objects.filter(jury=jury).still_there().select_related("application__person")
    rows = [
        _heard(h)
        for h in hearings.prefetch_related(
            "sheets", "application__scores", "application__conflicts__member", "application__conflicts__substitute"
        ).order_by("on", "at", "pk")
    ]
    called = {hearing.application_id for hearing in hearings}
    paper = heard_by(jury).exclude(pk__in=called).filter(scores__isnull=False).distinct().select_related("person")
    rows += [
        _on_paper(row)
        for row in paper.prefetch_related("scores", "conflicts__member", "conflicts__substitute").order_by("pk")
    ]
    members = list(jury.members.all())
    left = [f"{m.name} (juré {m.chair}) remplacé le {m.until:%d/%m/%Y} : {m.why_left}" for m in members if m.until]
    data = {
        **letterhead(),
        "title": f"Procès-verbal du jury {jury.name} · {jury.wave.title}",
        "preamble": f"{len(rows)} auditions. Une fiche donnée en ligne a été scellée par son auteur avant que les trois soient ouvertes.",
        "columns": [
            {"title": "Candidat n°", "kind": "text"}, {"title": "Nom et prénoms", "kind": "text"},
            *({"title": f"Juré {chair}", "kind": "number"} for chair in (1, 2, 3)), {"title": "Écart", "kind": "number"},
            {"title": "Observation", "kind": "text"},
        ],
        "rows": rows,
        "closing": f"Remplacements : {' ; '.join(left)}." if left else "Aucun membre remplacé.",
        "signatures": [
            {"party": f"Juré {m.chair}", "name": m.name, "function": "personne extérieure" if m.is_external else "agence", "on": None, "means": ""}
            for m in members if not m.until
        ],
    }  # fmt: skip
    return issue(kind="liste", series="PV-JURY", subject="jury", sheet=Sheet(jury.pk, data), by=by, on=on)


def _heard(hearing: Hearing) -> list:
    application = hearing.application
    sheets = {sheet.chair: sheet.points for sheet in hearing.sheets.all()}
    points = [sheets.get(chair) for chair in CHAIRS]
    said = [_tied(row) for row in application.conflicts.all() if row.member.jury_id == hearing.jury_id]
    if hearing.state != "heard":
        said.append(f"{hearing.get_state_display()}")
    if hearing.attempt > 1:
        said.append("seconde audition")
    corrected = [
        s.chair for s in application.scores.all() if hearing.state == "heard" and s.points != sheets.get(s.chair)
    ]
    said += [f"note du juré {chair} corrigée" for chair in corrected]
    apart = spread([p for p in points if p is not None]) if sheets else None
    return [application.number, str(application.person), *points, apart, " ; ".join(said)]


def _tied(conflict: Conflict) -> str:
    """Who may not hear this candidate, and who holds the chair instead."""
    said = f"conflit déclaré par {conflict.member.name}"
    return f"{said}, remplacé ici par {conflict.stand_in}" if conflict.stand_in else said


def _on_paper(application: Application) -> list:
    given = {score.chair: score.points for score in application.scores.all()}
    points = [given.get(chair) for chair in CHAIRS]
    said = ["notes sur papier", *map(_tied, application.conflicts.all())]
    return [application.number, str(application.person), *points, spread(list(given.values())), " ; ".join(said)]


def minutes_of(wave: Wave) -> QuerySet[Document]:
    """The minutes of a wave's rankings, the one in force first."""
    return Document.objects.filter(series=SERIES, subject="wave", subject_id=wave.pk).order_by("-pk")


def _row(application) -> list:
    person = application.person
    given = {score.chair: score.points for score in application.scores.all()}
    points = [given.get(chair) for chair in CHAIRS]
    return [
        application.number,
        person.matricule,
        f"{person.family} {person.given}",
        *points,
        application.ranking.points,
    ]


def convocations(venue: Venue, *, by: User, on: date) -> list[Document]:
    """The two lists of a town: by number for the notice board; by hour, with names and a place to sign, for the door."""
    rows = Hearing.objects.live().filter(jury__venue=venue, at__isnull=False).still_there()
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
