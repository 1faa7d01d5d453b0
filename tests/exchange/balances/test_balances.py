"""The balance is counted from the rows, each number is the length of its list, and leaving the tolerance is told."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from teriya.exchange.balances import queries
from teriya.exchange.balances.engine.balance import Stage, Verdict, Way
from teriya.portals.waiting import tasks_of
from tests.factories.balances import make_stays
from tests.factories.relations import agree, moussa_of

BEFORE = date(2026, 1, 2)


@pytest.fixture
def convention(cast, burkina, settings):
    """Five each way, within one, since January 2026."""
    settings.TAKE_ON = True
    return agree(cast, burkina.row, BEFORE)


def now(agency):
    return queries.between(agency, timezone.localdate()).now


def test_agreed_nominated_accepted_deployed_completed_each_way(cast, burkina, convention):
    make_stays(cast, burkina.row, 1, sent=True, until="refused")
    make_stays(cast, burkina.row, 1, sent=True, until="accepted")
    make_stays(cast, burkina.row, 2, sent=True, until="arrived")
    make_stays(cast, burkina.row, 1, sent=False, until="ended")
    held = now(burkina.row)
    assert [[held.balance.count(stage, way) for stage in Stage] for way in Way] == [[4, 3, 2, 0], [1, 1, 1, 1]]
    assert (held.balance.agreed, held.share(Stage.DEPLOYED, Way.OUT)) == ({Way.OUT: 5, Way.IN: 5}, "40 %")


def test_each_number_is_the_length_of_its_list(cast, burkina, convention):
    make_stays(cast, burkina.row, 2, sent=True, until="arrived")
    make_stays(cast, burkina.row, 1, sent=True, until="accepted", starts=date(2027, 2, 1), ends=date(2027, 7, 31))
    make_stays(
        cast, burkina.row, 1, sent=True, starts=date(2025, 2, 1), ends=date(2025, 7, 31)
    )  # before the convention
    found = queries.between(burkina.row, timezone.localdate())
    assert [year.year for year in found.years] == [2027, 2026, 2025]
    for way in Way:
        for stage in Stage:
            for year in found.years:
                assert year.balance.count(stage, way) == len(found.behind(stage, way, year=year.year))
            for held in found.held:
                assert held.balance.count(stage, way) == len(found.behind(stage, way, uid=held.convention.uid))
    assert now(burkina.row).balance.count(Stage.ACCEPTED, Way.OUT) == 3


def test_leaving_the_tolerance_is_a_task_of_the_officer_and_of_the_director(cast, burkina, convention):
    make_stays(cast, burkina.row, 1, sent=True, until="arrived")
    label = "Solde de réciprocité à rétablir"
    for user in (moussa_of(cast), cast.ama):
        assert label not in [task.label for task in tasks_of(user, timezone.localdate())]
    make_stays(cast, burkina.row, 1, sent=True, until="arrived", starts=date(2026, 3, 1))
    for user in (moussa_of(cast), cast.ama):
        [task] = [task for task in tasks_of(user, timezone.localdate()) if task.label == label]
        assert (task.count, task.since) == (1, date(2026, 3, 1))
    assert label not in [task.label for task in tasks_of(cast.awa, timezone.localdate())]


def test_those_accepted_are_judged_before_they_leave(cast, burkina, convention):
    make_stays(cast, burkina.row, 3, sent=True, until="accepted")
    assert (now(burkina.row).balance.verdict, now(burkina.row).balance.beyond) == (Verdict.COMING, 2)
    make_stays(cast, burkina.row, 2, sent=False, until="accepted")
    assert now(burkina.row).balance.verdict == Verdict.KEPT


def test_the_page_says_it_in_words_and_opens_on_the_lists(client, cast, burkina, convention):
    make_stays(cast, burkina.row, 2, sent=True, until="arrived")
    client.force_login(cast.ama)
    shown = client.get("/echanges/soldes/bf/").content.decode()
    for words in ("hors de la tolérance", "2 personnes de plus que reçu", "C’est 1 de trop", "Offrez des postes", "<svg", "40 %"):  # fmt: skip
        assert words in shown, words
    link = f"/echanges/soldes/bf/out/deployed/?convention={convention.uid}"
    assert link in shown
    assert client.get(link).content.decode().count("Animatrice de lecture") == 2
    assert "hors de la tolérance" in client.get("/echanges/soldes/").content.decode()


def test_no_name_of_a_person_is_on_these_pages(client, cast, burkina, convention):
    [sent] = make_stays(cast, burkina.row, 1, sent=True, until="arrived")
    client.force_login(cast.ama)
    for path in ("/echanges/soldes/bf/", "/echanges/soldes/bf/out/deployed/"):
        shown = client.get(path).content.decode()
        assert sent.person.family not in shown and "SAWADOGO" not in shown


def test_mali_in_2017_stands_beside_as_three_claims(client, cast, mali):
    call_command("load_claims", "tg", verbosity=0)
    client.force_login(cast.ama)
    shown = client.get("/echanges/soldes/ml/").content.decode()
    assert "Ce qui a été dit avant le système" in shown and "Texte de l’ANVT" in shown and "Presse de 2017" in shown
    whole = client.get("/echanges/soldes/").content.decode()
    assert "vers la France" in whole and "VIR reçus au Togo" in whole and "compte 0 envoyés et 0 reçus" in whole


def test_the_pages_ask_no_more_for_more_stays(client, cast, burkina, mali, convention):
    client.force_login(cast.ama)
    make_stays(cast, burkina.row, 1, sent=True, until="arrived")
    paths = ("/echanges/soldes/", "/echanges/soldes/bf/", "/echanges/soldes/bf/couts/", "/echanges/soldes/bf/out/deployed/")  # fmt: skip
    counts = []
    for _turn in range(2):
        asked = []
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                client.get(path)
            asked.append(len(seen))
        counts.append(asked)
        make_stays(cast, burkina.row, 3, sent=True, until="arrived")
        make_stays(cast, mali, 2, sent=False, until="accepted")
    assert counts[0] == counts[1] and max(counts[0]) <= 12, counts
