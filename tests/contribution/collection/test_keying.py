"""The centre keys the months of its communes: on a page, or by a workbook that comes back."""

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from teriya.contribution.collection import keying, workbook
from teriya.contribution.collection.models import Report
from teriya.foundation.intake.actions import read_lines
from tests.contribution.collection.conftest import LAST_MONTH, _serving
from tests.factories.collection import sent

TODAY = timezone.localdate()
BOXES = {"hours_taught---": "70", "classes_covered---": "1"}


@pytest.fixture
def team(cast):
    return _serving(cast, 3)


def typed(mission, **boxes) -> dict[str, str]:
    return {f"{mission.pk}-{name}": value for name, value in (BOXES | boxes).items()}


def test_lines_filled_are_sent_and_the_others_stay(cast, browse, send, team):
    asked = f"?mois={LAST_MONTH:%Y-%m}&profil=primary_teacher"
    page = browse(cast.yao, "key")
    assert all(str(mission.person) in page for mission in team)
    assert send(cast.yao, "key", **typed(team[0]), **typed(team[1])) == 302, asked
    assert sorted(Report.objects.values_list("mission", "channel")) == [(mission.pk, "batch") for mission in team[:2]]
    assert str(team[2].person) in browse(cast.yao, "key") and str(team[0].person) not in browse(cast.yao, "key")


def test_one_line_wrong_and_nothing_is_written(cast, send, team):
    assert send(cast.yao, "key", **typed(team[0]), **typed(team[1], **{"hours_taught---": "900"})) == 422
    assert not Report.objects.exists()


def test_who_does_not_key_there_sees_no_line(cast, team):
    assert not keying.to_key(cast.mazalo, LAST_MONTH).exists()


def _filled(missions, values) -> bytes:
    book = load_workbook(BytesIO(workbook.blank(missions, LAST_MONTH)))
    page = book.active
    place = {page.cell(1, n).value: n for n in range(1, page.max_column + 1)}
    for line, hours in enumerate(values, start=2):
        if hours:
            page.cell(line, place["Heures de cours données"], hours)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_workbook_comes_back_line_by_line(cast, team):
    content = _filled(keying.to_key(cast.yao, LAST_MONTH), ["70", "beaucoup", None])
    lines = read_lines(workbook.KIND, "mois.xlsx", content, {}, cast.yao, TODAY)
    assert [(line.outcome, [error.code for error in line.errors]) for line in lines] == [
        ("new", []),
        ("new", ["bad_number"]),
        ("same", []),
    ]
    workbook.commit([lines[0]], {}, cast.yao, TODAY)
    [report] = Report.objects.all()
    assert (report.channel, report.values.get().amount) == ("workbook", 70)
    again = read_lines(workbook.KIND, "mois.xlsx", content, {}, cast.yao, TODAY)
    assert again[0].outcome == "same"


def test_a_doubtful_line_of_the_workbook_asks_its_sentence(cast, team):
    lines = read_lines(workbook.KIND, "mois.xlsx", _filled(team[:1], ["900"]), {}, cast.yao, TODAY)
    assert [error.code for error in lines[0].errors] == ["doubtful"]


def test_the_workbook_holds_what_is_left(cast, client, team):
    sent(team[0], LAST_MONTH, {"hours_taught": 70}, on=TODAY)
    client.force_login(cast.yao)
    answer = client.get(f"/contribution/releves/saisie/{LAST_MONTH:%Y-%m}/classeur/")
    page = load_workbook(BytesIO(answer.content)).active
    assert [page.cell(n, 1).value for n in (2, 3, 4)] == [team[1].number, team[2].number, None]
