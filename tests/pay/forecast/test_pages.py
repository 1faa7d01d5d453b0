"""The forecast as its readers open it."""

import html
import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from teriya.foundation.core.periods import add_months
from tests.factories.attendance import make_team


def text_of(answer) -> str:
    return html.unescape(re.sub("<[^>]+>", " ", answer.text)).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def team(cast):
    """Three volunteers whose months the State and a partner pay together, since the first of this month."""
    return make_team(cast, 3, form="VNC", months=12, weights=(2, 1), starts_on=timezone.localdate().replace(day=1))


def test_months_funders_and_what_is_assumed_stand_on_one_page(cast, client, team):
    client.force_login(cast.awa)
    with CaptureQueriesContext(connection) as log:
        page = text_of(client.get("/prevision/"))
    assert len(log) <= 12
    assert "2 160 000 F" in page and "Missions en cours" in page and "Compté le" in page
    assert "1 440 000" in page and "720 000" in page  # what the State pays, what the partner pays
    assert "1 440 000 F" in text_of(client.get("/prevision/?financeur=État"))


def test_every_cell_opens_on_its_lines_and_its_missions(cast, client, team):
    client.force_login(cast.ama)
    following = add_months(timezone.localdate().replace(day=1), 1)
    page = text_of(client.get(f"/prevision/lignes/?mois={following:%Y-%m}&financeur=Partenaire 2&region=TG-P"))
    assert "3 × 20 000 = 60 000 F" in page and team[0].number in page
    assert "Aucune ligne" in text_of(client.get(f"/prevision/lignes/?mois={following:%Y-%m}&region=TG-S"))


def test_until_when_there_is_money_by_region_and_by_envelope(cast, client, team):
    client.force_login(cast.dede)
    page = text_of(client.get("/prevision/finance-jusqua/"))
    assert "Plateaux" in page and "État 2024" in page and "Partenaire 2" in page


def test_the_workbook_sums_to_the_page(cast, client, team):
    client.force_login(cast.awa)
    book = load_workbook(BytesIO(client.get("/prevision/fichier/").content))
    rows = list(book["Lignes"].iter_rows(min_row=2, values_only=True))
    assert sum(row[-1] for row in rows) == 2_160_000
    assert sum(row[2] for row in book["Mois"].iter_rows(min_row=2, values_only=True)) == 2_160_000
