"""Seats: given to some, given to a whole wave by region, changed for another session, given back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.documents.actions import withdraw_many
from teriya.foundation.journal import actions as journal
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import require_at
from teriya.service.training import queries
from teriya.service.training.models import Trainee, TrainingSession
from teriya.service.training.policies import require_open, require_planner
from teriya.service.training.querysets import given_up
from teriya.service.training.states import TRAINEE_LIFE

NO_SESSION, FULL = "no_session", "full"


@dataclass(frozen=True, slots=True)
class Line:
    """A session in a distribution: how many seats are free before, and who takes one."""

    session: TrainingSession
    free: int
    given: Sequence[Mission]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a distribution does: a line a session, and who stays without a seat (mission, why)."""

    lines: Sequence[Line]
    left: Sequence[tuple[Mission, str]]

    @property
    def given(self) -> int:
        return sum(len(line.given) for line in self.lines)

    @property
    def without(self) -> list[tuple[Mission, str]]:
        """Who stays without a seat, and why in words."""
        words = {NO_SESSION: _("aucune session ouverte dans sa région"), FULL: _("plus de place dans sa région")}
        return [(mission, words[why]) for mission, why in self.left]


@transaction.atomic
def seat(*, session: TrainingSession, missions: Sequence[Mission], by: User, on: date) -> list[Trainee]:
    """Give a seat to placed people who are to be trained; after the session began too, for who comes late.

    Refuses `training_full` beyond the capacity, `other_form`, `not_to_train` and `training_has_ended`; nobody is seated then.
    """
    row = TrainingSession.objects.locked(session.pk)
    require_planner(by, row)
    require_date(by, on)
    require_open(row)
    people = Mission.objects.locked(missions)
    require_at(by, P.TRAINING_PLAN, people)
    seated = _seat(row, people, by=by, on=on)
    journal.write(
        "training.seat", "training", row.pk, by=by, on=on, permission=P.TRAINING_PLAN, rows=[one.pk for one in seated]
    )
    return seated


def free_given_up(session: TrainingSession, *, by: User, on: date) -> None:
    """Write that the seats of missions cancelled or over are free: they counted no more, others may take them."""
    gone = list(session.trainees.filter(given_up()).select_for_update(of=("self",)).select_related("letter"))
    move_all(gone, TRAINEE_LIFE, "free", by=by, on=on, reason="mission annulée ou finie", commune=session.commune_id)
    withdraw_many([one.letter for one in gone if one.letter], reason="mission annulée ou finie", by=by, on=on)


def _seat(session: TrainingSession, people: Sequence[Mission], *, by: User, on: date) -> list[Trainee]:
    _check_people(session, people, on)
    free_given_up(session, by=by, on=on)
    free = session.capacity - session.trainees.there().count()
    if len(people) > free:
        sentence = ngettext("Il reste %(n)s place : augmentez la capacité, ou choisissez moins de personnes.",
                            "Il reste %(n)s places : augmentez la capacité, ou choisissez moins de personnes.", free)  # fmt: skip
        raise Refusal("training_full", sentence % {"n": max(0, free)})
    former = queries.last_trainings(people)
    rows = [Trainee(session=session, mission=one, seated_on=on, **_resit(former.get(one.pk))) for one in people]
    try:
        with transaction.atomic():
            return Trainee.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Refusal("seat_taken", _("Une de ces personnes a déjà une place : la liste a changé depuis.")) from error


def _resit(former: Trainee | None) -> dict:
    return {"attempt": former.attempt + 1, "asked": sorted(former.owed)} if former else {}


def _check_people(session: TrainingSession, people: Sequence[Mission], on: date) -> None:
    if not people:
        raise Refusal("nobody_chosen", _("Choisissez au moins une personne."))
    if session.to_on < on:
        raise Refusal("training_has_ended", _("Cette session est finie : choisissez-en une à venir."))
    other = next((one for one in people if one.form_id != session.form_id), None)
    if other:
        sentence = _("%(who)s n’est pas de la forme de cette session (%(form)s).")
        raise Refusal("other_form", sentence % {"who": other.person, "form": session.form})
    to_train = set(_to_seat(Mission.objects.filter(pk__in=[one.pk for one in people])).values_list("pk", flat=True))
    for one in people:
        if one.pk not in to_train:
            sentence = _(
                "%(who)s n’est pas à former : déjà une place, une formation validée, un ajournement, ou une mission finie."
            )
            raise Refusal("not_to_train", sentence % {"who": one.person})


def _to_seat(missions):
    return queries.unseated(queries.to_train(missions))


def plan_of(wave: Wave, *, by: User, on: date, lock: bool = False) -> Plan:
    """Who of a wave would get a seat: in the region of one's host, the earliest session first, up to each capacity.

    People of one commune stay together; within the communes where the person may plan.
    """
    missions = _to_seat(Mission.objects.filter(wave=wave))
    communes = by.communes(P.TRAINING_PLAN)
    missions = missions if communes is None else missions.filter(host__commune__in=communes)
    missions = missions.select_related("person", "host__commune__region").order_by(
        "host__commune__region__name", "host__commune__name", "person__folded", "pk"
    )
    sessions = TrainingSession.objects.within(by, P.TRAINING_PLAN).open().filter(form=wave.form, from_on__gte=on)
    if lock:
        list(sessions.select_for_update(of=("self",)).order_by("pk"))
    by_region: dict[int, list[Line]] = defaultdict(list)
    for row in sessions.with_seats().select_related("commune__region").order_by("from_on", "pk"):
        by_region[row.commune.region_id].append(Line(row, max(0, row.left), []))
    left = []
    for mission in missions:
        here = by_region.get(mission.host.commune.region_id, [])
        line = next((one for one in here if len(one.given) < one.free), None)
        if line:
            line.given.append(mission)
        else:
            left.append((mission, FULL if here else NO_SESSION))
    return Plan([line for lines in by_region.values() for line in lines], left)


@transaction.atomic
def distribute(*, wave: Wave, by: User, on: date, seen: int | None = None) -> Plan:
    """Give a seat to everybody of a wave for whom there is one, region by region; the others are said, with why.

    Refuses `plan_changed` when the number differs from the one that was looked at (`seen`), `nobody_to_seat` when it is none.
    """
    require(by, P.TRAINING_PLAN)
    require_date(by, on)
    plan = plan_of(wave, by=by, on=on, lock=True)
    if seen is not None and seen != plan.given:
        raise Refusal("plan_changed", _("Le nombre de places a changé depuis l’aperçu : regardez-le à nouveau."))
    if not plan.given:
        raise Refusal(
            "nobody_to_seat",
            _("Aucune place à donner : prévoyez une session dans la région, ou augmentez une capacité."),
        )
    rows = [
        row
        for line in plan.lines
        if line.given
        for row in _seat(line.session, Mission.objects.locked(line.given), by=by, on=on)
    ]
    journal.write("training.distribute", "wave", wave.pk, by=by, on=on, permission=P.TRAINING_PLAN, rows=[row.pk for row in rows],
                  left=len(plan.left))  # fmt: skip
    return plan


@transaction.atomic
def move_to(*, trainee: Trainee, session: TrainingSession, reason: str, by: User, on: date) -> Trainee:
    """Change the session of one person: the seat is given back, another one taken, in one act; called again there."""
    _lock_sessions(trainee.session_id, session.pk)
    row = _free(trainee, reason, by=by, on=on)
    [new] = seat(session=session, missions=[row.mission], by=by, on=on)
    return new


@transaction.atomic
def give_back(*, trainee: Trainee, reason: str, by: User, on: date) -> Trainee:
    """Free one person's seat; that person is to be seated elsewhere."""
    return _free(trainee, reason, by=by, on=on)


def _lock_sessions(*ids: int) -> None:
    """Always in one order, so that two moves never wait for each other."""
    list(TrainingSession.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _free(trainee: Trainee, reason: str, *, by: User, on: date) -> Trainee:
    rows = Trainee.objects.select_for_update(of=("self",)).select_related("session", "mission__host", "letter")
    row = rows.get(pk=trainee.pk)
    require_planner(by, row.session)
    require_at(by, P.TRAINING_PLAN, [row.mission])
    move(row, TRAINEE_LIFE, "free", by=by, on=on, reason=reason, commune=row.session.commune_id)
    withdraw_many([row.letter] if row.letter else [], reason="place rendue", by=by, on=on)
    journal.write("training.free", "training", row.session_id, by=by, on=on, reason=reason, permission=P.TRAINING_PLAN,
                  mission=row.mission_id)  # fmt: skip
    return row


def candidates(user: User, session: TrainingSession) -> Iterable[Mission]:
    """Who may take a seat in this session: of its form, to be trained, without a seat, where the person plans."""
    rows = queries.unseated(queries.untrained(user, P.TRAINING_PLAN)).filter(form=session.form)
    return rows.select_related("person", "host__commune__region", "wave").order_by(
        "host__commune__region__name", "person__folded", "pk"
    )
