"""The last day after any life of a mission, by the room's own acts: the days owed, counted one by one, and nothing else."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts.models import Need
from teriya.service.missions import actions, changes
from teriya.service.missions.models import Contract, Mission, Performance
from teriya.service.missions.queries import last_day, pauses_of
from tests.factories.missions import STARTS_ON, make_missions, make_need

DAY = timedelta(1)
EVENTS = st.sampled_from(["suspend", "resume", "renew", "shorten", "transfer"])
LIVES = st.lists(st.tuples(EVENTS, st.integers(3, 60), st.integers(1, 70)), min_size=1, max_size=5)


class Life:
    """A mission as it goes on, and the days that it owes, counted beside it."""

    def __init__(self, cast, mission: Mission, seats: list):
        self.cast, self.pk, self.seats = cast, mission.pk, seats
        self.day, self.owed = STARTS_ON + 10 * DAY, (mission.period.upper - mission.period.lower).days

    @property
    def mission(self) -> Mission:
        return Mission.objects.get(pk=self.pk)

    def suspend(self, length: int) -> None:
        actions.suspend(mission=self.mission, kind="illness", first_day=self.day, last_day=self.day + length * DAY, why="Certificat",
                        by=self.cast.mazalo, on=self.day)  # fmt: skip

    def resume(self, length: int) -> None:
        actions.resume(mission=self.mission, back_on=self.day, by=self.cast.mazalo, on=self.day)

    def renew(self, length: int) -> None:
        Performance.objects.create(
            mission=self.mission, on=self.day, is_favourable=True, evidence=f"E{self.day}", by_id=0
        )
        [text] = actions.renew(missions=[self.mission], months=2, by=self.cast.kodjo, on=self.day)
        self._signed(text)
        self.owed += (text.period.upper - text.period.lower).days

    def shorten(self, length: int) -> None:
        last = last_day(self.mission) - length * DAY
        self._signed(actions.amend(mission=self.mission, last_day=last, why="Besoin", by=self.cast.kodjo, on=self.day))
        self.owed = len(self.days() - self.paused())

    def transfer(self, length: int) -> None:
        if not self.seats:  # nowhere left to go
            return
        first = (self.day.replace(day=1) + 32 * DAY).replace(day=1)
        self._signed(
            actions.transfer(
                mission=self.mission,
                seat=self.seats[-1],
                from_on=first,
                why="Fermeture",
                by=self.cast.kodjo,
                on=self.day,
            )
        )
        self.seats.pop()
        self.day = first
        changes.apply_due(on=first)

    def _signed(self, text: Contract) -> None:
        for party in ("volunteer", "host"):
            actions.record_signatures(contracts=[text], party=party, by=self.cast.yao, on=self.day)
        actions.sign(contracts=[text], party="agency", by=self.cast.ama, on=self.day)

    def days(self) -> set[date]:
        row = self.mission
        return {row.period.lower + n * DAY for n in range((row.period.upper - row.period.lower).days)}

    def paused(self) -> set[date]:
        return {pause.first + n * DAY for pause in pauses_of(self.mission) for n in range(pause.days) if pause.is_owed}


@pytest.fixture
def life(cast):
    [mission] = make_missions(cast)
    seats = [make_need(cast, tutor="Sena").seats.get() for _ in range(2)]
    Need.objects.update(is_renewable=True)
    return lambda: Life(cast, mission, list(seats))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(LIVES, st.integers(0, 40))
def test_days_served_are_days_owed_after_any_life(life, events, early):
    with transaction.atomic():
        lived = life()
        for name, wait, length in events:
            lived.day += wait * DAY
            try:
                with transaction.atomic():
                    getattr(lived, name)(length)
            except Refusal:
                continue  # not possible at that moment: nothing moves
            assert len(lived.days() - lived.paused()) == lived.owed, (name, lived.day)
        _ends(lived, early)
        transaction.set_rollback(True)


def _ends(lived: Life, early: int) -> None:
    """An early end takes the days after it, and no other."""
    before, last = lived.days(), lived.day + early * DAY
    try:
        actions.end(
            missions=[lived.mission], reason="resignation", last_day=last, why="Lettre", by=lived.cast.mazalo, on=last
        )
    except Refusal:
        assert last > max(before) or any(pause.first > last for pause in pauses_of(lived.mission))
        return
    assert lived.days() == {day for day in before if day <= last}
