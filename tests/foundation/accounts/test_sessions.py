import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teriya.foundation.accounts import sessions

pytestmark = pytest.mark.django_db
PAGE = "/compte/roles/"


def back_in_time(client, **seconds):
    session = client.session
    session["entry"] = session["entry"] | {moment: session["entry"][moment] - ago for moment, ago in seconds.items()}
    session.save()


def test_a_session_ends_after_eight_hours_whatever_is_done(client, cast):
    client.force_login(cast.awa)
    back_in_time(client, since=sessions.LIFE)
    assert client.get(PAGE).headers["Location"] == f"/connexion/?next={PAGE}"


def test_a_session_by_password_ends_after_an_idle_hour(client, cast):
    client.force_login(cast.awa)
    back_in_time(client, seen=sessions.IDLE_BY_PASSWORD)
    assert client.get(PAGE).status_code == 302


def test_pages_keep_a_session_awake(client, cast):
    client.force_login(cast.awa)
    back_in_time(client, seen=sessions.SEEN_EVERY)
    before = client.session["entry"]["seen"]
    assert client.get(PAGE).status_code == 200
    assert client.session["entry"]["seen"] > before


def test_a_session_that_no_door_opened_is_over(client, cast):
    client.force_login(cast.awa)
    session = client.session
    del session["entry"]
    session.save()
    assert client.get(PAGE).status_code == 302


def test_staff_appointed_while_in_by_phone_must_come_by_the_other_door(client, cast):
    client.force_login(cast.yao)
    session = client.session
    session["entry"] |= {"door": sessions.CODE, "second_factor": False}
    session.save()
    assert client.get(PAGE).headers["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_leaving_ends_the_session_on_the_server(client, cast):
    client.force_login(cast.awa)
    cookie = client.cookies["teriya_tg"].value
    client.post(reverse("account_logout"))
    thief = type(client)()
    thief.cookies["teriya_tg"] = cookie
    assert thief.get(PAGE).status_code == 302


def test_who_is_behind_a_page_takes_two_queries_whatever_the_acts(client, cast):
    client.force_login(cast.yao)
    with CaptureQueriesContext(connection) as log:
        assert client.get(reverse("account_login")).status_code == 302  # already in
    assert [query["sql"].split()[1].partition(".")[0] for query in log.captured_queries[:2]] == [
        "session_data",
        "account",
    ]
    assert not any("accounts_user" in query["sql"] for query in log.captured_queries[2:])


def test_a_key_that_is_none_is_nobody(client):
    for key in ("a'b", "x\0y" * 8, "é" * 32, "a" * 400):
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        assert client.get(PAGE).headers["Location"] == f"/connexion/?next={PAGE}"
