"""Pages of presence, as each role meets them."""

import re
from datetime import date
from uuid import uuid4

import pytest

from teriya.foundation.documents.models import Document
from teriya.service.attendance.models import Mark, MonthSheet
from tests.factories.attendance import attest, confirm, make_team, record
from tests.factories.missions import give_account

MONTH = "2024-03"


def team_url(mission) -> str:
    return f"/presences/{MONTH}/structures/{mission.host_id}/"


def sent(**fields) -> dict:
    return {"receipt": str(uuid4()), **fields}


def test_thirty_volunteers_are_recorded_and_attested_in_one_sending(cast, as_):
    team = make_team(cast, 30)
    page = as_(cast.sena).get(team_url(team[0]))
    assert page.status_code == 200 and page.content.count(b"<details") == 30
    answer = as_(cast.sena).post(team_url(team[0]), sent(attest="1", absent=[f"{team[0].pk}:2024-03-15"]))
    assert answer.status_code == 302
    sheets = MonthSheet.objects.order_by("mission_id")
    assert ({s.state for s in sheets}, [s.present for s in sheets[:2]]) == ({"attested"}, [19, 20])


def test_the_same_sending_twice_writes_once(cast, as_):
    [mission] = make_team(cast)
    form = sent(record="1")
    for _ in range(2):
        assert as_(cast.sena).post(team_url(mission), form).status_code == 302
    assert Mark.objects.count() == 20


def test_a_month_already_attested_shows_no_button(cast, as_):
    team = make_team(cast)
    attest(cast, team)
    assert b'name="attest"' not in as_(cast.sena).get(team_url(team[0])).content


def test_an_agent_attests_only_with_the_signed_paper(cast, as_):
    [mission] = make_team(cast)
    refused = as_(cast.yao).post(team_url(mission), sent(attest="1"))
    assert refused.status_code == 422 and not MonthSheet.objects.exists()
    assert as_(cast.yao).post(team_url(mission), sent(attest="1", paper="PRESENCE/2024/000001")).status_code == 302
    assert MonthSheet.objects.get().state == "attested"


@pytest.mark.parametrize("ticked", ["x", "1:2024-13-01", "999999:2024-03-15"])
def test_a_ticked_box_of_another_page_is_refused(cast, as_, ticked):
    [mission] = make_team(cast)
    assert as_(cast.sena).post(team_url(mission), sent(record="1", absent=[ticked])).status_code == 422


def test_one_volunteer_is_recorded_day_by_day(cast, as_):
    [mission] = make_team(cast)
    url = f"/presences/{MONTH}/missions/{mission.pk}/"
    assert as_(cast.sena).post(url, sent(**{"2024-03-04": "present", "2024-03-05": "excused"})).status_code == 302
    assert dict(Mark.objects.values_list("day", "kind")) == {date(2024, 3, 4): "present", date(2024, 3, 5): "excused"}


def test_a_volunteer_reads_ones_month_and_writes_nothing(cast, as_):
    team = make_team(cast)
    record(cast, team, {team[0].pk: {date(2024, 3, 15)}})
    give_account(team[0], cast.kossi)
    page = as_(cast.kossi).get(f"/presences/{MONTH}/missions/{team[0].pk}/")
    assert "vendredi 15 mars" in page.text and "absent" in page.text and "<select" not in page.text
    assert "mars 2024" in as_(cast.kossi).get("/presences/mes-presences/").text


def test_who_has_nothing_to_do_with_a_team_does_not_see_it(cast, as_):
    [mission] = make_team(cast)
    assert as_(cast.pitala).get(team_url(mission)).status_code == 404
    assert as_(cast.afi).get(team_url(mission)).status_code == 403


def test_a_facilitator_goes_straight_to_the_only_team(cast, as_):
    [mission] = make_team(cast, form="VNC", months=12)
    assert as_(cast.abla).get("/presences/?mois=2024-03").url == team_url(mission)


def test_the_centre_confirms_what_is_ticked(cast, as_):
    first, second = attest(cast, make_team(cast, 2))
    assert "Mois à confirmer" in as_(cast.mazalo).get("/presences/a-confirmer/").text
    assert as_(cast.mazalo).post("/presences/a-confirmer/", sent(sheets=[first.pk])).status_code == 302
    assert dict(MonthSheet.objects.values_list("pk", "state")) == {first.pk: "confirmed", second.pk: "attested"}
    assert as_(cast.mazalo).post("/presences/a-confirmer/", sent()).status_code == 422


def test_a_sheet_is_sent_back_with_its_reason(cast, as_):
    [sheet] = attest(cast, make_team(cast))
    url = f"/presences/fiches/{sheet.pk}/rouvrir/"
    assert as_(cast.mazalo).post(url, sent(reason="")).status_code == 422
    assert as_(cast.mazalo).post(url, sent(reason="Le 15 manque")).status_code == 302
    assert MonthSheet.objects.get().state == "recorded"


def test_the_printed_month_has_a_number_and_changes_with_its_marks(cast, as_):
    team = make_team(cast, 2)
    browser, url = as_(cast.sena), team_url(team[0]) + "canevas/"
    blank = browser.post(url, sent())
    record(cast, team)
    first, again = browser.post(url, sent()), browser.post(url, sent())
    confirm(cast, team)
    signed = browser.post(url, sent())
    assert first.url == again.url and len({blank.url, first.url, signed.url}) == 3
    paper = Document.objects.order_by("pk").last()
    assert paper.number == "PRESENCE/2026/000003" or re.fullmatch(r"PRESENCE/\d{4}/000003", paper.number)
    assert [visa["name"] for visa in paper.data["visas"]] == ["Sena", "Mazalo"]
    assert paper.data["grid"]["rows"][0][2:5] == ["P", "", ""] and paper.data["grid"]["rows"][0][-2] == "20"
    assert browser.get(signed.url)["Content-Type"] == "application/pdf"


def test_pages_ask_a_constant_number_of_queries(cast, as_, django_assert_max_num_queries):
    team = make_team(cast, 30)
    attest(cast, team)
    for user, url in (
        (cast.sena, team_url(team[0])),
        (cast.mazalo, "/presences/a-confirmer/"),
        (cast.mazalo, "/presences/?mois=2024-03"),
    ):
        browser = as_(user)
        with django_assert_max_num_queries(16):
            assert browser.get(url).status_code == 200
