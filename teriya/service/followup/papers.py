"""What the room prints. Papers are in French, like the law."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.journal import actions as journal
from teriya.foundation.places.models import Centre
from teriya.foundation.ui.templatetags.ui import phone
from teriya.people.models import Person
from teriya.service.followup.models import Appraisal, Derogation, Visit
from teriya.service.followup.states import LEVELS, Appraised, When
from teriya.service.missions.queries import gate_words

PLAN = "visit_plan"  # subject of the printed plans; its id is the centre's


def short(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def in_words(month: Month) -> str:
    """« mars 2026 »: a paper is in French whatever the language of the page."""
    with translation.override("fr"):
        return date_format(month.first, "F Y")


@transaction.atomic
def print_plan(*, centre: Centre, month: Month, missions: Iterable, by: User, on: date) -> Document:
    """The visits of a month, to take on the road: who, where, which telephone, a box to sign."""
    rows = list(missions)
    planned = {
        v.mission_id: v for v in Visit.objects.filter(mission__in=rows, state="planned").select_related("agent")
    }
    lines = [[m.person.matricule, str(m.person), f"{m.host}, {m.host.commune}", phone(m.person.phone), short(m.last_on),
              _planned(planned.get(m.pk)), None] for m in rows]  # fmt: skip
    data = {
        **letterhead(centre.seat), "title": f"Plan de visites · {in_words(month)}",
        "preamble": f"{centre.name}. Volontaires en service à visiter : {len(lines)}.",
        "columns": [{"title": title, "kind": kind} for title, kind in (
            ("Matricule", "text"), ("Nom et prénoms", "text"), ("Structure", "text"), ("Téléphone", "text"),
            ("Dernière visite", "text"), ("Prévue", "text"), ("Signature", "signature"))],
        "rows": lines, "closing": "Chaque visite se rapporte le jour même, sur la fiche de visite.", "signatures": [],
    }  # fmt: skip
    paper = issue(kind="liste", series="VISITES", subject=PLAN, sheet=Sheet(centre.pk, data), by=by, on=on)
    journal.write("followup.print_plan", "centre", centre.pk, by=by, on=on, rows=[m.pk for m in rows])
    return paper


def _planned(visit: Visit | None) -> str:
    return f"{short(visit.planned_on)} · {visit.agent}" if visit else ""


def appraisal(row: Appraisal, by: User, reason: str) -> Sheet:
    """The sheet of an appraisal, with what each side says and what the centre concludes."""
    mission, other = row.mission, "Le volontaire" if row.of == Appraised.VOLUNTEER else "La structure"
    fields = [("Volontaire", f"{mission.person} ({mission.person.matricule})"), ("Structure", f"{mission.host}, {mission.host.commune}"),
              ("Forme", str(mission.form)), ("Faite le", short(row.on)), ("Grille", row.grid)]  # fmt: skip
    said = [("Points forts", row.strengths), ("À améliorer", row.to_improve or "Rien")]
    if row.of == Appraised.VOLUNTEER:
        said.append((other, _answer(row, reason)))
    data = {
        **letterhead(), "title": f"Évaluation {in_french(Appraised(row.of).label)} · {in_french(When(row.when).label)}",
        "sections": [
            _section("La mission", fields),
            _section("Notes", [(name, f"{mark} sur {points}{_level(mark, points)}") for _code, name, mark, points in row.marks]
                     + [("Total", f"{row.total} sur {row.out_of}")]),
            _section("Ce qui est dit", said),
            _section("Conclusion du centre", [("Évaluation", "favorable" if row.is_favourable else "défavorable")]),
        ],
        "visas": [{"function": "Revue par", "name": by.name, "on": row.reviewed_on, "number": ""}],
    }  # fmt: skip
    return Sheet(mission.pk, data, person=mission.person_id)


def _section(title: str, fields: Iterable[tuple[str, str]]) -> dict:
    return {"title": title, "fields": [{"label": label, "value": value} for label, value in fields]}


def _answer(row: Appraisal, reason: str) -> str:
    if row.signed_on is None:
        return f"n’a pas signé sur son compte : {reason}"
    said = "est d’accord" if row.agrees else "n’est pas d’accord"
    return f"{said}, a signé le {short(row.signed_on)}" + (f". {row.comment}" if row.comment else "")


def _level(mark: int, points: int) -> str:
    return f" ({in_french(LEVELS[mark])})" if points == len(LEVELS) else ""


def evacuation(centre: Centre, missions: Iterable, reason: str, by: User, on: date) -> Sheet:
    """Whom to reach, for paper: telephones, whom to call, where; a box to tick and to say where each is."""
    rows = [
        [
            str(m.person),
            phone(m.person.phone),
            _contact(m.person),
            f"{m.host}, {m.host.commune}",
            phone(m.host.phone),
            None,
        ]
        for m in missions
    ]
    data = {
        **letterhead(centre.seat), "title": f"Liste d’évacuation · {centre.name}",
        "preamble": f"Ordonnée le {short(on)} par {by.name} ({by.capacity('evacuations.order')}). Motif : {reason.strip()}. Volontaires : {len(rows)}.",
        "columns": [{"title": title, "kind": kind} for title, kind in (
            ("Nom et prénoms", "text"), ("Téléphone", "text"), ("Personne à prévenir, logement", "text"), ("Structure", "text"),
            ("Téléphone de la structure", "text"), ("Joint à, heure", "signature"))],
        "rows": rows, "closing": "Qui est joint se marque aussi sur la page de l’évacuation.", "signatures": [],
    }  # fmt: skip
    return Sheet(centre.pk, data)


def _contact(person: Person) -> str:
    contact = getattr(person, "emergency_contact", None)
    return (
        f"{contact.name} {phone(contact.phone)}{f', dort : {contact.lodging}' if contact.lodging else ''}"
        if contact
        else "—"
    )


def derogation(row: Derogation, lifted: Iterable, proposer: User, by: User) -> Sheet:
    """The act: what is lifted and why, and the list of who is to regularise what before its last day."""
    with translation.override("fr"):
        lines = [
            [m.person.matricule, str(m.person), f"{m.host}, {m.host.commune}", gate_words(gates), row.until]
            for m, gates in lifted
        ]
    hands = (
        (proposer, "derogations.propose", row.on, "Propose"),
        (by, "derogations.sign", row.signed_on, "Signe pour l’agence"),
    )
    data = {
        **letterhead(), "title": "Dérogation · mobilisation d’urgence",
        "preamble": f"{row.reason} Les conditions ci-après sont levées jusqu’au {short(row.until)} ; chacune reste à prouver avant ce jour.",
        "columns": [{"title": title, "kind": kind} for title, kind in (
            ("Matricule", "text"), ("Nom et prénoms", "text"), ("Structure", "text"), ("À régulariser", "text"), ("Avant le", "date"))],
        "rows": lines, "closing": f"Volontaires : {len(lines)}.",
        "signatures": [{"party": party, "name": one.name, "function": one.capacity(permission), "on": on, "means": "électronique"}
                       for one, permission, on, party in hands],
    }  # fmt: skip
    return Sheet(row.pk, data)
