"""The forecast as its readers open it."""

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.ledger.actions import grant, take_in, withdraw
from teriya.foundation.ledger.models import Envelope
from teriya.partnerships.agreements.actions import promise
from teriya.pay.cofinancing import foreseen
from teriya.pay.forecast import volunteer_months
from teriya.pay.forecast.actions import propose_cut, watch_envelopes
from tests.factories.agreements import signed
from tests.factories.attendance import make_team
from tests.factories.cofinancing import call, make_payer, open_envelope, pay, set_rate
from tests.factories.missions import ON, make_missions
from tests.factories.partners import kafui


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


def test_shares_of_hosts_and_tranches_to_come_ask_no_more_questions(cast, client):
    this = Month.of(timezone.localdate())
    first = Month.of(add_months(this.first, -3))
    set_rate()
    open_envelope(cast)
    host = make_payer(cast)
    make_missions(cast, 1, host=host, starts_on=first.first)
    call(cast, first, first.last + timedelta(1))
    pay(cast, host, 7_500, on=first.last + timedelta(1))  # half of what fell due
    promise(agreement=signed(cast), amount=500_000, due_on=this.first, by=kafui(), on=this.first)
    client.force_login(cast.awa)
    with CaptureQueriesContext(connection) as log:
        page = text_of(client.get("/prevision/"))
    assert len(log) <= 12
    shares = sum(foreseen.expected_by_month(this, 24).values())
    assert shares and shares % 7_500 == 0 and f"{shares + 500_000:,} F".replace(",", " ") in page


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


def test_the_share_of_each_source_its_concentration_and_the_strategy_stand_together(cast, client):
    for n, (kind, francs) in enumerate((("state", 3_000_000), ("un", 1_000_000))):
        envelope = grant(
            code=f"E{n}", title=f"E{n}", funder=f"Source {n}", amount=10**7, kind=kind, by=cast.awa, on=ON
        )
        take_in(envelope=envelope, amount=francs, reference=f"AC-{n}", by=cast.awa, on=ON)
    client.force_login(cast.ama)
    page = text_of(client.get("/prevision/diversification/"))
    assert "4 000 000 F" in page and "75,00 %" in page and "6 250" in page and "Source 0" in page
    assert "Aucun mouvement" in client.get("/prevision/diversification/?mesure=depense").text


def test_an_envelope_soon_dry_and_a_list_to_decide_wait_at_home(cast, client, team):
    today = timezone.localdate()
    envelope = Envelope.objects.get(code="ETAT-2024")
    withdraw(envelope=envelope, amount=10**10 - 200_000, reason="Budget coupé.", by=cast.awa, on=today)
    watch_envelopes(on=today)
    propose_cut(
        envelope=envelope, rule="last_started", last_day=add_months(today, 1), reason="Moins.", by=cast.awa, on=today
    )
    client.force_login(cast.awa)
    home = text_of(client.get("/"))
    assert "Enveloppes bientôt vides" in home and "Missions à arrêter" not in home
    client.force_login(cast.dede)
    assert "Missions à arrêter, à décider" in text_of(client.get("/"))


def test_envelopes_are_counted_in_months_of_a_volunteer(cast, client, team):
    """Three seats of twelve months that the State pays for two thirds: 24 months of 36, and none paid yet."""
    take_in(envelope=Envelope.objects.get(code="ETAT-2024"), amount=1_500_000, reference="AV-1", by=cast.awa, on=ON)
    state, partner = volunteer_months.counted()
    assert (state.committed, partner.committed, state.spent, state.average) == (24, 12, 0, 60_000)
    assert state.free == 1 and partner.free is None  # nothing was received for the partner's
    client.force_login(cast.ama)
    with CaptureQueriesContext(connection) as log:
        page = text_of(client.get("/prevision/mois-volontaires/"))
    assert "24,0" in page and "1,0" in page and len(log) <= 12
