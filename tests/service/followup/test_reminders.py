"""Three months, two months and fifteen days before the end, those whom the rule names are told, once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from teriya.foundation.messages.models import Message
from teriya.portals.waiting import tasks_of
from teriya.service.followup.reminders import remind
from teriya.service.missions import actions as missions
from teriya.service.missions.queries import last_day
from tests.factories.missions import give_account, make_missions
from tests.scenes import scene

LAST = date(2025, 2, 28)


@pytest.fixture
@scene
def mission(cast):
    [found] = make_missions(cast)  # a year from 1 March 2024
    assert last_day(found) == LAST
    return give_account(found, cast.kossi)


def told() -> set[str]:
    return set(Message.objects.filter(template="mission_ends").values_list("to", flat=True))


@pytest.mark.parametrize(("day", "names"), [
    (date(2024, 11, 27), set()),
    (date(2024, 11, 28), {"yao", "essi"}),  # three months
    (date(2024, 12, 28), {"kossi", "abla"}),  # two months
    (LAST - timedelta(15), {"kossi", "abla", "essi", "yao"}),
])  # fmt: skip
def test_each_reminder_has_its_people(cast, mission, day, names):
    phones = {"kossi": mission.person.phone} | {name: getattr(cast, name).phone for name in ("yao", "essi", "abla")}
    remind(day)
    assert told() == {phones[name] for name in names}


def test_the_same_reminder_is_told_once(cast, mission):
    for day in (date(2024, 11, 28), date(2024, 11, 29), date(2024, 12, 20)):
        assert remind(day) == 1
    assert Message.objects.filter(template="mission_ends").count() == 2
    assert "28/02/2025" in Message.objects.filter(template="mission_ends").first().text


def test_an_end_that_moves_is_told_again(cast, mission):
    remind(LAST - timedelta(15))
    missions.suspend(mission=mission, kind="illness", first_day=date(2025, 2, 14), last_day=date(2025, 2, 23), why="Certificat",
                     by=cast.mazalo, on=date(2025, 2, 14))  # fmt: skip
    assert remind(date(2025, 2, 15)) == 0  # suspended: nobody knows yet
    missions.resume(mission=mission, back_on=date(2025, 2, 24), by=cast.mazalo, on=date(2025, 2, 24))
    assert remind(date(2025, 2, 24)) == 1
    assert Message.objects.filter(template="mission_ends", text__contains="10/03/2025").count() == 4


def test_a_mission_over_or_far_from_its_end_is_not_spoken_of(cast, mission):
    assert remind(LAST + timedelta(1)) == remind(date(2024, 6, 1)) == 0
    missions.end(
        missions=[mission],
        reason="resignation",
        last_day=date(2025, 1, 10),
        why="Parti",
        by=cast.mazalo,
        on=date(2025, 1, 11),
    )
    assert remind(date(2025, 1, 5)) == 0


def test_it_stands_in_the_tasks_of_the_same_people(cast):
    today = timezone.localdate()
    [mission] = make_missions(cast, months=1, starts_on=today - timedelta(20))
    give_account(mission, cast.kossi)
    for name in ("kossi", "abla", "essi", "yao"):
        assert "Missions qui finissent bientôt" in {task.label for task in tasks_of(getattr(cast, name), today)}, name
    for name in ("mazalo", "afi", "sena", "awa"):
        assert "Missions qui finissent bientôt" not in {task.label for task in tasks_of(getattr(cast, name), today)}, (
            name
        )
