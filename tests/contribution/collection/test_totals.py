"""Sums of what was counted, as they were known on any day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teriya.contribution.collection import actions
from teriya.contribution.collection.actions import Counted
from teriya.contribution.collection.engine.cells import cells_of
from teriya.contribution.collection.queries import Scope, totals
from teriya.contribution.collection.states import Channel
from teriya.foundation.core.money import split
from teriya.foundation.core.periods import between
from teriya.foundation.places.models import Place
from teriya.service.missions.models import Mission
from tests.cast import appoint
from tests.factories.collection import SAID, corrected, validated
from tests.factories.missions import make_host, make_missions

MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)
PUPILS = dict(zip(cells_of(["sex", "disability"]), (1, 20, 0, 18), strict=True))


def test_any_breakdown_sums_to_the_same(cast):
    [mission] = make_missions(cast)
    validated(cast, mission, MARCH, {"pupils": PUPILS, "hours_taught": 70})
    scope = Scope(MARCH, MARCH, date(2024, 5, 1))
    whole = totals(scope, by=("indicator",))
    for by in ("sex", "age", "disability", "region", "commune", "month", "mission", "host", "profile", "wave", "form"):
        split = totals(scope, by=("indicator", by))
        assert {key: sum(n for (code, _part), n in split.items() if code == key[0]) for key in whole} == whole, by


def test_flows_add_up_and_of_a_stock_the_last_month_counts(cast):
    [mission] = make_missions(cast)
    validated(cast, mission, MARCH, {"pupils": PUPILS, "hours_taught": 70})
    validated(cast, mission, APRIL, {"pupils": dict.fromkeys(PUPILS, 5), "hours_taught": 60})
    found = totals(Scope(MARCH, APRIL, date(2024, 6, 1)))
    assert found == {("pupils",): 20, ("hours_taught",): 130}


def test_a_past_day_keeps_its_answer(cast):
    [mission] = make_missions(cast)
    report = validated(cast, mission, MARCH, {"hours_taught": 70})
    before = {day: totals(Scope(MARCH, MARCH, day)) for day in (date(2024, 4, 4), date(2024, 4, 5), date(2024, 4, 30))}
    corrected(cast, report, {"hours_taught": 90}, on=date(2024, 5, 1))
    assert before == {day: totals(Scope(MARCH, MARCH, day)) for day in before}


@pytest.fixture
def midwives(cast) -> list[Mission]:
    """24 of the Centrale region, in service since January 2019: as if before the factories’ story."""
    tchaoudjo = Place.objects.get(code="TG-C-TCHAOUDJO-1")
    for role in ("regional_agent", "regional_supervisor"):
        appoint(cast[role], role, tchaoudjo, since=date(2019, 1, 1))
    cast.yao, cast.mazalo = cast["regional_agent"], cast["regional_supervisor"]
    missions = make_missions(cast, 24, host=make_host(cast, tchaoudjo))
    found = Mission.objects.filter(pk__in=[mission.pk for mission in missions])
    found.update(profile="midwife", started_on=date(2019, 1, 1), period=between(date(2019, 1, 1), date(2024, 12, 31)))
    return list(found)


def test_the_published_figures_of_the_centrale_region(cast, midwives):
    """Health, January to May 2019: 24 volunteers, 1 480 antenatal visits, 363 assisted deliveries, 61.7 and 15.1 each."""
    months = [date(2019, month, 1) for month in range(1, 6)]
    shares = zip(split(1_480, [1] * 120), split(363, [1] * 120), strict=True)
    cells = [(month, mission) for month in months for mission in midwives]
    rows = [Counted(mission, month, {"anc_visits": visits, "assisted_deliveries": births}, SAID)
            for (month, mission), (visits, births) in zip(cells, shares, strict=True)]  # fmt: skip
    on = date(2019, 6, 10)
    reports = actions.send_many(rows=rows, channel=Channel.BATCH, by=cast.yao, on=on)
    actions.attest(reports=reports, by=cast.essi, on=on)
    actions.validate(reports=reports, by=cast.mazalo, on=on)
    scope = Scope(months[0], months[-1], on, region="TG-C")
    found = totals(scope)
    volunteers = len(totals(scope, by=("mission",)))
    assert (volunteers, found["anc_visits",], found["assisted_deliveries",]) == (24, 1_480, 363)
    assert [f"{found[code,] / volunteers:.1f}" for code in ("anc_visits", "assisted_deliveries")] == ["61.7", "15.1"]


def test_sums_ask_as_much_of_two_reports_as_of_two_hundred(cast):
    missions = make_missions(cast, 3)
    asked = []
    for count in (1, 3):
        for mission in missions[:count]:
            month = MARCH if count == 1 else APRIL
            validated(cast, mission, month, {"hours_taught": 60, "pupils": PUPILS})
        with CaptureQueriesContext(connection) as queries:
            totals(Scope(MARCH, APRIL, date(2024, 6, 1)), by=("indicator", "region", "sex"))
        asked.append(len(queries))
    assert asked[0] == asked[1] == 2


def test_sending_many_asks_as_much_for_three_as_for_one(cast):
    missions = make_missions(cast, 5)
    asked = []
    for own in (missions[:1], missions[1:2], missions[2:]):  # the first reads what a process keeps
        with CaptureQueriesContext(connection) as queries:
            actions.send_many(
                rows=[Counted(one, MARCH, {"hours_taught": 60}) for one in own],
                channel=Channel.BATCH,
                by=cast.yao,
                on=date(2024, 4, 5),
            )
        asked.append(len(queries))
    assert asked[1] == asked[2]
