"""The ten numbers, their lists, and the shares that the ministry publishes."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.periods import Month
from teriya.foundation.ui import numbers as figures
from teriya.pay.allowances import actions as pay
from teriya.portals import behind, dashboard, deadlines
from tests.factories import allowances, attendance, missions

pytestmark = pytest.mark.usefixtures("the_past")
APRIL = date(2024, 4, 20)  # March was due on the 10th
PUBLISHED = [8_224, 11_005, 14, 612]  # ANVT, volunteers mobilised by form


def test_shares_are_those_that_the_agency_publishes():
    assert sum(PUBLISHED) == 19_855
    assert [str(share) for share in figures.shares(PUBLISHED)] == ["41.42", "55.43", "0.07", "3.08"]


@pytest.mark.parametrize(("language", "shown"), [("fr", "41,42\u202f%"), ("en", "41.42\u202f%")])
def test_a_share_is_written_as_the_language_does(language, shown):
    with translation.override(language):
        assert figures.in_percent(figures.shares(PUBLISHED)[0]) == shown


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(1, 8, "12.5"), (1, 2000, "0.1"), (1, 2001, "0.0"), (0, 0, "0.0")]
)
def test_percent_rounds_half_up(part, whole, share):
    assert figures.percent(part, whole, 1) == Decimal(share)


@given(st.lists(st.integers(0, 10**6), max_size=8))
def test_shares_stay_within_half_a_hundredth_of_the_truth(counts):
    for count, share in zip(counts, figures.shares(counts), strict=True):
        error = abs(int(share * 100) * sum(counts) - 10_000 * count)
        assert 2 * error <= sum(counts)


def test_shares_of_nothing_are_nothing():
    assert figures.shares([]) == [] and figures.shares([0, 0]) == [Decimal("0.00")] * 2


@pytest.mark.parametrize(
    ("now", "before", "words"), [(12, 10, "▲ 2 sur un mois"), (9, 10, "▼ 1 sur un mois"), (5, 5, "= sur un mois")]
)
def test_trend_says_which_way_and_how_much(now, before, words):
    assert figures.trend(now, before) == words


def test_a_trend_is_good_news_when_it_goes_the_right_way():
    assert figures.is_good(3, 2, more_is_better=True) and figures.is_good(2, 3, more_is_better=False)
    assert figures.is_good(3, 2, more_is_better=False) is False and figures.is_good(2, 2, more_is_better=True) is None


@pytest.mark.parametrize(
    ("francs", "shown"), [(9_999_999, "9\u202f999\u202f999\u00a0F"), (10_050_000, "10,1\u202fM\u202fF")]
)
def test_a_card_shows_large_sums_in_millions(francs, shown):
    assert figures.in_millions(francs) == shown


def test_last_due_month_changes_the_day_after_pay_is_due(db):
    assert deadlines.last_due_month(date(2024, 4, 10)) == Month(2024, 2)
    assert deadlines.last_due_month(date(2024, 4, 11)) == Month(2024, 3)
    assert deadlines.last_due_month(date(2024, 1, 5)) == Month(2023, 11)


def numbers(day: date = APRIL):
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 8, 12))
    return {figure.label: figure for figure in dashboard.numbers(day, dashboard.census(day), at)}


def test_there_are_ten_each_defined_and_dated(cast):
    missions.make_missions(cast, 2)
    found = numbers()
    assert len(found) == 10
    assert all("Compté le 20 avril 2024 à 08:12." in figure.definition for figure in found.values())


def test_numbers_of_a_country_without_volunteers_are_shown(cast):
    found = numbers()
    assert found["Volontaires en service"].value == "0" and found["Places pourvues"].value == "—"


def test_volunteers_in_service_are_counted_by_form_region_and_sex(cast):
    missions.make_missions(cast, 2)
    missions.make_missions(cast, 1, form="VEC", months=6)
    now = dashboard.census(APRIL)
    assert (now.total, now.women) == (3, 3)
    assert [(row.count, row.share) for row in dashboard.by_form(now, "fr") if row.count] == [
        (1, "33,33\u202f%"),
        (2, "66,67\u202f%"),
    ]
    assert [(row.code, row.value) for row in dashboard.by_region(now) if row.value] == [("TG-P", 3)]


def test_trend_compares_with_the_same_day_a_month_before(cast):
    missions.make_missions(cast, 2)
    assert numbers(date(2024, 3, 15))["Volontaires en service"].trend == "▲ 2 sur un mois"
    assert numbers(date(2024, 4, 15))["Volontaires en service"].trend == "= sur un mois"


def test_sworn_and_not_deployed_are_counted_with_the_long_wait(cast):
    missions.make_missions(cast, 2, until="sworn")
    sworn = numbers()["Assermentés, pas en service"]
    assert sworn.value == "2" and "dont 2 depuis plus de 30 jours" in sworn.trend and sworn.is_good is False


def test_start_is_late_after_the_days_of_the_pack(cast):
    missions.make_missions(cast, 1, until="attested")
    assert numbers(date(2024, 3, 8))["Prises de service en retard"].value == "0"
    assert numbers(date(2024, 3, 9))["Prises de service en retard"].value == "1"


def paid(cast, day: str = "08/04/2024"):
    """Two volunteers of March; the second one's money comes back."""
    team = allowances.make_payable(cast, 2)
    run = allowances.bring(cast, allowances.prepare(cast))
    orders = list(allowances.PaymentOrder.objects.filter(line__run=run).order_by("line__mission"))
    content = allowances.answers(orders, returned=(orders[1].reference,), day=day)
    pay.settle(
        run=run,
        institution=orders[0].wallet.institution,
        content=content,
        filename="r.csv",
        by=cast.kossivi,
        on=date(2024, 4, 18),
    )
    return team


def test_pay_is_in_time_late_or_owed(cast):
    _first, second = paid(cast)
    assert list(behind.paid_late(APRIL)) == [second]
    found = numbers()
    assert found["Mois attestés à temps, mars 2024"].value == "100,0\u202f%"
    assert found["Payés à temps, mars 2024"].value == "50,0\u202f%"
    assert found["Délai moyen de paie"].value == "8,0 j" and found["Délai moyen de paie"].target == "10 j"
    assert found["Arriérés"].value == "30\u202f000\u00a0F"


def test_money_received_after_the_due_day_is_late_but_no_longer_owed(cast):
    first, second = paid(cast, day="15/04/2024")
    assert numbers()["Payés à temps, mars 2024"].value == "0,0\u202f%"
    assert list(behind.unpaid(APRIL)) == [second]
    assert set(behind.paid_late(APRIL)) == {first, second}
    assert set(behind.unpaid(date(2024, 4, 12))) == {first, second}


def test_unattested_month_lowers_the_share(cast):
    team = attendance.make_team(cast, 2)
    attendance.attest(cast, team[:1])
    assert numbers()["Mois attestés à temps, mars 2024"].value == "50,0\u202f%"
    assert list(behind.attested_late(APRIL)) == team[1:]


def test_envelopes_hold_what_is_not_committed(cast):
    missions.make_missions(cast, 1)
    given, committed = 10**10, 12 * 60_000
    assert (
        numbers()["Disponible sur les enveloppes"].value
        == figures.in_millions(given - committed)
        == "9\u202f999,3\u202fM\u202fF"
    )


def test_page_is_for_who_may_read_it_and_takes_few_queries(client, cast, django_assert_max_num_queries):
    missions.make_missions(cast, 3)
    client.force_login(cast.ama)
    with django_assert_max_num_queries(25):
        page = client.get(reverse("portals:director"))
    assert len(page.context["figures"]) == 10 and b"<svg" in page.content and b"variable inconnue" not in page.content
    client.force_login(cast.yao)
    assert client.get(reverse("portals:director")).status_code == 403


@pytest.mark.parametrize("code", behind.LISTS)
def test_each_list_opens_and_filters_by_region(client, cast, code, django_assert_max_num_queries):
    missions.make_missions(cast, 30 if code == "en-service" else 1)
    client.force_login(cast.ama)
    with django_assert_max_num_queries(14):
        page = client.get(reverse("portals:behind", args=[code]), {"region": "TG-P"})
    assert (
        page.status_code == 200
        and str(page.context["region"]) == "Plateaux"
        and b"variable inconnue" not in page.content
    )
    assert not client.get(reverse("portals:behind", args=[code]), {"region": "TG-S"}).context["page"].object_list


def test_list_behind_a_number_is_as_long_as_the_number(client, cast):
    missions.make_missions(cast, 3)
    client.force_login(cast.ama)
    shown = client.get(reverse("portals:behind", args=["en-service"])).context["page"]
    assert shown.paginator.count == dashboard.census(timezone.localdate()).total == 3


def test_unknown_list_is_not_found(client, cast):
    client.force_login(cast.ama)
    assert client.get("/tableau/rien/").status_code == 404
