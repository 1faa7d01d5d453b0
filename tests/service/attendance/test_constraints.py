"""What the database itself refuses, whatever the code above it does."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from teriya.service.attendance.models import Mark, MonthSheet
from tests.factories.attendance import attest, confirm, make_team, record


def refused(name: str, act) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_a_day_is_marked_once(cast):
    team = make_team(cast)
    record(cast, team)
    refused(
        "mark_once_a_day", lambda: Mark.objects.create(mission=team[0], day=date(2024, 3, 4), kind="absent", by_id=1)
    )


def test_a_mission_has_one_sheet_a_month_dated_its_first_day(cast):
    [mission] = make_team(cast)
    record(cast, [mission])
    refused("sheet_once_a_month", lambda: MonthSheet.objects.create(mission=mission, month=date(2024, 3, 1)))
    refused("sheet_month_is_first_day", lambda: MonthSheet.objects.create(mission=mission, month=date(2024, 4, 2)))


def test_a_sheet_is_confirmed_by_another_person(cast):
    attest(cast, make_team(cast))
    same = {"state": "confirmed", "confirmed_by_id": cast.sena.pk, "confirmed_on": date(2024, 4, 2)}
    refused("sheet_confirmed_by_another", lambda: MonthSheet.objects.update(**same))


def test_a_state_stands_with_its_people_and_days(cast):
    confirm(cast, make_team(cast))
    refused("sheet_confirmed_by_and_on", lambda: MonthSheet.objects.update(confirmed_on=None))
    refused("sheet_attested_by_and_on", lambda: MonthSheet.objects.update(attested_by_id=None))
