"""A stay abroad told at one of the two agencies: each function is one moment, and says what our own side would.

The two agencies call them in turn, each in its own process; the messages between are carried by the demonstration.
"""

from datetime import date
from uuid import UUID

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.stays import actions, queries
from teriya.exchange.stays.models import Stay
from teriya.exchange.stays.states import About, Asked, Judged, Side, Voice
from teriya.foundation.accounts.models import User

TOLD = {"work": 3, "tutor": 3, "housing": 2, "money": 3, "safety": 3}
JUDGED = {"choice": 3, "departure": 2, "welcome": 3, "following": 2, "usefulness": 3, "learning": 3, "cooperation": 2}


def stay_of(uid: UUID) -> Stay:
    return Stay.objects.select_related("nomination__offer", "nomination__agency", "nomination__person").get(nomination__uid=uid)  # fmt: skip


def plan(uid: UUID, officer: User, on: date) -> Stay:
    """At home: the days that the other agency accepted."""
    nomination = Nomination.objects.get(uid=uid)
    departs_on = max(nomination.starts_on, on)
    return actions.plan_stay(nomination=nomination, departs_on=departs_on, ends_on=nomination.ends_on, by=officer, on=on)  # fmt: skip


def make_ready(uid: UUID, officer: User, on: date, *, but: tuple[str, ...] = ()) -> None:
    """Either side: our own lines are done, save those named."""
    stay = stay_of(uid)
    for line in stay.lines.filter(owner=stay.side, done_on=None).exclude(code__in=but).select_related("stay__nomination"):  # fmt: skip
        actions.tick_line(line=line, done_on=on, by=officer, on=on)


def arrive(uid: UUID, officer: User, on: date) -> None:
    """At the host’s: the volunteer is there."""
    actions.record_arrival(stay=stay_of(uid), arrived_on=on, by=officer, on=on)


def tell_months(uid: UUID, speaker: User, on: date) -> None:
    """Every month that is over: by the volunteer at home’s site, by somebody of the structure at the host’s."""
    stay = stay_of(uid)
    voice = Voice.VOLUNTEER if stay.side == Side.HOME else Voice.STRUCTURE
    for month in queries.months_missing(stay, voice, on):
        actions.give_report(stay=stay, about=About.STATUS, of=month, voice=voice, answers=TOLD, by=speaker, on=on)


def call_for_help(uid: UUID, volunteer: User, month: str, on: date) -> None:
    """At home: one thing goes wrong, in the volunteer’s own words, which stay there."""
    actions.give_report(stay=stay_of(uid), about=About.STATUS, of=month, voice=Voice.VOLUNTEER, answers=TOLD | {"money": 1},
                        words="L’indemnité du mois n’est pas encore venue.", by=volunteer, on=on)  # fmt: skip


def interview(uid: UUID, officer: User, code: str, on: date) -> None:
    """Either side: `first`, `middle` or `last`."""
    stay = stay_of(uid)
    actions.give_report(stay=stay, about=About.INTERVIEW, of=code, voice=stay.side, answers=dict.fromkeys(Asked.values, 3), by=officer, on=on)  # fmt: skip


def lose_papers(uid: UUID, officer: User, on: date) -> None:
    """Either side: a fact, and what was done."""
    actions.tell_incident(stay=stay_of(uid), kind="papers", happened_on=on, done="declared", by=officer, on=on)


def end(uid: UUID, officer: User, on: date) -> None:
    """At the host’s: the last day."""
    actions.record_end(stay=stay_of(uid), ended_on=on, how="term", by=officer, on=on)


def evaluate(uid: UUID, officer: User, on: date) -> None:
    """Either side."""
    stay = stay_of(uid)
    answers = JUDGED if stay.side == Side.HOME else dict.fromkeys(Judged.values, 3)
    actions.give_report(stay=stay, about=About.EVALUATION, of="", voice=stay.side, answers=answers, by=officer, on=on)


def sign(uid: UUID, officer: User, director: User, on: date) -> None:
    """At home: prepared by one, signed by another; at the host’s: signed once it was heard."""
    stay = stay_of(uid)
    if stay.side == Side.HOME:
        certificate = actions.prepare_certificate(stay=stay, by=officer, on=on)
        actions.sign_certificate(certificate=certificate, by=director, on=on)
    elif certificate := queries.certificate_of(stay):
        actions.countersign_certificate(certificate=certificate, by=director, on=on)


def come_home(uid: UUID, officer: User, on: date) -> None:
    """At home, once both have signed: the paper, the service in the record, the debrief, what is told in public."""
    stay = stay_of(uid)
    if certificate := queries.certificate_of(stay):
        actions.deliver_certificate(certificate=certificate, by=officer, on=on)
    actions.count_service(stay=stay, by=officer, on=on)
    for kind, people, words in (
        ("debrief", 5, "Le logement se visite avant l’arrivée ; un guide de la ville aiderait."),
        ("restitution", 42, "Ce que la bibliothèque a changé, raconté aux volontaires de la région."),
    ):
        actions.record_return(stay=stay, kind=kind, held_on=on, place="Lomé", people=people, words=words, by=officer, on=on)  # fmt: skip
