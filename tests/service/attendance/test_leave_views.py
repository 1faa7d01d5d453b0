"""Pages of leaves, as each role meets them. The pages know today's date: the mission is a running one."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from teriya.foundation.core.periods import add_months
from teriya.foundation.documents.models import Upload
from teriya.portals.waiting import tasks_of
from teriya.service.attendance import leaves
from teriya.service.attendance.models import Leave
from teriya.service.missions.story import told
from tests.factories.attendance import make_team
from tests.factories.missions import give_account


def sent(**fields) -> dict:
    return {"receipt": str(uuid4()), **fields}


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def mission(cast, today):
    """In service for some months, until next year."""
    [row] = make_team(cast, form="VNC", months=12, starts_on=add_months(today.replace(day=1), -7))
    return give_account(row, cast.kossi)


@pytest.fixture
def monday(today) -> date:
    return today + timedelta(14 - today.weekday())


def url(mission, tail="") -> str:
    return f"/presences/missions/{mission.pk}/conges/{tail}"


def asked(cast, mission, monday, today) -> Leave:
    return leaves.ask_leave(
        mission=mission, kind="annual", first_day=monday, last_day=monday + timedelta(4), by=cast.kossi, on=today
    )


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("certificat.jpg", b"\xff\xd8\xff\xe0" + bytes(40))


def test_from_a_telephone_to_the_decision_in_four_pages(cast, as_, mission, monday):
    page = as_(cast.kossi).get("/presences/conges/les-miens/")
    assert url(mission, "demander/").encode() in page.content
    form = sent(kind="annual", first_day=f"{monday:%d/%m/%Y}", last_day="", why="Fête", photo=photo())
    answer = as_(cast.kossi).post(url(mission, "demander/"), form)
    leave = Leave.objects.get()
    assert answer.url == f"/presences/conges/{leave.pk}/" and (leave.first_day, leave.last_day) == (monday, monday)
    assert Upload.objects.get(subject="leave").subject_id == leave.pk
    assert as_(cast.abla).post(f"{answer.url}avis/", sent(opinion="yes", advice="")).status_code == 302
    page = as_(cast.mazalo).get(answer.url)
    assert "J’accorde".lower() in page.content.decode().lower()
    assert as_(cast.mazalo).post(f"{answer.url}decision/", sent(decision="approve", why="")).status_code == 302
    leave.refresh_from_db()
    assert leave.state == "approved"


def test_the_same_request_twice_is_one(cast, as_, mission, monday):
    form = sent(kind="annual", first_day=f"{monday:%d/%m/%Y}")
    assert {as_(cast.kossi).post(url(mission, "demander/"), form).url for _ in range(2)} == {
        f"/presences/conges/{Leave.objects.get().pk}/"
    }


def test_a_refused_request_keeps_what_was_typed_and_says_the_cure(cast, as_, mission, monday):
    form = sent(
        kind="annual",
        first_day=f"{monday:%d/%m/%Y}",
        last_day=f"{monday + timedelta(40):%d/%m/%Y}",
        why="Mariage de ma sœur",
    )
    page = as_(cast.kossi).post(url(mission, "demander/"), form)
    text = page.content.decode()
    assert page.status_code == 422 and "Mariage de ma sœur" in text and "Demandez moins de jours" in text


def test_an_agent_keys_the_paper_and_the_opinion_on_it(cast, as_, mission, monday, today):
    form = sent(
        kind="annual", first_day=f"{monday:%d/%m/%Y}", paper="C-12", received_on=f"{today:%d/%m/%Y}", opinion="yes"
    )
    assert as_(cast.yao).post(url(mission, "demander/"), form).status_code == 302
    leave = Leave.objects.get()
    assert (leave.state, leave.paper, leave.is_favourable) == ("advised", "C-12", True)
    assert "opinion" not in as_(cast.abla).get(url(mission, "demander/")).context["form"].fields


def test_the_host_never_sees_the_certificate(cast, as_, mission, monday, today):
    leave = asked(cast, mission, monday, today)
    proof = leaves.add_proof(leave=leave, file=photo(), by=cast.kossi, on=today)
    page = f"/presences/conges/{leave.pk}/"
    seen = {user.name: page in as_(user).get(page).content.decode() and f"justificatif/{proof.pk}/" in as_(user).get(page).content.decode()
            for user in (cast.kossi, cast.abla, cast.essi, cast.yao, cast.mazalo, cast.issa)}  # fmt: skip
    assert seen == {"Kossi": True, "Abla": False, "Essi": False, "Yao": True, "Mazalo": True, "Issa": False}


def test_each_balance_says_its_lines(cast, as_, mission, monday, today):
    asked(cast, mission, monday, today)
    page = as_(cast.abla).get(url(mission)).content.decode()
    assert "mois entier" in page and "réservé</th>" in page


def test_the_calendar_counts_who_is_away_each_day(cast, as_, mission, monday, today):
    leave = asked(cast, mission, monday, today)
    page = as_(cast.mazalo).get(f"/presences/conges/calendrier/?mois={monday:%Y-%m}")
    days = {cell.day: (cell.away, cell.asked) for week in page.context["weeks"] for cell in week if cell.is_inside}
    assert days[monday] == (0, 1) and str(mission.person) in page.content.decode()
    leaves.advise_leave(leave=leave, is_favourable=True, by=cast.abla, on=today)
    leaves.approve_leave(leave=leave, by=cast.mazalo, on=today)
    page = as_(cast.essi).get(f"/presences/conges/calendrier/?mois={monday:%Y-%m}&structure={mission.host.number}")
    days = {cell.day: (cell.away, cell.asked) for week in page.context["weeks"] for cell in week if cell.is_inside}
    assert days[monday] == (1, 0) and days[monday.replace(day=1)] == (0, 0)
    assert as_(cast.essi).get("/presences/conges/calendrier/?mois=rien").status_code == 404


def test_what_waits_is_on_the_home_page_of_who_does_it(cast, mission, monday, today):
    leave = asked(cast, mission, monday, today)
    later = today + timedelta(5)

    def labels(user, on=today) -> set:
        return {task.label for task in tasks_of(user, on) if task.label.startswith("Congés")}

    assert labels(cast["tutor"]) == {"Congés : votre avis"}
    assert (labels(cast["regional_agent"]), labels(cast["regional_supervisor"])) == (set(), set())
    assert labels(cast["regional_agent"], later) == {"Congés sans avis de la structure"}
    assert labels(cast["regional_supervisor"], later) == {"Congés à décider"}
    leaves.advise_leave(leave=leave, is_favourable=True, by=cast.abla, on=today)
    assert (labels(cast["tutor"]), labels(cast["regional_supervisor"])) == (set(), {"Congés à décider"})


def test_a_granted_leave_is_in_the_missions_story_and_not_a_word_before(cast, mission, monday, today):
    leave = asked(cast, mission, monday, today)
    assert not [one for one in told(mission, None) if "Congé" in one.label]
    leaves.advise_leave(leave=leave, is_favourable=True, by=cast.abla, on=today)
    leaves.approve_leave(leave=leave, by=cast.mazalo, on=today)
    [moment] = [one for one in told(mission, None) if "Congé" in one.label]
    assert (moment.on, moment.is_done) == (monday, False)


def test_somebody_of_another_region_finds_nothing(cast, as_, mission, monday, today):
    leave = asked(cast, mission, monday, today)
    assert as_(cast.pitala).get(f"/presences/conges/{leave.pk}/").status_code == 404
    assert as_(cast.pitala).get(url(mission)).status_code == 404


def test_a_step_that_is_not_open_leads_back_to_the_leave(cast, as_, mission, monday, today):
    leave = asked(cast, mission, monday, today)
    assert as_(cast.mazalo).get(f"/presences/conges/{leave.pk}/retour/").url == f"/presences/conges/{leave.pk}/"
    refused = as_(cast.kossi).post(f"/presences/conges/{leave.pk}/decision/", sent(decision="approve", why=""))
    leave.refresh_from_db()
    assert refused.status_code == 422 and leave.state == "asked"
