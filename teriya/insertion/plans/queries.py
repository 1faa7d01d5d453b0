"""Reading plans: who is to accompany, what waits, and the record of skills, read from the missions and never typed again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextChoices

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Transition
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.insertion.plans.engine.schedule import schedule
from teriya.insertion.plans.models import Interview, Plan
from teriya.insertion.plans.states import Moment
from teriya.mobilisation.calls.models import Application
from teriya.people.models import Person
from teriya.service.followup.models import Appraisal
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter
from teriya.service.missions.queries import last_day
from teriya.service.missions.states import LIVE
from teriya.service.training.models import Trainee


def months_of(form: str, on: date) -> dict[str, int]:
    """The months that the country sets for each moment of a form's plan (`insertion_interview_months`)."""
    asked = {
        moment: rules.amount("insertion_interview_months", form=form, qualification=moment, on=on)
        for moment in Moment.values
    }
    return {moment: months for moment, months in asked.items() if months is not None}


def days_of(mission: Mission) -> tuple[date, date]:
    """First and last day of a mission, as they stand."""
    return mission.started_on or mission.period.lower, max(
        mission.ended_on or last_day(mission), mission.started_on or mission.period.lower
    )


def due_days(mission: Mission) -> dict[str, date]:
    """Moment → day due. The rule is that of the first day."""
    first, last = days_of(mission)
    return schedule(months_of(mission.form.code, first), first, last)


def to_open(user: User) -> QuerySet[Mission]:
    """Missions from the training on that no plan accompanies, in the perimeter of who may open one; the first to start first."""
    rows = Mission.objects.filter(
        in_perimeter(user, P.PLANS_KEEP), state__in=LIVE, insertion_plan=None, person__died_on=None
    )
    rows = rows.exclude(person__account=user).exclude(host__in=user.host_duties.filter(until=None).values("host"))
    return rows.select_related("person", "host__commune", "form", "wave").order_by("period", "pk")


def history_of(
    subject: str, keys: Iterable[int], states: type[TextChoices]
) -> dict[int, list[tuple[Transition, str]]]:
    """Row → its steps, each with the word of the state that it led to; one question for a set."""
    found: dict[int, list] = {}
    for step in Transition.objects.filter(subject=subject, subject_id__in=list(keys)).order_by("pk"):
        found.setdefault(step.subject_id, []).append((step, states(step.to).label))
    return found


@dataclass(frozen=True)
class Held:
    """A post held in a mission: what, where, from when until when; empty `until`: still."""

    mission: Mission
    post: str
    domain: str
    since: date
    until: date | None
    tasks: list[str]
    appraisal: Appraisal | None


@dataclass(frozen=True)
class Record:
    """The record of skills of one person: posts, trainings passed with their modules, the highest diploma."""

    posts: list[Held]
    trainings: list[tuple[Trainee, list[str]]]
    diploma: str


def record_of(person: Person) -> Record:
    """Built from missions, training and appraisals concluded; the records merged into the person count. Four questions."""
    head = person.merged_into_id or person.pk
    own = Q(person=head) | Q(person__merged_into=head)
    missions = (
        Mission.objects.filter(own, started_on__isnull=False)
        .select_related("host__commune", "form", "seat__need")
        .order_by("-started_on", "-pk")
    )
    told = Appraisal.objects.filter(mission__in=missions, of="volunteer", state="concluded").order_by(
        "reviewed_on", "pk"
    )
    last = {row.mission_id: row for row in told}
    passed = Trainee.objects.filter(Q(mission__person=head) | Q(mission__person__merged_into=head), state="passed")
    passed = (
        passed.select_related("session", "mission")
        .prefetch_related("session__modules")
        .order_by("-session__to_on", "-pk")
    )
    trainings = [(row, [label(module.code, "module") for module in row.session.modules.all()]) for row in passed]
    codes = Application.objects.filter(own).values_list("diploma", flat=True)
    best = max(codes, key=rules.diploma_rank, default="")
    return Record([_held(row, last) for row in missions], trainings, label(best, "diploma") if best else "")


def _held(mission: Mission, appraisals: Mapping[int, Appraisal]) -> Held:
    term = rules.term("profile", mission.profile)
    tasks = [line for line in mission.seat.need.tasks.splitlines() if line.strip()]
    return Held(
        mission, label(mission.profile, "profile"), label(term.facts["domain"], "domain") if term else "", mission.started_on,
        mission.ended_on, tasks, appraisals.get(mission.pk),
    )  # fmt: skip


def interviews_of(plan: Plan) -> QuerySet[Interview]:
    """In order; `why` one was dropped."""
    steps = Transition.objects.filter(subject="interview", subject_id=OuterRef("pk"), name="drop")
    return plan.interviews.annotate(why=Subquery(steps.values("reason")[:1]))


def team_of(plan: Plan) -> tuple[list, list]:
    """(those of today, those who left)."""
    rows = list(plan.members.select_related("user"))
    return [row for row in rows if row.until is None], [row for row in rows if row.until]


def own_plan(user: User) -> Plan | None:
    """The last plan of whoever is signed in."""
    rows = Plan.objects.filter(person__account=user).select_related(
        "mission__host", "mission__form", "referent", "person"
    )
    return rows.order_by("-opened_on", "-pk").first()
