"""Arrears as each role reads them: the list, its file, the matrix, one's own months."""

import html
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.cast import appoint
from tests.factories.allowances import bring, make_payable, prepare
from tests.factories.attendance import make_team
from tests.factories.missions import give_account, make_host


@pytest.fixture
def as_(client):
    def browse(user):
        client.force_login(user)
        return client

    return browse


def text_of(answer) -> str:
    return html.unescape(re.sub("<[^>]+>", "", answer.text)).replace("\u202f", " ").replace("\u00a0", " ")


def test_the_list_says_what_is_missing_why_and_who_holds_it(cast, as_):
    [mission] = make_payable(cast, months=1)
    bring(cast, prepare(cast))
    page = text_of(as_(cast.awa).get("/paie/arrieres/"))
    assert "30 000 F · 1 mois · 1 volontaire" in page
    assert "envoyé à COOPEC Haho, sans réponse" in page and str(mission.person) in page
    assert "estimés" not in page


def test_a_month_never_prepared_is_in_the_list_as_an_estimate(cast, as_):
    make_team(cast, months=1)
    page = text_of(as_(cast.ama).get("/paie/arrieres/"))
    assert "dont 30 000 F estimés" in page and "présences non pointées" in page


def test_the_filters_narrow_the_list_its_sum_and_its_file(cast, as_):
    make_payable(cast, months=1)
    make_team(cast, months=1, form="VNC")
    browser = as_(cast.awa)
    assert "90 000 F · 2 mois" in text_of(browser.get("/paie/arrieres/"))
    assert "30 000 F · 1 mois" in text_of(browser.get("/paie/arrieres/?cause=file"))
    assert "60 000 F · 1 mois" in text_of(browser.get("/paie/arrieres/?forme=VNC&age=3&financeur=État&region=TG-P"))
    assert "Aucun franc en retard" in text_of(browser.get("/paie/arrieres/?age=0"))
    lines = browser.get("/paie/arrieres/fichier/?cause=file").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and ";30000;oui;0;0;0;0;30000;État;dossier;" in lines[1]
    book = load_workbook(BytesIO(browser.get("/paie/arrieres/fichier/?format=xlsx").content))
    assert sorted(row[15] for row in book.active.iter_rows(min_row=2, values_only=True)) == [30_000, 60_000]


def test_a_centre_reads_its_own_communes_and_the_director_every_one(cast, as_):
    make_team(cast, months=1)
    appoint(cast.sena, "regional_agent", cast.tone_1)
    assert "Aucun franc en retard" in as_(cast.sena).get("/paie/arrieres/").text
    assert "30 000 F" in text_of(as_(cast.yao).get("/paie/arrieres/"))
    assert as_(cast.kossi).get("/paie/arrieres/").status_code == 403


def test_the_matrix_shares_a_month_between_its_funders_and_counts_people_once(cast, as_):
    team = make_team(cast, months=2, weights=(60, 40))
    page = text_of(as_(cast.ama).get("/paie/arrieres/age/"))
    assert len(team) == 1 and "60 000 F · 1 volontaire" in page
    assert "36 000 F" in page and "24 000 F" in page and "Partenaire 2" in page and "Plateaux" in page


def test_a_volunteer_reads_how_far_the_money_is_and_who_holds_it(cast, as_):
    [mission] = make_payable(cast, months=2)
    give_account(mission, cast.kossi)
    bring(cast, prepare(cast))
    page = text_of(as_(cast.kossi).get("/paie/mes-paiements/"))
    assert "60 000 F vous sont dus" in page
    assert "L’argent est parti chez COOPEC Haho, qui n’a pas encore répondu." in page
    assert "Votre présence n’est pas encore pointée. Voyez l’animateur" in page
    assert "≈ 30 000 F" in page


def test_nobody_else_reads_these_months(cast, as_):
    make_payable(cast, months=1)
    [other] = make_team(cast, months=1, host=make_host(cast))
    give_account(other, cast.kossi)
    page = text_of(as_(cast.kossi).get("/paie/mes-paiements/"))
    assert page.count("30 000 F vous sont dus") == 1
