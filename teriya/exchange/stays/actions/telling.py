"""What our people say of a stay. What the other agency would say is declared here only where it has no system."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.reciprocity.states import NominationState
from teriya.exchange.stays.engine import plan as engine
from teriya.exchange.stays.models import Incident, Line, Report, Stay
from teriya.exchange.stays.states import About, Asked, Judged, Side, Voice
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Fact
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules

FAR = timedelta(730)  # a stay lasts two years at most


@dataclass(frozen=True)
class Paper:
    """The letter by which an agency without the system says something: what it is, and its scan."""

    source: str = ""
    scan: UploadedFile | None = None


NOTHING = Paper()


def is_open(day: date) -> bool:
    """Whether offices work that day here."""
    return day.weekday() < 5 and day not in rules.holidays(day.year)


def steps() -> list[engine.Step]:
    return [engine.Step(term.code, term.facts["owner"], term.facts["days"]) for term in rules.terms("departure")]


@transaction.atomic
def plan_stay(
    *, nomination: Nomination, departs_on: date, ends_on: date, by: User, on: date, paper: Paper = NOTHING
) -> Stay:
    """Plan the departure: each line of the checklist is due back from it. Again, to move it; what is done stays done.

    Refuses `not_accepted` unless the nomination is, `in_the_past` for a departure that was, `too_long`.
    """
    require(by, P.STAYS_KEEP)
    require_date(by, on)
    row = Nomination.objects.select_related("agency").get(pk=nomination.pk)
    if row.state not in (NominationState.ACCEPTED, NominationState.ARRIVED):
        raise Refusal("not_accepted", _("Cette candidature n’est pas acceptée."))
    if row.state == NominationState.ACCEPTED and departs_on < on:
        raise Refusal("in_the_past", _("Le jour du départ est passé."), field="departs_on")
    if ends_on - departs_on > FAR:
        raise Refusal("too_long", _("Un séjour dure deux ans au plus."), field="ends_on")
    due = engine.due_dates(steps(), departs_on, is_open)
    lines = [
        {"code": term.code, "fr": term.fr[:120], "en": term.en[:120], "owner": term.facts["owner"], "due_on": str(due[term.code])}
        for term in rules.terms("departure")
    ]  # fmt: skip
    content = {"departs_on": str(departs_on), "ends_on": str(ends_on), "lines": lines}
    speak("stay.plan", row, Side.HOME, content, by=by, on=on, paper=paper)
    return row.stay


@transaction.atomic
def tick_line(*, line: Line, done_on: date | None, by: User, on: date, paper: Paper = NOTHING) -> None:
    """The agency that sees to a line says that it was done; None: not after all."""
    require(by, P.STAYS_KEEP)
    require_date(by, done_on or on)
    row = Line.objects.select_related("stay__nomination__agency").get(pk=line.pk)
    if row.stay.nomination.state not in (NominationState.ACCEPTED, NominationState.ARRIVED):
        raise Refusal("not_under_way", _("Ce séjour n’est plus en cours."))
    content = {"code": row.code, "done_on": str(done_on) if done_on else None}
    speak("stay.tick", row.stay.nomination, row.owner, content, by=by, on=on, paper=paper)


@transaction.atomic
def record_arrival(*, stay: Stay, arrived_on: date, by: User, on: date, paper: Paper = NOTHING) -> None:
    """The host side says that the volunteer is there. Refuses what the nomination does not allow (`wrong_state`)."""
    require(by, P.STAYS_KEEP)
    require_date(by, arrived_on)
    nomination = locked(stay).nomination
    if nomination.state not in (NominationState.ACCEPTED, NominationState.ARRIVED):
        raise Refusal("not_accepted", _("Cette candidature n’est pas acceptée."))
    speak("stay.arrive", nomination, Side.HOST, {"arrived_on": str(arrived_on)}, by=by, on=on, paper=paper)


@transaction.atomic
def record_end(*, stay: Stay, ended_on: date, how: str, by: User, on: date, paper: Paper = NOTHING) -> None:
    """The last day of service, once it has come. The host side says it; the home side may, until then."""
    require(by, P.STAYS_KEEP)
    require_date(by, ended_on)
    row = locked(stay)
    if row.end_by == Side.HOST and row.side == Side.HOME and row.nomination.agency.speaks:
        raise Refusal("already_ended", _("L’agence d’accueil a déjà dit la fin du séjour."))
    side = Side.HOST if not row.nomination.agency.speaks else row.side
    speak("stay.end", row.nomination, side, {"ended_on": str(ended_on), "how": how}, by=by, on=on, paper=paper)


@transaction.atomic
def give_report(
    *, stay: Stay, about: str, of: str, voice: str, answers: Mapping[str, int], by: User, on: date, words: str = "", paper: Paper = NOTHING
) -> Report:  # fmt: skip
    """Say how a month goes, what an interview gave, or what the stay was worth. The levels go to the other agency; `words` stay here.

    Refuses `answers_missing`, `not_there` before the arrival, `not_over` for an evaluation of a stay that goes on.
    """
    row = locked(stay)
    _require_voice(row, voice, by)
    require_date(by, on)
    codes = Judged if about == About.EVALUATION else Asked
    if missing := [code for code in codes.values if answers.get(code) not in (1, 2, 3)]:
        raise Refusal("answers_missing", _("Répondez à chaque question."), field=missing[0])
    if row.nomination.arrived_on is None:
        raise Refusal("not_there", _("Le volontaire n’est pas encore arrivé."))
    if about == About.EVALUATION and row.nomination.ended_on is None:
        raise Refusal("not_over", _("On évalue un séjour quand il est fini."))
    content = {"about": about, "of": of, "voice": voice, "answers": {code: answers[code] for code in codes.values}}
    speak("stay.report", row.nomination, Voice(voice).side, content, by=by, on=on, paper=paper)
    Report.objects.filter(stay=row, about=about, of=of, voice=voice).update(words=words.strip(), by_id=by.pk)
    return Report.objects.get(stay=row, about=about, of=of, voice=voice)


@transaction.atomic
def answer_report(*, report: Report, by: User, on: date) -> None:
    """An officer of ours took up what asks for help."""
    require(by, P.STAYS_KEEP)
    Report.objects.filter(pk=report.pk, seen_on=None).update(seen_on=on, seen_by_id=by.pk)
    journal.write("stays.answer", "stay_report", report.pk, by=by, on=on, permission=P.STAYS_KEEP)


@transaction.atomic
def tell_incident(
    *, stay: Stay, kind: str, happened_on: date, done: str, by: User, on: date, words: str = "", paper: Paper = NOTHING
) -> Incident:
    """Tell what happened: a kind, a day, what was done. `words` stay here."""
    require(by, P.STAYS_KEEP)
    require_date(by, happened_on)
    row = locked(stay)
    if row.nomination.arrived_on is None and row.nomination.state != NominationState.ACCEPTED:
        raise Refusal("not_under_way", _("Ce séjour n’est plus en cours."))
    content = {"kind": kind, "happened_on": str(happened_on), "done": done}
    fact = speak("stay.incident", row.nomination, Side.HOST if paper.source else row.side, content, by=by, on=on, paper=paper)  # fmt: skip
    Incident.objects.filter(uid=fact.pk).update(words=words.strip())
    return Incident.objects.get(uid=fact.pk)


def _require_voice(stay: Stay, voice: str, by: User) -> None:
    """Who may speak in this voice: the person, somebody of the structure, or an officer for any of them."""
    if by.may(P.STAYS_KEEP):
        return
    mine = {Voice.VOLUNTEER: Stay.objects.of_person, Voice.STRUCTURE: Stay.objects.at_hosts_of}.get(Voice(voice))
    if mine is None or not mine(by).filter(pk=stay.pk).exists():
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))


def locked(stay: Stay) -> Stay:
    rows = Stay.objects.select_for_update(of=("self",))
    return rows.select_related("nomination__agency", "nomination__offer", "nomination__person").get(pk=stay.pk)


def speak(
    kind: str, nomination: Nomination, side: str, content: Mapping[str, Any], *, by: User, on: date, paper: Paper
) -> Fact:
    """Say it where it is ours to say; else write down what the other agency's paper says of it."""
    ours = Side.HOME if nomination.is_ours else Side.HOST
    if side == ours:
        return wire.say(kind, to=nomination.agency, about=nomination.uid, content=content, by=by, on=on)
    if nomination.agency.speaks:
        raise Refusal("wrong_side", _("C’est à l’autre agence de le dire."))
    return wire.declare(kind, agency=nomination.agency, about=nomination.uid, content=content, source=paper.source, paper=paper.scan, by=by, on=on)  # fmt: skip
