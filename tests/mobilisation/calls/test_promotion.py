"""Sessions of promotion, and the applications that followed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.promotion import campaigns, lines
from tests.factories.calls import BORN, TODAY, make_applications, make_wave


@pytest.fixture
def wave(cast):
    return make_wave(cast)


def note(cast, wave, **changes):
    facts = {"kind": "town_hall", "place": cast.haho_1, "held_on": TODAY, "reached": 120, "women": 70} | changes
    return actions.note_meeting(wave=wave, by=cast["regional_agent"], **facts)


def test_a_session_is_noted_and_counts_what_followed_there(client, cast, wave):
    client.force_login(cast["regional_agent"])
    sent = {
        "receipt": uuid4(),
        "kind": "town_hall",
        "commune": "Haho 1",
        "held_on": f"{TODAY:%d/%m/%Y}",
        "reached": 120,
        "women": 70,
    }
    assert client.post(reverse("calls:promotion", args=[wave.code]), sent).status_code == 302
    make_applications(cast, wave, BORN, BORN)
    make_applications(cast, wave, BORN, commune=cast.tone_1)
    [line] = lines(wave)
    assert (line.meeting.reached, line.followed) == (120, 2)
    page = client.get(reverse("calls:promotion", args=[wave.code])).content.decode()
    assert "Mairie ou préfecture, Haho 1" in page


def test_what_came_before_the_session_did_not_follow_it(cast, wave):
    make_applications(cast, wave, BORN)
    wave.applications.update(on=TODAY - timedelta(3))
    note(cast, wave, held_on=TODAY - timedelta(2))
    assert [line.followed for line in lines(wave)] == [0]


def test_a_radio_is_heard_in_its_region(cast, wave):
    note(cast, wave, kind="radio", place=cast.haho_1.region, reached=20_000, women=None)
    make_applications(cast, wave, BORN)
    make_applications(cast, wave, BORN, commune=cast.tone_1)
    assert [line.followed for line in lines(wave)] == [1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"women": 121}, "women_among_reached"),
        ({"held_on": TODAY + timedelta(1)}, "bad_business_date"),
        ({}, "meeting_known"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused(cast, wave, change, code):
    if not change:
        note(cast, wave)
    with pytest.raises(Refusal, match=code):
        note(cast, wave, **change)


def test_a_session_elsewhere_is_noted_by_its_own_centre(cast, wave):
    with pytest.raises(Refusal, match="not_allowed"):
        note(cast, wave, place=cast.tone_1)


def test_a_campaign_gathers_its_sessions_by_region_and_says_what_an_application_cost(client, cast, wave):
    radio = {"campaign": "Ondes", "kind": "radio", "women": None}
    note(cast, wave, **radio, place=cast.haho_1.region, reached=20_000, cost=50_000)
    note(cast, wave, campaign=" ondes ", cost=1_000)
    note(cast, wave, **radio, place=cast.tone_1.region, reached=9_000, cost=30_000)
    note(cast, wave, place=cast.haho_2)
    make_applications(cast, wave, BORN, BORN, BORN)  # each follows two sessions, and counts once
    told = [(row.name, row.region, row.reached, row.followed, row.cost, row.cost_of_one) for row in campaigns(wave)]
    assert told == [
        ("Ondes", None, 29_120, 3, 81_000, 27_000),
        ("Ondes", cast.haho_1.region, 20_120, 3, 51_000, 17_000),
        ("Ondes", cast.tone_1.region, 9_000, 0, 30_000, None),
    ]
    client.force_login(cast["regional_agent"])
    page = client.get(reverse("calls:promotion", args=[wave.code])).content.decode()
    assert "Campagnes, par région" in page and "27 000" in page.replace("\u202f", " ").replace("\xa0", " ")


def test_a_cost_is_not_negative(client, cast, wave):
    client.force_login(cast["regional_agent"])
    sent = {
        "receipt": uuid4(),
        "kind": "sms",
        "commune": "Haho 1",
        "held_on": f"{TODAY:%d/%m/%Y}",
        "reached": 3,
        "cost": -1,
    }
    assert client.post(reverse("calls:promotion", args=[wave.code]), sent).status_code == 422
