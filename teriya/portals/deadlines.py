"""The days that the country's rules give, and what is past them."""

from datetime import date, timedelta

from django.db.models import Q

from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules import queries as rules


def late_starts(today: date, form: str, first_day: str) -> Q:
    """Rows whose first day (field `first_day`) is further back than the days in which their form has starts confirmed."""
    late = Q(pk__in=())
    for code, _ in rules.form_choices():
        days = rules.amount("start_confirmation_days", form=code, on=today)
        if days is not None:
            late |= Q(**{f"{form}__code": code, f"{first_day}__lt": today - timedelta(days)})
    return late


def pay_due_on(month: Month) -> date:
    """The day by which a month is due: `pay_due_day` of the next one."""
    return add_months(month.first, 1).replace(day=rules.amount("pay_due_day", on=month.last, default=10))


def last_due_month(today: date) -> Month:
    """The latest month whose pay is due already, its due day being past."""
    month = Month.of(add_months(today.replace(day=1), -1))
    return month if pay_due_on(month) < today else Month.of(add_months(month.first, -1))
