"""Months of indicators in Togo, each through its three hands: the volunteer, the host (Essi), the centre (Mazalo).

report = validated(cast, mission, date(2024, 3, 1), {"hours_taught": 80, "pupils": {("F", "", "no"): 20, …}})
"""

from collections.abc import Mapping
from datetime import date, timedelta

from teriya.contribution.collection import actions
from teriya.contribution.collection.models import Report
from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import add_months
from teriya.service.missions.models import Mission
from tests.cast import Cast, appoint

SAID = "Registre relu avec le tuteur"  # an unusual number is confirmed
Counts = Mapping[str, int | Mapping[tuple[str, str, str], int]]


def volunteer_of(mission: Mission) -> User:
    """The account of the volunteer, opened where there is none yet."""
    person = mission.person
    if person.account is None:
        person.account = User.objects.create_user(name=str(person), phone=f"+2289400{person.pk:04}")
        person.save(update_fields=["account"])
        appoint(person.account, "volunteer")
    return person.account


def sent(mission: Mission, month: date, counts: Counts, *, on: date | None = None, said: str = SAID) -> Report:
    """Sent by the volunteer on the fifth of the month that follows."""
    on = on or add_months(month, 1) + timedelta(4)
    return actions.send(mission=mission, month=month, counts=counts, said=said, by=volunteer_of(mission), on=on)


def attested(cast: Cast, mission: Mission, month: date, counts: Counts, *, on: date | None = None) -> Report:
    report = sent(mission, month, counts, on=on)
    return actions.attest(reports=[report], by=cast.essi, on=on or report.sent_on)[0]


def validated(cast: Cast, mission: Mission, month: date, counts: Counts, *, on: date | None = None) -> Report:
    """A month that counts from `on`: a whole number for an indicator, or one for each (sex, age, disability)."""
    report = attested(cast, mission, month, counts, on=on)
    return actions.validate(reports=[report], by=cast.mazalo, on=on or report.sent_on)[0]


def corrected(cast: Cast, report: Report, counts: Counts, *, on: date) -> Report:
    """Counted again, attested and validated on one day: the former stops counting that day."""
    made = actions.correct(
        report=report, counts=counts, why="Page oubliée du registre", said=SAID, by=volunteer_of(report.mission), on=on
    )
    actions.attest(reports=[made], by=cast.essi, on=on)
    return actions.validate(reports=[made], by=cast.mazalo, on=on)[0]
