"""Before a mission ends: who is told, and how long before, by the rules of the day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.core.periods import add_months
from teriya.foundation.rules import queries as rules
from teriya.service.followup import notices
from teriya.service.missions.models import Mission
from teriya.service.missions.states import MissionState

ORDER = ("first", "second", "last")


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: how long before the last day, in months or in days, and to which roles."""

    name: str
    months: int
    days: int
    to: Sequence[str]

    def reaches(self, today: date) -> date:
        """A mission whose last day is this one, or before, has its reminder due."""
        return add_months(today, self.months) + timedelta(self.days)


def reminders(form: str, on: date) -> list[Reminder]:
    """Those in force, the earliest first; a country that sets none has none."""
    of = {"on": on, "form": form}
    found = []
    for name in ORDER:
        months = rules.amount("end_reminder_months", qualification=name, default=0, **of)
        days = rules.amount("end_reminder_days", qualification=name, default=0, **of)
        if months or days:
            found.append(
                Reminder(name, months, days, rules.amount("end_reminder_to", qualification=name, default=(), **of))
            )
    return found


def ending_within(form: str, reminder: Reminder, today: date) -> Q:
    """Missions of a form in service whose last day comes within the reminder’s time, today included."""
    # the upper end of a period is the day after its last
    within = Q(period__endswith__lte=reminder.reaches(today) + timedelta(1), period__endswith__gt=today)
    return Q(form__code=form, state=MissionState.IN_SERVICE) & within


@transaction.atomic
def remind(today: date) -> int:
    """Tell by SMS what comes to its end. Each person is told once for a mission and a reminder; only the nearest one is sent.

    Returns how many missions were spoken of. A mission that moves its end is spoken of again at its new time.
    """
    spoken = 0
    for form, _name in rules.form_choices():
        told: set[int] = set()
        for reminder in reversed(reminders(form, today)):
            rows = Mission.objects.filter(ending_within(form, reminder, today)).exclude(pk__in=told)
            rows = list(
                rows.select_related("person__account", "host__commune", "tutor_account").prefetch_related(
                    "host__officers__user"
                )
            )
            told |= {row.pk for row in rows}
            notices.mission_ends(reminder.name, [(row, list(_people(row, reminder.to, today))) for row in rows])
            spoken += len(rows)
    return spoken


def _people(mission: Mission, roles: Sequence[str], today: date) -> Iterator[tuple[str, str]]:
    """(telephone, language) of each person that the rule tells."""
    account = mission.person.account
    if "volunteer" in roles:
        yield mission.person.phone, account.language if account else "fr"
    found: list[User] = []
    if "tutor" in roles and mission.tutor_account:
        found.append(mission.tutor_account)
    if "host_officer" in roles:
        found += [one.user for one in mission.host.officers.all() if one.duty == "officer" and one.until is None]
    if staff := set(roles) - {"volunteer", "tutor", "host_officer"}:
        acts = (
            Appointment.objects.in_force(today)
            .filter(role__in=staff, communes=mission.host.commune_id)
            .select_related("user")
        )
        found += [act.user for act in acts]
    yield from ((user.phone, user.language) for user in found if user.phone)
