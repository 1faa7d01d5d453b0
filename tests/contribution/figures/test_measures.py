"""Every number: what it counts, once each, as known on a day; its parts add up to it; its list opens."""

from datetime import date

import pytest

from teriya.contribution.figures import queries
from teriya.contribution.figures.queries import Scope, measure, people_behind, table, total
from teriya.foundation.core.periods import between
from teriya.mobilisation.hosts.models import Host
from teriya.people import actions as people
from teriya.people.models import Suspicion
from teriya.service.missions.models import Suspension
from tests.factories.missions import make_missions
from tests.factories.registers import take_on

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
ON, LATER = date(2025, 6, 1), date(2030, 1, 1)  # before and after the register was taken on, two records merged


def count(code, first=YEAR[0], last=YEAR[1], on=ON, **narrowed):
    return total(measure(code), Scope(first, last, on, **narrowed))


def split(code, *by, first=YEAR[0], last=YEAR[1], on=ON, **narrowed):
    return table(measure(code), Scope(first, last, on, **narrowed), by)


@pytest.fixture
def served(cast):
    """Three of Haho who ended on 28 February 2025, two of Tône in service; one of history, of 2018 to 2020."""
    found = make_missions(cast, 3, until="ended") + make_missions(cast, 2)
    Host.objects.filter(pk=found[-1].host_id).update(commune=cast.tone_1)
    take_on(cast)
    return found


def test_people_are_counted_where_they_served(cast, served):
    assert count("mobilised") == 5
    assert split("mobilised", "region") == {("TG-P",): 3, ("TG-S",): 2}
    assert count("cumulative", on=LATER) == 6
    assert split("cumulative", "year", on=LATER) == {("2018",): 1, ("2024",): 5}
    assert split("cumulative", "region", on=LATER)[("?",)] == 1
    assert count("in_service", last=date(2024, 7, 1)) == 5 and count("in_service", last=date(2025, 3, 1)) == 2
    assert count("in_service", last=date(2019, 7, 1), on=LATER) == 1
    assert split("missions_ended", "month", last=date(2025, 12, 31)) == {("2025-02",): 3}
    assert split("mobilised", "sector") == {("education",): 5}


def test_several_tables_are_one_statement(served, django_assert_num_queries):
    asked = [(measure("mobilised"), Scope(*YEAR, ON), ("region",)), (measure("mobilised"), Scope(*YEAR, ON, sex="M"), ()),
             (measure("service_days"), Scope(*YEAR, ON), ("sex", "month")), (measure("in_service"), Scope(*YEAR, ON, region="TG-S"), ())]  # fmt: skip
    apart = [table(*one) for one in asked]
    assert apart[1] == {} and apart[3] == {(): 2}
    with django_assert_num_queries(1):
        assert queries.tables(asked) == apart


def test_a_number_of_a_past_day_stays_what_it_was(cast, served):
    """Confirmed on 4 March; an end recorded in March 2025; a register taken on much later."""
    assert count("mobilised", on=date(2024, 3, 3)) == 0 and count("mobilised", on=date(2024, 3, 4)) == 5
    before = date(2025, 2, 28)
    assert count("missions_ended", last=date(2025, 12, 31), on=before) == 0
    assert count("cumulative", on=before) == 5
    days = count("service_days", first=date(2025, 1, 1), last=date(2025, 12, 31), on=date(2025, 3, 1))
    assert days == 5 * 60
    assert (
        count("service_days", first=date(2025, 1, 1), last=date(2025, 12, 31), on=date(2025, 3, 3)) == 3 * 59 + 2 * 62
    )


def test_days_of_suspension_are_not_days_of_service(cast, served):
    whole = count("service_days")
    assert whole == 5 * 306
    Suspension.objects.create(mission=served[-1], kind="maternity", why="Congé", period=between(date(2024, 6, 1), date(2024, 6, 30)),
                              moves_end=False, opened_on=date(2024, 6, 1), opened_by_id=0, closed_on=date(2024, 7, 1), closed_by_id=0)  # fmt: skip
    assert count("service_days") == whole - 30
    assert split("service_days", "month")[("2024-06",)] == 4 * 30
    assert count("service_days", on=date(2024, 6, 10)) == 5 * 102 - 10


def test_merged_records_are_one_person(cast, served):
    first, second = sorted(served[:2], key=lambda m: m.person_id)
    before = count("mobilised")
    pair = Suspicion.objects.create(
        first_id=first.person_id, second_id=second.person_id, score=900, reasons=[], is_held=False, found_on=ON
    )
    type(first).objects.filter(pk=second.pk).update(period=(date(2024, 3, 1), date(2024, 3, 2)))
    people.decide(suspicion=pair, same=True, reason="Même pièce.", by=cast.mazalo, on=date(2026, 11, 1))
    assert count("mobilised", on=LATER) == before - 1 and count("mobilised") == before
    assert count("missions_begun", on=LATER) == 5


@pytest.mark.parametrize("code", [one.code for one in queries.counted()])
def test_the_parts_add_up_and_every_number_opens_on_its_list(cast, served, code):
    found, scope = measure(code), Scope(date(2010, 1, 1), date(2024, 12, 31), LATER)
    whole = total(found, scope)
    assert whole > 0 or code == "missions_ended"
    for name in found.dimensions:
        parts = table(found, scope, [name])
        assert sum(parts.values()) == whole, name
        for (key,), amount in parts.items():
            assert sum(line.amount for line in people_behind(found, scope, {name: key})) == amount, (name, key)
        assert set(queries.names(name, [key for (key,) in parts])) == {key for (key,) in parts}
    assert sum(table(found, scope, ["form", "sex", "region"]).values()) == whole


def test_a_number_is_one_question_of_the_database(cast, served, django_assert_num_queries):
    queries.total(measure("mobilised"), Scope(*YEAR, ON))
    with django_assert_num_queries(1):
        table(measure("cumulative"), Scope(*YEAR, ON), ("form", "sex", "region"))


def test_a_reader_counts_the_communes_he_sees(cast, served):
    assert count("mobilised", communes=[cast.haho_1.pk]) == 3
    assert count("cumulative", communes=[cast.haho_1.pk, cast.tone_1.pk]) == 5
