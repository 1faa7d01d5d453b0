from datetime import timedelta

import pytest

from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection.models import Hearing, Jury, Venue
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import make_venue, plan
from tests.mobilisation.selection.test_views import page, send, url
from tests.scenes import scene

NEXT = {"first_on": "", "days": 3, "begins": "08:00", "ends": "17:00", "pause_from": "12:30", "pause_until": "14:00",
        "minutes": 10}  # fmt: skip


@pytest.fixture
def desk(client, cast):
    client.force_login(officer(cast))
    return client


@pytest.fixture
def agent(client, cast):
    browser = type(client)()
    browser.force_login(cast["regional_agent"])
    return browser


@pytest.fixture
@scene
def wave(cast):
    wave = make_wave(cast)
    make_applications(cast, wave, *[BORN] * 4)
    Application.objects.update(state="eligible")
    return wave


def test_a_town_its_jury_the_calendar_looked_at_then_done(desk, cast, wave):
    page(desk, "interviews", wave.code)
    send(desk, "open_venue", wave.code, town="Notsè", address="Maison des jeunes", centres=[cast.plateaux.pk])
    names = {"name_1": "Massan", "name_2": "AGBO Yaovi", "name_3": "KAO Essi", "external_3": "on"}
    send(desk, "constitute", wave.code, name="Notsè 1", venue=Venue.objects.get().pk, room="Salle 2", **names)
    assert [member.is_external for member in Jury.objects.get().members.all()] == [False, False, True]
    days = NEXT | {"first_on": f"{TODAY + timedelta(1):%d/%m/%Y}"}
    looked = send(desk, "plan", wave.code, look=1, **days)
    assert "Convoquer 4 candidats" in looked.content.decode() and not Hearing.objects.exists()
    assert send(desk, "plan", wave.code, seen=4, **days).status_code == 302
    assert Hearing.objects.count() == 4
    assert "Notsè 1" in page(desk, "venue", Venue.objects.get().pk)


def test_hours_that_do_not_follow_are_said(desk, cast, wave):
    make_venue(cast, wave)
    sent = send(desk, "plan", wave.code, look=1, **NEXT | {"first_on": "01/03/2031", "ends": "07:00"})
    assert sent.status_code == 422 and "se suivent" in sent.content.decode()


def test_the_door_ticks_who_came_then_marks_the_absent(agent, cast, wave):
    venue = make_venue(cast, wave)
    first, *_ = plan(cast, wave)
    assert "0 venus, 4 attendus" in page(agent, "door", venue.pk)
    assert send(agent, "door", venue.pk).status_code == 422
    send(agent, "door", venue.pk, chosen=[first.pk])
    assert "1 venus, 3 attendus" in page(agent, "door", venue.pk)
    send(agent, "close_door", venue.pk)
    assert Hearing.objects.filter(state="absent").count() == 3
    assert "absent" in page(agent, "door", venue.pk)


def test_an_hour_is_changed_for_one_person(desk, cast, wave):
    make_venue(cast, wave)
    hearing = plan(cast, wave, first=TODAY + timedelta(1))[0]
    key = f"{hearing.jury_id}/{TODAY + timedelta(2)}/09:00"
    page(desk, "move", hearing.pk)
    plan(cast, wave, first=TODAY + timedelta(2), again=True)
    key = f"{hearing.jury_id}/{TODAY + timedelta(2)}/09:00"
    assert send(desk, "move", hearing.pk, slot=key, reason="").status_code == 422
    assert send(desk, "move", hearing.pk, slot=key, reason="Examen ce jour-là.").status_code == 302
    hearing.refresh_from_db()
    assert f"{hearing.at:%H:%M}" == "09:00"


def test_the_lists_are_printed_and_read_again(desk, agent, cast, wave):
    venue = make_venue(cast, wave)
    plan(cast, wave)
    send(desk, "venue", venue.pk)
    [door, board] = desk.get(url("venue", venue.pk)).context["papers"]
    assert "CONVOCATION" in board.number and agent.get(url("paper", venue.pk, door.pk)).content.startswith(b"%PDF")


def test_a_page_of_the_door_takes_few_queries(agent, cast, wave, django_assert_max_num_queries):
    venue = make_venue(cast, wave)
    plan(cast, wave)
    with django_assert_max_num_queries(14):
        page(agent, "door", venue.pk)
