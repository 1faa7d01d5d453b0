"""Reading presence: what one may see, what a month holds, what waits for whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Count, Q

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month, between
from teriya.foundation.rules import queries as rules
from teriya.service.attendance.engine.days import overlap, working_days
from teriya.service.attendance.states import GRANTED, NOT_SERVED, PENDING, MarkKind
from teriya.service.missions.models import Mission
from teriya.service.missions.policies import hosts_of
from teriya.service.missions.queries import last_day, pauses_of


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SheetQuerySet":
        """Sheets of the perimeter (by the host's commune), of one's hosts and teams, and one's own."""
        own = (
            Q(mission__person__account=user) | Q(mission__tutor_account=user) | Q(mission__facilitator=user)
            | Q(mission__host__in=hosts_of(user))
        )  # fmt: skip
        if not user.may(P.PRESENCE_READ):
            return self.filter(own)
        communes = user.communes(P.PRESENCE_READ)
        return self if communes is None else self.filter(Q(mission__host__commune__in=communes) | own)

    def to_confirm_by(self, user: User) -> "SheetQuerySet":
        """Attested sheets of the user's centre that somebody else attested, oldest first."""
        if not user.may(P.PRESENCE_CONFIRM):
            return self.none()
        communes = user.communes(P.PRESENCE_CONFIRM)
        found = self.filter(state="attested").exclude(attested_by_id=user.pk).order_by("attested_on", "pk")
        return found if communes is None else found.filter(mission__host__commune__in=communes)


class PrintedMonthQuerySet(models.QuerySet):
    def to_key_by(self, user: User) -> "PrintedMonthQuerySet":
        """Papers of the perimeter of who keys what others signed: the agents of a centre, the head office."""
        if not user.may(P.PRESENCE_KEY):
            return self.none()
        communes = user.communes(P.PRESENCE_KEY)
        return self if communes is None else self.filter(host__commune__in=communes)


class LeaveQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "LeaveQuerySet":
        """Leaves of the missions whose presence concerns this person."""
        return self.filter(mission__in=Mission.objects.filter(concerned_by(user)))

    def standing(self) -> "LeaveQuerySet":
        """Asked or granted: those that hold their days."""
        return self.filter(state__in=[*PENDING, *GRANTED])

    def granted(self) -> "LeaveQuerySet":
        return self.filter(state__in=GRANTED)

    def touching(self, first: date, last: date) -> "LeaveQuerySet":
        """Those with at least one day between two days, both inside."""
        return self.filter(period__overlap=between(first, last))

    def to_decide_by(self, user: User, today: date) -> "LeaveQuerySet":
        """Of the centre, advised; or without advice past the host's time. Nobody's own, nor what one had a hand in."""
        if not user.may(P.PRESENCE_CONFIRM):
            return self.none()
        communes = user.communes(P.PRESENCE_CONFIRM)
        late = Q(state="asked", asked_on__lt=today - timedelta(advice_days(today)))
        found = self.filter(Q(state="advised") | late).exclude(mission__person__account=user)
        found = found.exclude(asked_by_id=user.pk).exclude(advised_by_id=user.pk)
        return found if communes is None else found.filter(mission__host__commune__in=communes)


def advice_days(on: date) -> int:
    """How long the centre waits for the host's opinion."""
    return rules.amount("leave_advice_days", on=on, default=0)


@dataclass(slots=True)
class Summary:
    """Days of one mission in one month, by kind of mark; `working` is what the calendar and the service allow."""

    present: int = 0
    absent: int = 0
    excused: int = 0
    leave: int = 0
    unpaid: int = 0
    suspended: int = 0
    holiday: int = 0
    working: int = 0

    def count(self, kind: str, number: int) -> None:
        setattr(self, kind, getattr(self, kind) + number)

    @property
    def not_served(self) -> int:
        """Days that a monthly allowance takes off."""
        return sum(getattr(self, kind) for kind in NOT_SERVED)

    def as_dict(self) -> dict[str, int]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def service_end(mission: Mission) -> date:
    """The last day that may be marked: an early end, or the contract's last day."""
    return mission.ended_on or last_day(mission)


def served(mission: Mission, month: Month) -> tuple[date, date] | None:
    """First and last day of service within the month; None when it serves no day of it."""
    if mission.started_on is None:
        return None
    return overlap(month.first, month.last, mission.started_on, service_end(mission))


def forms_called(day: date) -> set[str]:
    """Codes of the forms whose presence is kept day by day, and not closed in one go at the end of the month."""
    return {
        code for code in rules.form_codes() if rules.amount("presence_sheet", form=code, on=day, default="month") != "month"
    }  # fmt: skip


def open_days(first: date, last: date) -> list[date]:
    """Monday to Friday less public holidays, both ends inside."""
    free = {day for year in range(first.year, last.year + 1) for day in rules.holidays(year)}
    return working_days(first, last, free)


def last_working_day(day: date) -> date:
    """That day, or the working day before it: a roll of Friday is still called on Saturday."""
    return open_days(day - timedelta(days=10), day)[-1]


def own_teams(user: User) -> Q:
    """The missions that this person follows where they serve: tutor, officer of the host, facilitator."""
    return Q(tutor_account=user) | Q(facilitator=user) | Q(host__in=hosts_of(user))


def working_days_of(missions: Iterable[Mission], month: Month) -> dict[int, list[date]]:
    """Per mission, the days Monday to Friday, less public holidays, that fall within its service."""
    days = open_days(month.first, month.last)
    spans = {mission.pk: served(mission, month) for mission in missions}
    return {pk: [day for day in days if span and span[0] <= day <= span[1]] for pk, span in spans.items()}


def suspended_days(mission: Mission, days: Iterable[date]) -> set[date]:
    """Those of the days on which the mission is suspended."""
    pauses = pauses_of(mission)
    return {day for day in days if any(pause.first <= day <= pause.last for pause in pauses)}


def leave_days(missions: Iterable[Mission], first: date, last: date) -> dict[int, dict[date, str]]:
    """Per mission, each day of a leave granted between two days, with how it is marked: paid or not."""
    found: dict[int, dict[date, str]] = {mission.pk: {} for mission in missions}
    rows = Mission.objects.filter(
        pk__in=found, leaves__state__in=GRANTED, leaves__period__overlap=between(first, last)
    )
    for pk, period, is_paid in rows.values_list("pk", "leaves__period", "leaves__is_paid"):
        begin, end = max(first, period.lower), min(last, period.upper - timedelta(1))
        kind = MarkKind.LEAVE if is_paid else MarkKind.UNPAID
        found[pk] |= {begin + timedelta(n): kind for n in range((end - begin).days + 1)}
    return found


def marks_of(mission_ids: Collection[int], month: Month) -> dict[int, dict[date, str]]:
    """Per mission, what is marked on each day of the month."""
    found: dict[int, dict[date, str]] = {pk: {} for pk in mission_ids}
    rows = Mission.objects.filter(pk__in=mission_ids, marks__day__range=(month.first, month.last))
    for pk, day, kind in rows.values_list("pk", "marks__day", "marks__kind").order_by("pk", "marks__day"):
        found[pk][day] = kind
    return found


def summary(missions: Collection[Mission], month: Month) -> dict[int, Summary]:
    """Counts of each kind of mark per mission, in one query."""
    found = {pk: Summary(working=len(days)) for pk, days in working_days_of(missions, month).items()}
    rows = Mission.objects.filter(pk__in=found, marks__day__range=(month.first, month.last))
    for pk, kind, number in rows.values_list("pk", "marks__kind").annotate(number=Count("marks")).order_by():
        found[pk].count(kind, number)
    return found


def marked_twice(mission_ids: Collection[int], month: Month) -> dict[int, list[date]]:
    """Missions of one person (aliases of a merge included) that are both marked present on the same day."""
    owner = models.functions.Coalesce("person__merged_into", "person")
    people = Mission.objects.filter(pk__in=mission_ids).annotate(owner=owner).values("owner")
    rows = (
        Mission.objects.annotate(owner=owner)
        .filter(owner__in=people, marks__kind="present", marks__day__range=(month.first, month.last))
        .values_list("owner", "marks__day")
        .annotate(missions=ArrayAgg("pk"))
        .filter(missions__len__gt=1)
        .order_by("marks__day")
    )
    found: dict[int, list[date]] = {}
    for _, day, missions in rows:
        for pk in missions:
            found.setdefault(pk, []).append(day)
    return found


def present_after_end(missions: Iterable[Mission], month: Month) -> dict[int, int]:
    """Missions marked present after the day they ended, with the number of such days."""
    ended = [mission.pk for mission in missions if mission.ended_on and mission.ended_on < month.last]
    rows = Mission.objects.filter(
        pk__in=ended, marks__kind="present", marks__day__range=(month.first, month.last),
        marks__day__gt=models.F("ended_on"),
    )  # fmt: skip
    return dict(rows.values_list("pk").annotate(number=Count("marks")).order_by())


def concerned_by(user: User) -> Q:
    """The missions whose presence concerns this person: one's teams, one's centre, oneself."""
    seen = own_teams(user) | Q(person__account=user)
    if user.may(P.PRESENCE_READ):
        communes = user.communes(P.PRESENCE_READ)
        seen = ~Q(pk__in=()) if communes is None else seen | Q(host__commune__in=communes)
    return seen


def missions_seen_by(user: User, month: Month) -> "models.QuerySet[Mission]":
    """Missions that served in the month and whose presence concerns this person."""
    return Mission.objects.filter(concerned_by(user)).served_in(month.first, month.last)


@dataclass(frozen=True, slots=True)
class Team:
    """One host's volunteers in a month: how many serve, and how many months are recorded, attested, confirmed."""

    host_id: int
    host: str
    commune: str
    serving: int
    recorded: int
    attested: int
    confirmed: int

    @property
    def missing(self) -> int:
        return self.serving - self.recorded - self.attested - self.confirmed


def teams(user: User, month: Month) -> "models.QuerySet":
    """The hosts concerned, with the standing of their month; a row is the arguments of a `Team`, by name of host."""
    of_month = Q(sheets__month=month.first)
    counts = {
        state: Count("pk", filter=of_month & Q(sheets__state=state), distinct=True)
        for state in ("recorded", "attested", "confirmed")
    }
    return (
        missions_seen_by(user, month)
        .values_list("host_id", "host__name", "host__commune__name")
        .annotate(serving=Count("pk", distinct=True), **counts)
        .order_by("host__name", "host_id")
    )


def confirmed(month: Month, form_id: int) -> "models.QuerySet[Mission]":
    """Missions of a form whose month is confirmed: those that pay may count."""
    return Mission.objects.filter(form_id=form_id, sheets__month=month.first, sheets__state="confirmed")


def unconfirmed(month: Month, form_id: int) -> "models.QuerySet[Mission]":
    """Missions of a form that served in the month and whose sheet is missing, or not confirmed yet."""
    done = confirmed(month, form_id).values("pk")
    return Mission.objects.filter(form_id=form_id).served_in(month.first, month.last).exclude(pk__in=done)
