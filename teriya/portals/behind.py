"""The lists behind the director's numbers: a number is the length of its list, so that both always agree."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.models import Gate
from teriya.foundation.core.periods import Month
from teriya.pay.allowances.models import PayLine, PaymentOrder
from teriya.portals import deadlines
from teriya.service.attendance.models import MonthSheet
from teriya.service.missions.models import Mission


def in_service(day: date) -> QuerySet[Mission]:
    """Volunteers in service on a day, suspended ones included; since their first day."""
    return Mission.objects.in_service_on(day).annotate(since=F("started_on"))


def women(day: date) -> QuerySet[Mission]:
    return in_service(day).filter(person__sex="F")


def sworn_waiting(day: date) -> QuerySet[Mission]:
    """Sworn, start not confirmed; since the oath."""
    oath = Gate.objects.filter(subject="mission", subject_id=OuterRef("pk"), gate="oath").values("on")
    return Mission.objects.filter(state="prepared").annotate(since=Subquery(oath[:1])).filter(since__lte=day)


def late_starts(day: date) -> QuerySet[Mission]:
    """First day of the contract further back than the days in which the pack has starts confirmed."""
    late = deadlines.late_starts(day, "form", "period__startswith")
    return Mission.objects.filter(late, state="prepared").annotate(since=F("period__startswith"))


def served(month: Month) -> QuerySet[Mission]:
    return Mission.objects.served_in(month.first, month.last).annotate(since=F("started_on"))


def attested_in_time(month: Month) -> Exists:
    """Attested by the day on which the month's pay was due."""
    sheets = MonthSheet.objects.filter(mission=OuterRef("pk"), month=month.first)
    return Exists(sheets.filter(attested_on__lte=deadlines.pay_due_on(month)))


def paid_in_time(month: Month) -> Exists:
    """Received by the day on which it was due."""
    orders = PaymentOrder.objects.filter(line__mission=OuterRef("pk"), line__month=month.first, state="paid")
    return Exists(orders.filter(settled_on__lte=deadlines.pay_due_on(month)))


def attested_late(day: date) -> QuerySet[Mission]:
    month = deadlines.last_due_month(day)
    return served(month).exclude(attested_in_time(month))


def paid_late(day: date) -> QuerySet[Mission]:
    """Served in the last month due and not paid in time, whatever the cause."""
    month = deadlines.last_due_month(day)
    return served(month).exclude(paid_in_time(month))


def owed(day: date) -> QuerySet[PayLine]:
    """Lines due before a day and not received by then, stopped ones included."""
    received = PaymentOrder.objects.filter(line=OuterRef("pk"), state="paid", settled_on__lte=day)
    return PayLine.objects.filter(~Exists(received), run__due_on__lt=day, net__gt=0).exclude(state="dropped")


def unpaid(day: date) -> QuerySet[Mission]:
    """Volunteers to whom something late is owed; since the day it was due."""
    oldest = owed(day).filter(mission=OuterRef("pk")).order_by("run__due_on").values("run__due_on")
    return Mission.objects.annotate(since=Subquery(oldest[:1])).filter(since__isnull=False)


@dataclass(frozen=True, slots=True)
class Behind:
    """A list's title, and its missions on a day, each with `since`."""

    title: Promise
    rows: Callable[[date], QuerySet[Mission]]


LISTS = {
    "en-service": Behind(_("Volontaires en service"), in_service),
    "femmes": Behind(_("Femmes en service"), women),
    "assermentes": Behind(_("Assermentés, pas encore en service"), sworn_waiting),
    "prises-de-service": Behind(_("Prises de service en retard"), late_starts),
    "non-attestes": Behind(_("Mois non attestés à temps"), attested_late),
    "non-payes": Behind(_("Volontaires non payés à temps"), paid_late),
    "arrieres": Behind(_("Volontaires à qui un arriéré est dû"), unpaid),
}
