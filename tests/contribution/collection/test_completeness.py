"""Which months are expected, how many came; what waits on home pages; pages ask as much of one as of many."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.contribution.collection import completeness
from teriya.portals.waiting import tasks_of
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from tests.contribution.collection.conftest import LAST_MONTH, _serving
from tests.factories.collection import attested, sent, validated, volunteer_of
from tests.factories.missions import make_missions

TODAY = timezone.localdate()
MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)
HOURS = {"hours_taught": 70}


def line(cast, month: date) -> tuple:
    [found] = completeness.lines(cast.yao, [month])
    return found.expected, found.received, found.attested, found.validated, found.late


def test_each_month_by_how_far_it_is(cast):
    one, two, three, _four = make_missions(cast, 4)
    validated(cast, one, MARCH, HOURS)
    attested(cast, two, MARCH, HOURS)
    sent(three, MARCH, HOURS, on=date(2024, 4, 11))  # the day after the last one
    assert line(cast, MARCH) == (4, 3, 2, 1, 1)
    assert completeness.lines(cast.yao, [MARCH])[0].percent == 75


def test_a_returned_month_is_missing(cast):
    [one] = make_missions(cast)
    report = attested(cast, one, MARCH, HOURS)
    assert line(cast, MARCH)[1] == 1
    from_host = report.__class__.objects.filter(pk=report.pk)
    from_host.update(state="returned")
    assert line(cast, MARCH)[1] == 0


def test_too_few_days_are_not_expected(cast):
    [one] = make_missions(cast)
    missions.suspend(
        mission=one,
        kind="illness",
        why="Certificat",
        first_day=date(2024, 4, 5),
        last_day=date(2024, 4, 30),
        by=cast.mazalo,
        on=date(2024, 4, 5),
    )
    assert (line(cast, MARCH)[0], completeness.lines(cast.yao, [APRIL])) == (1, [])


def test_a_profile_that_counts_nothing_is_not_expected(cast):
    [one] = make_missions(cast)
    Mission.objects.filter(pk=one.pk).update(profile="cook")
    assert completeness.lines(cast.yao, [MARCH]) == []


def test_elsewhere_is_not_seen(cast):
    make_missions(cast)
    cast.yao.appointment_set.get().communes.set([cast.tone_1])
    assert completeness.lines(cast["regional_agent"], [MARCH]) == []


def test_what_waits_at_home(cast, serving):
    labels = lambda user: {task.label for task in tasks_of(user, TODAY)}  # noqa: E731
    assert "Indicateurs du mois à compter" in labels(volunteer_of(serving))
    report = sent(serving, LAST_MONTH, HOURS, on=TODAY)
    assert "Indicateurs du mois à compter" not in labels(volunteer_of(serving))
    assert "Relevés d’indicateurs à attester" in labels(cast.essi) & labels(cast.abla)
    assert "Relevés d’indicateurs à valider" not in labels(cast.mazalo)
    report.__class__.objects.filter(pk=report.pk).update(
        state="attested", attested_on=TODAY, attested_by_id=cast.essi.pk
    )
    assert "Relevés d’indicateurs à valider" in labels(cast.mazalo)


@pytest.mark.parametrize("route", ["reports", "completeness", "key", "to_validate", "to_attest"])
def test_pages_take_few_queries(client, cast, django_assert_max_num_queries, route):
    team = _serving(cast, 12)
    for mission in team[:4]:
        sent(mission, LAST_MONTH, HOURS, on=TODAY, said="")
    for mission in team[4:8]:
        attested(cast, mission, LAST_MONTH, HOURS, on=TODAY)
    client.force_login({"to_validate": cast.mazalo, "to_attest": cast.essi}.get(route, cast.yao))
    with django_assert_max_num_queries(15):  # three of them are the session’s and the person’s
        assert client.get(reverse(f"collection:{route}")).status_code == 200


def test_a_day_after_its_time(cast):
    assert completeness.due_on(MARCH) == date(2024, 4, 10)
    assert completeness.last_months(date(2024, 5, 2), 2) == [APRIL, MARCH]
