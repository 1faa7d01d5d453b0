"""The papers of a call: the receipt of an application."""

from datetime import date

from django.conf import settings

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import in_french, letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import day, phone
from teriya.mobilisation.calls import pages
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.states import PlacementMode
from teriya.mobilisation.calls.words import never_pay


def receipt(application: Application, *, by: User, on: date) -> Document:
    """What the candidate takes home: the number, who entered it on which paper, the posts asked for, the next date."""
    person, wave = application.person, application.wave
    paper = (
        f"{rules.label('paper', application.paper_kind)} {application.paper_number}"
        if application.paper_kind
        else "aucune"
    )
    wishes = application.wishes.select_related("need__host").order_by("rank")
    fields = [
        ("Candidature", f"N° {application.number}"), ("Appel", f"{wave.title} ({wave.code})"),
        ("Personne", f"{person} · {person.matricule}"), ("Commune", person.commune.name),
        ("Téléphone", phone(person.phone) or "aucun"), ("Pièce montrée", paper.strip()),
        ("Reçue le", application.on), ("Saisie par", by.capacity("applications.register", commune=person.commune_id)),
        ("Clôture de l’appel", wave.closes_on),
    ]  # fmt: skip
    posts = [(f"Choix {wish.rank}", f"{wish.need.reference} · {rules.label('profile', wish.need.profile)} · {wish.need.host}") for wish in wishes]  # fmt: skip
    sections = [
        ("Candidature reçue", fields),
        ("Postes demandés", posts or [("Postes", "tous, par la règle publiée")]),
    ]
    data = {
        **letterhead(person.commune.centre.seat),
        "title": "Récépissé de candidature",
        "sections": [
            *({"title": title, "fields": [{"label": label, "value": value} for label, value in rows]} for title, rows in sections),
            {"title": in_french(never_pay()), "fields": []},
        ],
    }  # fmt: skip
    sheet = Sheet(application.pk, data, person=person.pk)
    return issue(kind="fiche", series="RECEPISSE", subject="application", sheet=sheet, by=by, on=on)


def poster(wave: Wave, *, by: User, on: date) -> Document:
    """For the walls of town halls: who may apply, until when, where, and that nobody pays."""
    rows = [f"{label} : {value}" for label, value in pages.conditions(wave)]
    dates = [f"{step} : {day(on)}" for step, on in pages.calendar_of(wave)]
    data = {
        **letterhead(),
        "title": wave.title,
        "until": f"Candidatures jusqu’au {day(wave.closes_on)} à minuit",
        "sections": [{"title": "Qui peut être candidat", "lines": rows}, {"title": "Calendrier", "lines": dates}],
        "address": f"{settings.SITE}/appels/{wave.code}/",
        "counter": "Un agent remplit le dossier avec vous, au centre régional ou à la mairie. Aucun papier précis n’est exigé : un témoin suffit.",
        "warning": in_french(never_pay()),
    }  # fmt: skip
    return issue(kind="affiche", series="AFFICHE", subject="wave", sheet=Sheet(wave.pk, data), by=by, on=on)


def forms(wave: Wave, numbers: list[str], *, by: User, on: date) -> Document:
    """Forms to fill with a pen, where there is neither network nor computer; each is then entered by its number."""
    lines = [
        ("Qui", ["Nom de naissance", "Prénoms", "Nom d’épouse", "Sexe", "Date de naissance, ou année", "Commune de résidence", "Téléphone"]),
        ("Pièce montrée, ou témoin", ["Une seule suffit", "Son numéro, ou nom et téléphone du témoin"]),
        ("Études", ["Dernier diplôme", "Spécialité ou métier"]),
    ]  # fmt: skip
    if wave.mode == PlacementMode.WISHES:
        lines.append(
            (
                "Postes demandés, du préféré au dernier (au dos s’il en faut plus)",
                [f"Référence {n}" for n in range(1, 6)],
            )
        )
    data = {
        **letterhead(),
        "title": "Formulaire de candidature",
        "subtitle": f"{wave.title} ({wave.code}), jusqu’au {day(wave.closes_on)} à minuit",
        "numbers": numbers,
        "sections": [{"title": title, "lines": rows} for title, rows in lines],
        "warning": in_french(never_pay()),
    }
    return issue(kind="formulaire", series="FORMULAIRE", subject="wave", sheet=Sheet(wave.pk, data), by=by, on=on)


def was_printed(wave: Wave, number: str) -> bool:
    """Whether a form of this number was printed for this call."""
    rows = Document.objects.filter(subject="wave", subject_id=wave.pk, kind="formulaire")
    return rows.filter(data__numbers__contains=[number]).exists()
