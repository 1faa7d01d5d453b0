"""Reading trainings: what a form asks for, who came, who waits to be trained and whose turn it is to act."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import unproved
from teriya.service.missions.states import GateName
from teriya.service.training.engine.decision import Asked, Done, Rule
from teriya.service.training.engine.timetable import Slot
from teriya.service.training.models import Lesson, Mark, Module, Presence, RollCall, Trainee, TrainingSession
from teriya.service.training.states import LIVE

NO_SEAT = ~Exists(Trainee.objects.filter(Q(state__in=LIVE) | Q(state="failed"), mission=OuterRef("pk")))  # of missions


@dataclass(frozen=True, slots=True)
class Taught:
    """A module as the country's rules ask it of a form that day."""

    code: str
    hours: int
    is_compulsory: bool
    pass_mark: int | None


def programme(form: str, on: date) -> list[Taught]:
    """The compulsory modules of a form, then the optional ones. Refuses a form for which the pack names none."""
    compulsory = rules.value("training_modules", form=form, on=on).value
    optional = rules.amount("training_optional_modules", form=form, on=on, default=())
    return [
        Taught(code, rules.value("module_hours", form=form, qualification=code, on=on).value, code in compulsory,
               rules.amount("module_pass_mark", form=form, qualification=code, on=on))
        for code in (*compulsory, *optional)
    ]  # fmt: skip


def half_day_hours(form: str, on: date) -> int:
    return rules.value("training_half_day_hours", form=form, on=on).value


def rule_of(session: TrainingSession) -> Rule:
    """The rule in force on the first day: what presence is asked, how many trainings one may follow."""
    asked = {"form": session.form.code, "on": session.from_on}
    return Rule(
        rules.value("training_presence_min", **asked).value, rules.value("training_attempts_max", **asked).value
    )


def asked_of(modules: Iterable[Module]) -> list[Asked]:
    return [Asked(one.code, one.is_compulsory, one.pass_mark) for one in modules]


def lessons_of(session: TrainingSession) -> dict[Slot, list[str]]:
    """The modules of each half-day, in order."""
    found: dict[Slot, list[str]] = {}
    rows = Lesson.objects.filter(module__session=session).order_by("on", "half", "module__position")
    for on, half, code in rows.values_list("on", "half", "module__code"):
        found.setdefault(Slot(on, half), []).append(code)
    return found


def rolls_of(session: TrainingSession) -> dict[Slot, RollCall]:
    return {Slot(row.on, row.half): row for row in session.rolls.order_by("on", "half")}


def presence_of(session: TrainingSession) -> dict[int, set[Slot]]:
    """Trainee → the half-days on which one was there."""
    found: dict[int, set[Slot]] = defaultdict(set)
    rows = Presence.objects.filter(roll__session=session, was_there=True)
    for pk, on, half in rows.values_list("trainee", "roll__on", "roll__half"):
        found[pk].add(Slot(on, half))
    return found


def marks_of(session: TrainingSession) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, code, value in Mark.objects.filter(module__session=session).values_list(
        "trainee", "module__code", "value"
    ):
        found[pk][code] = value
    return found


@dataclass(frozen=True, slots=True)
class Course:
    """A session with all that decides: its modules, half-days, rolls, presences and marks."""

    modules: Sequence[Module]
    lessons: dict[Slot, list[str]]
    rolls: dict[Slot, RollCall]
    presences: dict[int, set[Slot]]
    marks: dict[int, dict[str, int]]

    def asked(self, trainee: Trainee) -> list[Asked]:
        """The modules asked of this person: those owed, for who resits."""
        return [one for one in asked_of(self.modules) if not trainee.asked or one.code in trainee.asked]

    def done(self, trainee: Trainee) -> Done:
        codes, there = {one.code for one in self.asked(trainee)}, self.presences.get(trainee.pk, set())
        halves = [slot for slot, taught in self.lessons.items() if codes & set(taught)]
        came = {code: sum(code in self.lessons.get(slot, ()) for slot in there) for code in codes}
        present = sum(slot in there for slot in halves)
        return Done(came, present, len(halves), self.marks.get(trainee.pk, {}), trainee.attempt)

    @property
    def held(self) -> set[str]:
        return {code for taught in self.lessons.values() for code in taught}

    @property
    def uncalled(self) -> list[Slot]:
        return [slot for slot in self.lessons if slot not in self.rolls]

    def unmarked(self, trainees: Iterable[Trainee]) -> dict[str, int]:
        """Module → how many came to it, are asked it, and have no mark where one is needed."""
        found: dict[str, int] = defaultdict(int)
        for trainee in trainees:
            done = self.done(trainee)
            for one in self.asked(trainee):
                if one.pass_mark is not None and done.came.get(one.code) and one.code not in done.marks:
                    found[one.code] += 1
        return found


def course_of(session: TrainingSession) -> Course:
    return Course(
        list(session.modules.all()), lessons_of(session), rolls_of(session), presence_of(session), marks_of(session)
    )


def untrained(user: User, permission: str = P.MISSIONS_READ) -> QuerySet[Mission]:
    """Placed and not trained, though the form asks for it, where the permission holds; `since`: the day of the offer."""
    rows = Mission.objects.all()
    communes = user.communes(permission) if user.may(permission) else set()
    rows = rows if communes is None else rows.filter(host__commune__in=communes)
    return to_train(rows).annotate(since=F("offer__on"))


def to_train(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """Those whose form asks for a training that nothing proves yet."""
    return unproved(missions, GateName.TRAINING).filter(required_gates__contains=[GateName.TRAINING])


def by_region(missions: QuerySet[Mission]) -> list[dict]:
    """Of untrained missions: for each region its name, how many, how many without a seat, and the oldest day."""
    count, free = Count("pk"), Count("pk", filter=Q(NO_SEAT))
    rows = missions.values("host__commune__region", "host__commune__region__name")
    return list(rows.annotate(people=count, unseated=free, oldest=Min("offer__on")).order_by("oldest"))


def unseated(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """Those of them who wait for a seat: neither seated, nor failed for good."""
    return missions.filter(NO_SEAT)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody placed and untrained: where that stands, and who has to act."""

    mission: Mission
    stage: str
    words: str
    owner: str
    session: TrainingSession | None = None


def waiting(missions: Sequence[Mission], today: date) -> list[Waiting]:
    """Each of these untrained missions with its stage; two queries, whatever their number."""
    rows = Trainee.objects.there().filter(mission__in=missions).select_related("session__commune")
    last = {row.mission_id: row for row in rows.order_by("pk")}
    return [_waiting(mission, last.get(mission.pk), today) for mission in missions]


def _waiting(mission: Mission, seat: Trainee | None, today: date) -> Waiting:
    centre = mission.host.commune.centre.name
    if seat is None:
        return Waiting(mission, "unseated", _("sans place"), centre)
    session = seat.session
    if seat.state == "resit":
        return Waiting(mission, "resit", _("à reprendre"), centre, session)
    if seat.state == "failed":
        return Waiting(
            mission, "failed", _("ajourné : garder ou annuler la mission"), _("Direction des opérations"), session
        )
    if session.to_on < today:
        return Waiting(mission, "undecided", _("formation finie, résultats à écrire"), _("Formateur"), session)
    words = _("place donnée, à convoquer") if seat.convened_on is None else _("convoqué")
    return Waiting(mission, "seated", words, centre, session)


def last_trainings(missions: Sequence[Mission]) -> dict[int, Trainee]:
    """The latest training of each that ended without a pass: what a new seat resits."""
    rows = Trainee.objects.filter(mission__in=missions, state__in=("resit", "failed")).order_by("pk")
    return {row.mission_id: row for row in rows}
