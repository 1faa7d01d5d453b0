"""Months of presence in Togo: March 2024 has twenty working days (the 11th is a public holiday).

Sena records and attests a VEC, Abla a VNC; Mazalo confirms for the centre.
"""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month
from teriya.service.attendance import actions
from teriya.service.attendance.models import MonthSheet
from teriya.service.missions import actions as missions_actions
from teriya.service.missions.models import Mission
from tests.cast import Cast
from tests.factories import missions as factory
from tests.scenes import scene

MONTH = Month(2024, 3)
CLOSED_ON = date(2024, 4, 2)
Absences = dict[int, set[date]]


@scene
def make_team(cast: Cast, count: int = 1, *, form: str = "VEC", months: int = 6, **need) -> list[Mission]:
    """Volunteers of one host in service since 1 March 2024; Abla is their tutor, Sena their facilitator."""
    missions = factory.make_missions(cast, count, form=form, months=months, **need)
    if form == "VEC":
        missions_actions.name_facilitator(missions=missions, account=cast.sena, by=cast.kodjo, on=factory.DEPLOYMENT)
    else:
        for mission in missions:
            missions_actions.name_tutor(
                mission=mission, name="Abla", account=cast.abla, by=cast.kodjo, on=factory.DEPLOYMENT
            )
    return list(Mission.objects.filter(pk__in=[mission.pk for mission in missions]).with_papers().order_by("pk"))


def recorder(cast: Cast, mission: Mission) -> User:
    return cast.sena if mission.form.code == "VEC" else cast.abla


def record(
    cast: Cast, team: list[Mission], absent: Absences | None = None, *, month: Month = MONTH, on: date = CLOSED_ON
) -> list[MonthSheet]:
    """Everybody present on every working day, except `absent` (mission id → days)."""
    by = recorder(cast, team[0])
    return actions.record_month_many(missions=team, month=month, absent=absent or {}, by=by, on=on)


def attest(
    cast: Cast, team: list[Mission], absent: Absences | None = None, *, month: Month = MONTH, on: date = CLOSED_ON
) -> list[MonthSheet]:
    sheets = record(cast, team, absent, month=month, on=on)
    return actions.attest_many(sheets=sheets, by=recorder(cast, team[0]), on=on)


def confirm(
    cast: Cast, team: list[Mission], absent: Absences | None = None, *, month: Month = MONTH, on: date = CLOSED_ON
) -> list[MonthSheet]:
    """The month closed by two people."""
    sheets = attest(cast, team, absent, month=month, on=on)
    return actions.confirm_many(sheets=sheets, by=cast.mazalo, on=on)


@scene
def in_service(cast: Cast, *, months: int = 12, form: str = "VNC") -> Mission:
    """Kossi's mission since 1 March 2024: five months of service by August earn him 12.5 days."""
    [mission] = make_team(cast, form=form, months=months)
    return factory.give_account(mission, cast.kossi)
