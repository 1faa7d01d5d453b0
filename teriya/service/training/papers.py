"""What the room's papers print: letters, lists, minutes, certificates. Papers are in French."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.rules import queries as rules
from teriya.service.missions.papers import electronic, short, volunteer
from teriya.service.training.engine.timetable import Slot
from teriya.service.training.models import Module, Trainee, TrainingSession
from teriya.service.training.queries import Course
from teriya.service.training.states import Half, Lack

NEVER_PAY = "La formation est gratuite. Ne payez jamais personne : qui vous demande de l’argent se signale à l’agence."
BOXES = 4  # half-days that have a box each on the list to sign; beyond, a box a day
_PERSON = [
    {"title": "Matricule", "kind": "text"},
    {"title": "Nom", "kind": "text"},
    {"title": "Prénoms", "kind": "text"},
]


def place_of(session: TrainingSession) -> str:
    return f"{session.venue}, {session.commune.name}"


def days_of(session: TrainingSession) -> str:
    return f"du {short(session.from_on)} au {short(session.to_on)}"


def _hour(session: TrainingSession) -> str:
    return f"{session.opens_at:%H h %M}"


def _half(slot: Slot) -> str:
    return f"{slot.on:%d/%m} {in_french(Half(slot.half).label)}"


def module_name(code: str) -> str:
    return rules.label("module", code)


def _row(trainee: Trainee) -> list:
    person = trainee.mission.person
    return [person.matricule, person.family, person.given]


def letter(session: TrainingSession, trainee: Trainee, lessons: Mapping[Slot, Sequence[str]]) -> Sheet:
    """Convocation of one person: where, when, what for, and that nobody asks for money."""
    mission = trainee.mission
    taught = {
        slot: [code for code in codes if not trainee.asked or code in trainee.asked] for slot, codes in lessons.items()
    }
    fields = [
        ("Volontaire", f"{mission.person} ({mission.person.matricule})"), ("Mission", mission.number),
        ("Formation", session.title), ("Lieu", place_of(session)), ("Jours", f"{days_of(session)}, à {_hour(session)}"),
        ("À apporter", "votre pièce d’identité et cette convocation"), ("À savoir", NEVER_PAY),
    ]  # fmt: skip
    table = [(_half(slot), ", ".join(map(module_name, codes))) for slot, codes in taught.items() if codes]
    sections = [("Vous êtes attendu", fields), ("Emploi du temps", table)]
    data = {
        **letterhead(session.commune.name), "title": "Convocation à la formation",
        "sections": [{"title": title, "fields": [{"label": label, "value": value} for label, value in rows]} for title, rows in sections if rows],
    }  # fmt: skip
    return Sheet(mission.pk, data, person=mission.person_id)


def _list(
    session: TrainingSession, title: str, preamble: str, columns: list, rows: list, closing: str, signatures: list
) -> Sheet:
    data = {**letterhead(session.commune.name), "title": title, "preamble": preamble, "columns": columns, "rows": rows,
            "closing": closing, "signatures": signatures}  # fmt: skip
    return Sheet(session.pk, data)


def called(session: TrainingSession, trainees: Iterable[Trainee]) -> Sheet:
    """The list for the notice board: matricules and names, where and when."""
    rows = [[*_row(one), one.mission.host.commune.name] for one in trainees]
    return _list(
        session, f"Convocation · {session.title}",
        f"Les volontaires ci-après sont attendus à {place_of(session)}, {days_of(session)}, à {_hour(session)}, avec leur pièce d’identité.",
        [*_PERSON, {"title": "Commune d’accueil", "kind": "text"}], rows, f"Convoqués : {len(rows)}. {NEVER_PAY}", [],
    )  # fmt: skip


def sign_in(session: TrainingSession, trainees: Iterable[Trainee], slots: Sequence[Slot]) -> Sheet:
    """Liste d’émargement: a box to sign for each half-day, or for each day of a long session."""
    heads = [_half(slot) for slot in slots]
    if len(heads) > BOXES:
        heads = [f"{day:%d/%m}" for day in dict.fromkeys(slot.on for slot in slots)]
    rows = [[*_row(one), *(None for _ in heads)] for one in trainees]
    trainers = ", ".join(dict.fromkeys(one.trainer for one in session.modules.all() if one.trainer)) or "à nommer"
    return _list(
        session, f"Liste d’émargement · {session.title}", f"Formation avant déploiement tenue à {place_of(session)}, {days_of(session)}.",
        [*_PERSON, *({"title": head, "kind": "signature"} for head in heads)], rows, f"Formateurs : {trainers}.",
        [{"party": "Le formateur", "name": "", "function": "", "on": None, "means": ""}],
    )  # fmt: skip


def minutes(session: TrainingSession, trainees: Sequence[Trainee], course: Course, by: User, on: date) -> Sheet:
    """Procès-verbal: half-days attended, marks, and what the rule decided with its reason."""
    marked = [one for one in course.modules if one.pass_mark is not None]
    columns = [*_PERSON, {"title": "Présence", "kind": "text"}, *({"title": module_name(one.code), "kind": "number"} for one in marked),
               {"title": "Décision", "kind": "text"}]  # fmt: skip
    rows = [
        [*_row(one), f"{one.present or 0} / {one.halves or 0}", *(course.marks.get(one.pk, {}).get(m.code) for m in marked), decision(one)]
        for one in trainees
    ]  # fmt: skip
    passed = sum(one.state == "passed" for one in trainees)
    return _list(
        session, f"Procès-verbal de formation · {session.title}",
        f"Formation tenue à {place_of(session)}, {days_of(session)}. La présence se compte en demi-journées, les notes sur 20.",
        columns, rows, f"Validés : {passed} sur {len(rows)}.",
        [electronic("Pour l’agence", by, by.capacity("missions.train", commune=session.commune_id), on)],
    )  # fmt: skip


def decision(trainee: Trainee) -> str:
    """« à reprendre : Civisme (note insuffisante) »."""
    said = in_french(trainee.get_state_display())
    owed = ", ".join(
        f"{module_name(code)} ({in_french(Lack(why).label)})" for code, why in sorted(trainee.owed.items())
    )
    return f"{said} : {owed}" if owed else said


def certificate(
    session: TrainingSession, trainee: Trainee, modules: Mapping[str, Module], by: User, capacity: str, on: date
) -> Sheet:
    """Attestation de formation: the modules followed with their hours, and the mark where there is one. Prefetch `marks__module`."""
    marks = {mark.module.code: mark.value for mark in trainee.marks.all()}
    followed = [modules[code] for code in modules if not trainee.asked or code in trainee.asked]
    data = {
        **letterhead(), "attested_by": f"{by.name}, {capacity}", "volunteer": volunteer(trainee.mission),
        "form": trainee.mission.form.name_fr, "title": session.title, "held_at": place_of(session),
        "starts_on": session.from_on, "ends_on": session.to_on,
        "modules": [{"name": module_name(one.code), "hours": one.hours, "mark": marks.get(one.code)} for one in followed],
        "signature": electronic("Pour l’agence", by, capacity, on),
    }  # fmt: skip
    return Sheet(trainee.mission_id, data, person=trainee.mission.person_id, is_sealed=True)
