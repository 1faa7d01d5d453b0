"""Value and cost of months, from the sheets, the pay and the ledger, as known on a day."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from teriya.contribution.worth import queries
from teriya.contribution.worth.queries import Scope
from tests.factories.allowances import bring, make_payable, prepare
from tests.factories.attendance import MONTH, confirm, make_team
from tests.factories.collection import validated
from tests.factories.rules import set_rule

FIRST, LAST, ON = date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 20)
SCOPE = Scope(FIRST, LAST, ON)


def test_hours_of_confirmed_days_at_the_wage_of_the_occupation(cast):
    """Two primary teachers, March 2024: twenty working days, one of them missed."""
    team = make_team(cast, 2, form="VNC", months=12)
    assert queries.value(SCOPE).parts.days == 0
    confirm(cast, team, {team[0].pk: {date(2024, 3, 12)}})
    found = queries.value(SCOPE).parts
    assert (found.days, found.hours, found.francs) == (39, 312, 94_500)  # 312 h × 302.88 F
    assert found.years == (2023,) and found.is_to_confirm and found.caveat == queries.caveat()
    assert queries.value(Scope(FIRST, LAST, date(2024, 4, 1))).parts.days == 0  # confirmed on the 2nd
    set_rule("replacement_wage", 104_000, qualification="isco_23", source="Grille de l’enseignement")
    found = queries.value(SCOPE)
    assert found.parts.francs == 312 * 600 and found.parts.sources == ("Grille de l’enseignement",)
    set_rule("replacement_wage", 208_000, qualification="isco_2341", source="Grille des instituteurs")
    assert queries.value(SCOPE).parts.francs == 312 * 1_200
    set_rule("replacement_wage", 416_000, qualification="isco_2341", starts_on=date(2025, 1, 1))
    assert queries.value(SCOPE).parts.francs == 312 * 1_200  # a later wage changes nothing of March 2024
    region = team[0].host.commune.region.code
    assert queries.value(Scope(FIRST, LAST, ON, region=region, domain="education")).parts.days == 39
    assert queries.value(Scope(FIRST, LAST, ON, domain="health")).parts.days == 0


def test_what_a_day_and_an_output_cost(cast):
    """A VEC paid 1 500 F a day for nineteen days; the day of a month not yet paid is said, and does not lower the cost."""
    [mission] = make_payable(cast, absent=1)
    assert queries.spending(SCOPE).a_day is None
    bring(cast, prepare(cast), until="order")
    found = queries.spending(SCOPE)
    assert (found.allowances, found.days, found.paid_days, found.a_day) == (28_500, 19, 19, 1_500)
    assert queries.spending(Scope(FIRST, LAST, date(2024, 4, 4))).allowances == 0
    validated(cast, mission, MONTH.first, {"hours_taught": 57, "pupils": {(sex, "", way): 5 for sex in "FM" for way in ("yes", "no")}, "classes_covered": 1})  # fmt: skip
    [hours] = queries.spending(SCOPE).outputs
    assert (hours.indicator.code, hours.francs, hours.amount, hours.each) == ("hours_taught", 28_500, 57, 500)


def test_a_day_not_yet_paid_is_said(cast):
    team = make_team(cast, 1, form="VNC", months=12)
    confirm(cast, team)
    found = queries.spending(SCOPE)
    assert (found.unpaid_days, found.a_day, found.total_a_day) == (20, None, None)


def test_no_figure_stands_without_its_caveat(cast, browse, client):
    confirm(cast, make_team(cast, 1, form="VNC", months=12))
    shown = browse(cast.awa, "worth", du="2024-03", au="2024-03", jour="2024-04-20")
    assert "48 462 F" in shown and "52 500 F" in shown and "à confirmer" in shown and "2023" in shown
    assert shown.count(queries.caveat()) >= 2 and "savoirnews.net" in shown
    client.force_login(cast.issa)
    content = client.get("/contribution/valeur/fichier/", {"du": "2024-03", "au": "2024-03"}).content
    for sheet in load_workbook(BytesIO(content)).worksheets:
        cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        assert queries.caveat() in cells, sheet.title
    assert 48_462 in [cell for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True) for cell in row]  # fmt: skip


def test_the_page_asks_as_much_for_many_as_for_few(cast, client):
    client.force_login(cast.issa)
    asked = []
    for count in (1, 1, 4):  # the first reads what a process keeps
        confirm(cast, make_team(cast, count, form="VNC", months=12))
        with CaptureQueriesContext(connection) as questions:
            assert client.get("/contribution/valeur/", {"du": "2024-03", "au": "2024-03"}).status_code == 200
        asked.append(len(questions))
    assert asked[1] == asked[2] <= 12


@pytest.mark.parametrize("narrowed", [{"region": "TG-K"}, {"domain": "health"}])
def test_what_agreements_paid_is_of_the_whole_agency_only(cast, narrowed):
    assert Scope(FIRST, LAST, ON).is_whole and not Scope(FIRST, LAST, ON, **narrowed).is_whole
