"""Reading the follow-up: who is due a visit, what is left to do, who may read what."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, DateField, Exists, F, Func, Max, OuterRef, Q
from django.utils import timezone

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.models import Gate
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.places.models import Centre
from teriya.foundation.rules import queries as rules
from teriya.service.followup.states import Appraised, When
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import in_perimeter
from teriya.service.missions.queries import gate_words
from teriya.service.missions.states import MissionState

MONTHS_BACK = 3  # reports that may still be written
REPORT_FROM = 20  # day of the month from which its report may be written


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "VisitQuerySet":
        """Of the perimeter. Neither the host nor the volunteer reads a sheet: each is met apart and speaks freely."""
        return self.filter(in_perimeter(user, P.FOLLOW_UP_READ, "mission__"))


class PointQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PointQuerySet":
        """Of the perimeter; and what a volunteer, or a host through its officers and tutors, has to do."""
        mine = Q(owner="volunteer", visit__mission__person__account=user)
        at_host = Q(visit__mission__host__in=_hosts(user)) | Q(visit__mission__tutor_account=user)
        return self.filter(in_perimeter(user, P.FOLLOW_UP_READ, "visit__mission__") | mine | at_host & Q(owner="host"))


class AppraisalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AppraisalQuerySet":
        """Of the perimeter; to the volunteer, one's own both ways; to the host, only what it says of its volunteers."""
        own = Q(mission__person__account=user)
        return self.filter(
            in_perimeter(user, P.FOLLOW_UP_READ, "mission__") | own | guides(user, "mission__") & Q(of="volunteer")
        )


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """Of the perimeter, of the volunteers that one guides, and one's own."""
        own = Q(mission__person__account=user)
        return self.filter(in_perimeter(user, P.FOLLOW_UP_READ, "mission__") | own | guides(user, "mission__"))


class IncidentQuerySet(models.QuerySet):
    def handled_by(self, user: User) -> "IncidentQuerySet":
        """Those that a role of the person reads, where it holds; never one's own, nor one about a host to which one belongs.

        A late one is read by those to whom its kind escalates. One about somebody of the regional centre is read by no
        local role, and at once by those above.
        """
        today = timezone.localdate()
        late = Q(is_about_centre=True) | Q(state="reported", take_by__lt=today) | Q(state="taken", close_by__lt=today)
        where = Q(pk__in=())
        for act in user.acts_for(P.INCIDENTS_HANDLE):
            reads = Q(readers__contains=[act.role]) | Q(escalates_to__contains=[act.role]) & late
            if act.commune_ids:
                reads &= Q(mission__host__commune__in=act.commune_ids, is_about_centre=False)
            where |= reads
        own = Q(reported_by_id=user.pk) | Q(mission__person__account=user) | Q(mission__tutor_account=user)
        return (
            self.filter(where)
            .exclude(own)
            .exclude(mission__host__in=user.host_duties.filter(until=None).values("host"))
        )

    def told_by(self, user: User) -> "IncidentQuerySet":
        """What the person reported, or what was written for them."""
        return self.filter(Q(reported_by_id=user.pk) | Q(mission__person__account=user))

    def late(self, today: date) -> "IncidentQuerySet":
        return self.filter(Q(state="reported", take_by__lt=today) | Q(state="taken", close_by__lt=today))


class EvacuationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "EvacuationQuerySet":
        """Of the centres where the person reads them, in part at least."""
        if not user.may(P.EVACUATIONS_READ):
            return self.none()
        communes = user.communes(P.EVACUATIONS_READ)
        return self if communes is None else self.filter(centre__communes__in=communes).distinct()

    def with_counts(self) -> "EvacuationQuerySet":
        """Each with `people`, how many it lists, and `reached`."""
        reached = Count("evacuees", filter=Q(evacuees__reached_at__isnull=False), distinct=True)
        return self.annotate(people=Count("evacuees", distinct=True), reached=reached)


def there(centre: Centre, day: date) -> "models.QuerySet[Mission]":
    """Everybody in service, suspended or not, in the communes of a centre, with whom to call; by commune and host."""
    rows = Mission.objects.in_service_on(day).filter(state__in=(MissionState.IN_SERVICE, MissionState.SUSPENDED))
    rows = rows.filter(host__commune__centre=centre).select_related(
        "person__emergency_contact", "person__account", "host__commune", "tutor_account"
    )
    return rows.order_by("host__commune__name", "host__name", "person__folded", "pk")


def counts(today: date) -> list[tuple[str, list[tuple[str, int, int, int]]]]:
    """For the director, without names: by kind, then by region; each (code or name, in all, open, late).

    The two are never crossed: a region's single report of one kind would name somebody.
    """
    rows = _incidents()
    is_late = Q(pk__in=rows.late(today).values("pk"))
    numbers = {"all": Count("pk"), "open": Count("pk", filter=~Q(state="closed")), "late": Count("pk", filter=is_late)}
    return [
        (field, list(rows.values_list(field).annotate(**numbers).order_by(field)))
        for field in ("kind", "mission__host__commune__region__name")
    ]


def _incidents() -> IncidentQuerySet:
    return Mission._meta.get_field("incidents").related_model.objects.all()


def _hosts(user: User) -> "models.QuerySet":
    """The hosts of which the person is an officer, inside the question that needs them."""
    return user.host_duties.filter(duty="officer", until=None).values("host")


def guides(user: User, mission: str = "") -> Q:
    """The rows of volunteers that a person guides: as officer of the host, tutor or field facilitator."""
    return (
        Q(**{f"{mission}host__in": _hosts(user)}) | Q(**{f"{mission}tutor_account": user}) | Q(**{f"{mission}facilitator": user})
    )  # fmt: skip


def missions_followed(user: User, permission: str = P.FOLLOW_UP_READ) -> "models.QuerySet[Mission]":
    """Missions whose follow-up is this person's, by perimeter."""
    return Mission.objects.filter(in_perimeter(user, permission))


def to_visit(missions: "models.QuerySet[Mission]", month: Month) -> "models.QuerySet[Mission]":
    """Those in service in the month that no visit saw as often as the rule of their form asks (`visit_every_months`)."""
    due = Q(pk__in=())
    for code, _name in rules.form_choices():
        every = rules.amount("visit_every_months", on=month.first, form=code)
        if every:
            span = (add_months(month.first, 1 - every), month.last)
            seen = Mission.objects.filter(pk=OuterRef("pk"), visits__state="done", visits__on__range=span)
            due |= Q(form__code=code) & ~Exists(seen)
    return missions.served_in(month.first, month.last).filter(due, state=MissionState.IN_SERVICE)


def plan(missions: "models.QuerySet[Mission]", month: Month) -> "models.QuerySet[Mission]":
    """Missions of a month's plan by commune and host, each with `last_on`, its last visit, and `is_due`."""
    due = to_visit(Mission.objects.all(), month).filter(pk=OuterRef("pk"))
    rows = missions.served_in(month.first, month.last).annotate(
        is_due=Exists(due), last_on=Max("visits__on", filter=Q(visits__state="done"))
    )
    return rows.select_related("person", "host__commune", "form").order_by(
        "host__commune__name", "host__name", "person__folded", "pk"
    )


def overdue_points(points: PointQuerySet, today: date) -> PointQuerySet:
    return points.filter(state="open", due_on__lt=today)


_HALF_WAY = "lower(%(expressions)s) + (upper(%(expressions)s) - lower(%(expressions)s)) / 2"


def to_appraise(missions: "models.QuerySet[Mission]", when: str, of: str, today: date) -> "models.QuerySet[Mission]":
    """Those whose appraisal is due and not made: past half of the contract, or near its term (`appraisal_end_days`).

    Each has `since`, the day from which it is due. A mission closed is asked no more.
    """
    rows = missions.filter(started_on__isnull=False).exclude(state=MissionState.CLOSED)
    rows = rows.exclude(pk__in=Mission.objects.filter(appraisals__when=when, appraisals__of=of).values("pk"))
    if when == When.MID_TERM:
        half = Func(F("period"), template=_HALF_WAY, output_field=DateField())
        rows = rows.filter(state__in=(MissionState.IN_SERVICE, MissionState.SUSPENDED)).annotate(since=half)
    else:
        days = rules.amount("appraisal_end_days", on=today, default=30)
        near = Func(
            F("period"), template="upper(%(expressions)s) - %(days)s", days=int(days), output_field=DateField()
        )
        rows = rows.annotate(since=near)
    return rows.filter(since__lte=today)


def months_to_report(mission: Mission, today: date) -> list[date]:
    """First days of the months served, the latest first, that have no report yet; the running one from its 20th."""
    if mission.started_on is None:
        return []
    written = set(mission.reports.values_list("month", flat=True))
    last = min(today, mission.ended_on or today)
    month, found = last.replace(day=1), []
    while month >= mission.started_on.replace(day=1) and len(found) < MONTHS_BACK:
        if month not in written and (month != today.replace(day=1) or today.day >= REPORT_FROM):
            found.append(month)
        month = add_months(month, -1)
    return found


@dataclass(frozen=True, slots=True)
class Due:
    """An appraisal that is due and not made."""

    mission: Mission
    when: str
    of: str
    since: date

    @property
    def words(self) -> str:
        return f"{Appraised(self.of).label} · {self.when_words}"

    @property
    def when_words(self) -> str:
        return str(When(self.when).label)


def due_lines(missions: "models.QuerySet[Mission]", today: date) -> list[Due]:
    """Every appraisal due for these missions, the longest waiting first."""
    kinds = [(when, of) for when in When.values for of in Appraised.values]
    found = [Due(row, when, of, row.since) for when, of in kinds for row in to_appraise(missions, when, of, today)]
    return sorted(found, key=lambda line: (line.since, line.mission.pk))


@dataclass(frozen=True, slots=True)
class Owed:
    """A gate that a derogation lifted and that nothing proves yet."""

    mission: Mission
    gate: str
    act: str
    until: date

    @property
    def words(self) -> str:
        return gate_words([self.gate])


def to_regularise(missions: "models.QuerySet[Mission]") -> list[Owed]:
    """What is still to prove for these missions, the nearest day first; one cancelled or ended owes nothing any more."""
    live = missions.filter(state__in=(MissionState.PREPARED, MissionState.IN_SERVICE, MissionState.SUSPENDED))
    lifted = Gate.objects.filter(subject="mission", evidence="", derogation__gt="").order_by(
        "until", "subject_id", "gate"
    )
    found = (
        live.filter(pk__in=[gate.subject_id for gate in lifted])
        .select_related("person", "host__commune", "wave")
        .in_bulk()
    )
    return [
        Owed(found[gate.subject_id], gate.gate, gate.derogation, gate.until)
        for gate in lifted
        if gate.subject_id in found
    ]
