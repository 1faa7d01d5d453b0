"""Each board shows its own numbers, as known on a day, in a few statements whatever the volume."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from teriya.contribution.boards import board, queries
from teriya.contribution.boards.asked import Asked
from teriya.contribution.collection.actions import attest
from teriya.contribution.figures import queries as figures
from teriya.contribution.worth import queries as worth
from teriya.foundation.core.models import Transition
from teriya.foundation.core.periods import Month, between
from teriya.service.missions.models import Suspension
from tests.cast import appoint
from tests.contribution.boards.conftest import ON, PUPILS
from tests.factories.collection import corrected, sent
from tests.factories.framework import make_review
from tests.factories.missions import make_missions
from tests.factories.rules import set_rule

HOURS = 80 * 5 + 81 * 5 + 82 * 4


def cards(found):
    return {card.label.partition(",")[0]: card for card in found.cards}


def test_the_last_month_is_the_one_whose_reports_are_due(cast):
    assert Asked(date(2024, 8, 10)).month == Month(2024, 6) and Asked(date(2024, 8, 11)).month == Month(2024, 7)
    assert Asked(date(2025, 1, 5)).month == Month(2024, 11)
    assert [str(month) for month in Asked(ON).months()][::11] == ["2023-08", "2024-07"]


def test_the_director_reads_ten_numbers_at_most(told):
    found = board.of_country(Asked(ON))
    shown = cards(found)
    assert len(found.cards) <= 10
    assert shown["Volontaires en service"].value == "3" and shown["Jours de service"].value == str(
        3 * (31 + 30 + 31 + 30 + 31)
    ).replace(",", " ")
    assert shown["Heures de cours données"].value == f"{HOURS:,}".replace(",", "\u202f")
    assert shown["Plants mis en terre"].value == "—"
    assert all("Connu le 15 août 2024." in card.definition for card in found.cards)
    assert (
        "Contribue aux cibles 4.1, 4.c des Objectifs de développement durable."
        in shown["Heures de cours données"].definition
    )


def test_numbers_are_those_of_the_figures(told):
    found = queries.told(Asked(ON), ["hours_taught", "pupils"])
    for code in found:
        measure = figures.measure(f"indicator:{code}")
        scope = Asked(ON).scope(date(2024, 7 if found[code].indicator.is_stock else 1, 1), date(2024, 7, 31))
        assert found[code].value() == figures.total(measure, scope)
        assert {(place,): amount for place, amount in found[code].by_place().items()} == figures.table(
            measure, scope, ("region",)
        )


def test_a_past_day_stays_what_it_was(cast, told):
    before = board.of_country(Asked(ON), "hours_taught")
    report = told[0].indicator_reports.get(month=date(2024, 7, 1))
    corrected(cast, report, {"hours_taught": 10, "pupils": PUPILS, "classes_covered": 2}, on=date(2024, 9, 2))
    again, after = (board.of_country(Asked(day), "hours_taught") for day in (ON, date(2024, 9, 5)))
    assert again == before
    assert after.chosen.value() == before.chosen.value() - 70


def test_a_month_that_nobody_told_is_not_a_zero(told):
    chosen = board.of_country(Asked(ON), "hours_taught").chosen
    assert chosen.line()[-6:] == [None, 243, 243, 243, 243, 161]
    assert chosen.line(12) == [None] * 12 and chosen.value(1) is None


def test_a_trend_says_since_when(told):
    later = board.of_country(Asked(date(2025, 8, 15)))
    assert "sur les mêmes mois de 2024" in cards(later)["Jours de service"].trend
    assert cards(later)["Volontaires en service"].trend == "= sur un an"


def test_who_reads_a_part_of_the_country_reads_that_part(cast, told, client, browse):
    client.force_login(cast.mazalo)
    assert client.get(reverse("boards:director")).url == reverse("boards:region")
    page = browse(cast.mazalo, "region", au="2024-08-15")
    assert "Votre centre" in page and "Haho 1" in page and 'name="region"' not in page
    elsewhere = browse(cast.ama, "region", region="TG-S", indicateur="hours_taught", au="2024-08-15")
    assert "Aucun relevé validé" in elsewhere and "Savanes" in elsewhere


def test_a_day_to_come_shows_today_and_a_wrong_one_too(cast, browse):
    today = f'name="au" value="{timezone.localdate()}"'
    assert all(today in browse(cast.ama, "director", au=day) for day in ("2999-01-01", "hier"))


@pytest.fixture
def ministry(cast):
    from_education = appoint(cast.sena, "ministry").user
    from_education.sectors.create(domain="education", since=date(2020, 1, 1))
    return from_education


def test_a_ministry_reads_its_sector_without_names(told, ministry, browse):
    page = browse(ministry, "sector", au="2024-08-15")
    assert told[0].host.name in page and "Heures de cours données" in page and "Élèves encadrés" in page
    assert "Plants mis en terre" not in page
    assert all(str(mission.person) not in page for mission in told)
    assert "Plants mis en terre" not in browse(ministry, "sector", secteur="environment")


def test_a_ministry_sees_what_is_missing_today(told, ministry, browse):
    [row] = queries.needs("education", None)
    assert (row.approved, row.filled, row.gap) == (3, 3, 0)
    assert queries.needs("health", None) == []
    assert "Besoins du secteur, aujourd’hui" in browse(ministry, "sector")


def test_who_speaks_for_no_sector_is_told_so(cast, browse):
    appoint(cast.sena, "ministry")
    assert "Aucun secteur" in browse(cast.sena, "sector")


def test_a_host_reads_its_own_volunteers(cast, told, browse):
    page = browse(cast.essi, "host", au="2024-08-15", structure=told[0].host_id, indicateur="hours_taught")
    assert str(told[0].person) in page and "400" in page
    others = [mission for mission in told if mission.host_id != told[0].host_id]
    assert all(str(mission.person) not in page for mission in others)


def test_a_tutor_reads_the_volunteers_tutored(cast, told, browse):
    mine = told[1]
    type(mine).objects.exclude(pk=mine.pk).update(tutor_account=None)
    page = browse(cast.abla, "host", au="2024-08-15")
    assert str(mine.person) in page and str(told[0].person) not in page
    appoint(cast.pitala, "tutor")
    assert "Aucun volontaire" in browse(cast.pitala, "host")


@pytest.mark.parametrize(
    ("role", "route"),
    [("ama", "director"), ("ama", "region"), ("mazalo", "region"), ("sena", "sector"), ("essi", "host")],
)
def test_a_board_asks_few_questions(cast, told, ministry, client, role, route):
    client.force_login(getattr(cast, role))
    client.get(reverse(f"boards:{route}"), {"au": "2024-08-15"})
    with CaptureQueriesContext(connection) as log:
        client.get(reverse(f"boards:{route}"), {"au": "2024-08-15"})
    assert len(log) <= 12, [query["sql"][:90] for query in log]


def test_headlines_are_a_rule_of_the_country(told):
    set_rule("headline_indicators", ["pupils"])
    shown = cards(board.of_country(Asked(ON)))
    assert shown["Élèves encadrés"].value == "90" and "Heures de cours données" not in shown


def test_what_came_of_the_last_month_is_known_as_it_was_that_day(cast, told):
    def month(on):
        found = queries.reports(Asked(on))
        return found.expected, found.received, found.validated

    assert month(ON) == (3, 2, 2)
    assert (
        "Relevés validés jusqu’en juillet 2024, 67\u202f% des relevés de ce mois reçus."
        == board.of_country(Asked(ON)).freshness
    )
    sent(told[2], date(2024, 7, 1), {"hours_taught": 82, "pupils": PUPILS, "classes_covered": 2}, on=date(2024, 8, 20))
    assert month(ON) == (3, 2, 2) and month(date(2024, 8, 20)) == (3, 3, 2)
    Suspension.objects.create(mission=told[0], kind="maternity", why="Congé", period=between(date(2024, 7, 5), date(2024, 7, 31)), moves_end=False,
                              opened_on=date(2024, 8, 18), opened_by_id=0)  # fmt: skip
    assert month(ON) == (3, 2, 2) and month(date(2024, 8, 20)) == (2, 2, 1)
    assert month(date(2024, 3, 3)) == (0, 0, 0)


def test_an_end_recorded_later_changes_no_month_known_before(cast):
    ended = make_missions(cast, 1, until="ended")[0]
    assert (ended.started_on, ended.ended_on) == (date(2024, 3, 1), date(2025, 2, 28))
    [recorded] = Transition.objects.filter(subject="mission", subject_id=ended.pk, name="end").values_list(
        "on", flat=True
    )
    assert queries.reports(Asked(date(2025, 3, 11))).expected == 1
    assert queries.reports(Asked(date(2025, 4, 11))).expected == 0 and recorded <= date(2025, 4, 11)
    type(ended).objects.filter(pk=ended.pk).update(ended_on=date(2024, 12, 5))
    assert queries.reports(Asked(date(2025, 1, 15))).expected == 1


def test_targets_and_the_last_review_come_from_the_annual_work_plan(cast, told):
    review = make_review(cast, until="validated")
    shown = cards(board.of_country(Asked(ON)))
    assert shown["Personnes mobilisées"].target == "12 à la fin de 2024" and shown["Jours de service"].target == ""
    programme = shown["Cibles du PTBA atteintes"]
    assert programme.value == "1 sur 2" and programme.url == reverse(
        "framework:review", args=[review.pk]
    )  # the third foresees nothing yet
    before = cards(board.of_country(Asked(date(2024, 1, 11))))
    assert before["Cibles du PTBA atteintes"].value == "—" and before["Personnes mobilisées"].target == ""
    assert "Personnes mobilisées" not in [
        card.label for card in board.of_perimeter(Asked(ON, region="TG-S")).cards if card.target
    ]


def test_each_number_of_today_opens_on_its_list(cast, told, client):
    client.force_login(cast.ama)
    page = client.get(reverse("boards:director"), {"indicateur": "hours_taught"})
    found = [card for card in page.context["board"].cards if card.url]
    assert [card.label.partition(",")[0] for card in found][:2] == ["Volontaires en service", "Part des femmes"]
    assert [client.get(card.url).status_code for card in found] == [200] * len(found)
    assert all(str(mission.person) in client.get(found[0].url).content.decode() for mission in told)
    past = client.get(reverse("boards:director"), {"au": "2024-08-15"}).context["board"]
    assert not any(card.url for card in past.cards)


def test_a_value_stands_with_its_caveat(cast, told, browse):
    page = browse(cast.ama, "director", au="2024-08-15")
    assert "Valeur des heures, janvier à juillet 2024" in page and page.count(worth.caveat()) == 2
    assert len(board.of_country(Asked(ON)).cards) == 10


def test_what_waits_is_said_to_who_does_it(cast, told, browse):
    sent(told[2], date(2024, 7, 1), {"hours_taught": 82, "pupils": PUPILS, "classes_covered": 2})
    assert "1 relevé attend votre attestation." in browse(cast.essi, "host")
    attest(reports=told[2].indicator_reports.filter(month=date(2024, 7, 1)), by=cast.essi, on=date(2024, 8, 6))
    assert "1 relevé attend votre validation." in browse(cast.mazalo, "region")
    assert "relevé attend" not in browse(cast.ama, "region")
