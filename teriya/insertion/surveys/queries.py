"""Reading surveys: who is to call, which survey a telephone answers, how many of each outcome."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.rules import queries as rules
from teriya.insertion.surveys.models import Survey
from teriya.insertion.surveys.states import Outcome, Result, Way
from teriya.people.models import Person
from teriya.service.missions.policies import in_perimeter


def horizons(on: date) -> tuple[int, ...]:
    """Months after the end at which the pack asks."""
    return tuple(sorted(int(months) for months in rules.amount("survey_after_months", on=on, default=())))


def seen_by(user: User, permission: str = P.ROUTES_READ) -> QuerySet[Survey]:
    """Surveys about missions of the perimeter, never about oneself."""
    rows = Survey.objects.filter(in_perimeter(user, permission, "mission__"))
    return rows.exclude(person__account=user).select_related("person", "mission__host__commune", "mission__form")


_CALLS = Q(attempts__way=Way.CALL)


def counted(rows: QuerySet[Survey]) -> QuerySet[Survey]:
    """With `sms` and `calls` made, and the day of the last attempt."""
    asked = Q(attempts__way=Way.SMS, attempts__result=Result.SENT)
    return rows.annotate(
        sms=Count("attempts", filter=asked), calls=Count("attempts", filter=_CALLS), last_on=Max("attempts__on")
    )


def to_call(user: User, today: date) -> QuerySet[Survey]:
    """Surveys to call for, the one due first first: open, without an answer, with a telephone and calls left."""
    rows = counted(seen_by(user, P.SURVEYS_CALL).filter(outcome="", due_on__lte=today, closes_on__gte=today))
    return (
        rows.filter(calls__lt=F("calls_max"))
        .exclude(person__phone="", person__account__phone=None)
        .order_by("due_on", "pk")
    )


def open_at(phone: str, on: date) -> Survey | None:
    """The survey that an SMS from this telephone answers: the last one asked there that is still open."""
    rows = Survey.objects.filter(attempts__phone=phone, outcome__in=("", Outcome.ANSWERED), closes_on__gte=on)
    return rows.order_by("-attempts__pk").first()


def own(user: User, on: date) -> Survey | None:
    """The survey that waits for the answer of this person."""
    rows = Survey.objects.filter(person__account=user, outcome="", due_on__lte=on, closes_on__gte=on)
    return rows.order_by("-due_on").first()


def phone_of(person: Person) -> str:
    """Where a person is asked: the number of the own account, proven by a code; else that of the register."""
    account = person.account
    return account.phone if account and account.phone and account.phone_verified else person.phone


@dataclass(frozen=True)
class Progress:
    """Surveys of one horizon, by outcome."""

    horizon: int
    asked: int
    answered: int
    refused: int
    silent: int
    waiting: int
    aside: int


def progress(user: User, today: date) -> list[Progress]:
    """How far each horizon is, in the perimeter: one question."""
    rows = Survey.objects.filter(in_perimeter(user, P.ROUTES_READ, "mission__"), due_on__lte=today).values("horizon")
    by = {
        name: Count("pk", filter=Q(outcome=code))
        for name, code in (("answered", "answered"), ("refused", "refused"), ("silent", "silent"), ("waiting", ""))
    }
    aside = Count("pk", filter=Q(outcome__in=("dead", "serving")))
    return [Progress(**row) for row in rows.annotate(asked=Count("pk"), aside=aside, **by).order_by("horizon")]
