import re

import pytest
from django.urls import reverse
from django.utils import timezone

from teriya.foundation.accounts import actions
from teriya.foundation.accounts.models import User
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.gsm7 import length
from teriya.foundation.messages.models import Message

pytestmark = pytest.mark.django_db
NEW, DOOR, CODE = "+22890112233", "/connexion/telephone/", "/connexion/code/"


def ask(client, phone="90 11 22 33"):
    return client.post(DOOR, {"phone": phone})


def last_code():
    return re.search(r"code est (\d{6})", Message.objects.latest("pk").text)[1]


def test_a_new_phone_that_answers_its_code_becomes_a_candidate(client):
    assert ask(client).headers["Location"] == CODE
    assert not User.objects.get(phone=NEW).appointments
    response = client.post(CODE, {"code": last_code()})
    assert response.headers["Location"] == "/"
    afi = User.objects.get(phone=NEW)
    assert [(act.role, act.act) for act in afi.appointments] == [("candidate", "inscription")]
    assert afi.phone_verified and client.session["entry"]["door"] == "code"


def test_a_known_phone_keeps_its_roles(client, cast):
    ask(client, cast.kossi.phone)
    client.post(CODE, {"code": last_code()})
    assert [act.role for act in cast["volunteer"].appointments] == ["volunteer"]
    assert Entry.objects.filter(action="accounts.sign_in", by_id=cast.kossi.pk).exists()


def test_the_code_fits_one_sms_and_browsers_can_read_it(client):
    ask(client)
    text = Message.objects.get().text
    assert length(text) <= 160
    assert text.endswith(f"\n\n@tg.localhost #{last_code()}")


def test_a_code_serves_once(client):
    ask(client)
    code = last_code()
    client.post(CODE, {"code": code})
    client.post(reverse("account_logout"))
    assert client.post(CODE, {"code": code}).headers["Location"] == DOOR
    assert "_auth_user_id" not in client.session


def test_a_code_belongs_to_the_browser_that_asked(client):
    ask(client)
    thief = type(client)()
    assert thief.post(CODE, {"code": last_code()}).headers["Location"] == DOOR


def test_five_wrong_codes_end_it(client):
    ask(client)
    right = last_code()
    answers = [client.post(CODE, {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 302]
    assert client.post(CODE, {"code": right}).headers["Location"] == DOOR
    assert Entry.objects.filter(action="accounts.sign_in_refused").count() == 5


def test_a_code_is_dead_after_ten_minutes(client):
    ask(client)
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 601
    session.save()
    assert client.post(CODE, {"code": last_code()}).headers["Location"] == DOOR


def test_known_unknown_and_staff_phones_get_the_same_page(client, cast):
    def answer(phone):
        browser = type(client)()
        first = ask(browser, phone)
        page = browser.get(CODE).content.decode()
        return first.status_code, first.headers["Location"], re.sub(r'value="[^"]{64}"|9[03] \d\d \d\d \d\d', "", page)

    assert answer(cast.kossi.phone) == answer(NEW) == answer(cast.yao.phone)


def test_staff_get_no_code_by_phone(client, cast):
    ask(client, cast.yao.phone)
    assert Message.objects.get().template == "no_code"
    assert client.post(CODE, {"code": ""}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_phone_gets_five_codes_an_hour_at_most(client):
    for _ in range(5):
        browser = type(client)()
        ask(browser, NEW)
        browser.post(CODE, {"action": "resend"})
    assert Message.objects.count() == 5
    assert "Trop de codes" in ask(type(client)(), NEW).content.decode()


def test_what_is_no_phone_is_refused_with_an_example(client):
    page = ask(client, "12 34").content.decode()
    assert "Écrivez par exemple 90 11 23 45" in page


def test_a_closed_account_gets_no_code(client, cast):
    actions.deactivate(user=cast.kossi, by=cast["administrator"], on=timezone.localdate(), reason="Fin de mission")
    ask(client, cast.kossi.phone)
    assert Message.objects.get().template == "no_code"
