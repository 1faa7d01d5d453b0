import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from teriya.foundation.accounts import actions
from teriya.foundation.accounts.models import User
from teriya.foundation.journal.models import Entry
from teriya.foundation.messages.models import Message
from tests.cast import appoint

pytestmark = pytest.mark.django_db
DOOR, SECOND, FACTORS = "/connexion/", "/connexion/second-facteur/", "/compte/facteurs/"
PASSWORD, SECRET = "la pluie sur le mont Agou", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def awa():
    user = User.objects.create_user(name="Awa", email="awa@anvt.example", password=PASSWORD)
    appoint(user, "finance_officer")
    return user


def enter(client, password=PASSWORD, email="awa@anvt.example"):
    return client.post(DOOR, {"login": email, "password": password})


def show_code(client):
    return client.post(SECOND, {"code": actions.current_code(SECRET)})


def choose(client, user, password):
    """Ask for a link, open it, and choose a password."""
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/]+(/\S+)", Message.objects.get().text)[1]
    form = client.get(link).headers["Location"]
    return client.post(form, {"password1": password, "password2": password})


def is_in(client):
    return client.get(reverse("accounts:roles")).status_code == 200


def test_password_then_code_opens(client, awa):
    actions.enrol_totp(awa, SECRET)
    assert enter(client).headers["Location"] == SECOND
    assert not is_in(client)
    assert show_code(client).headers["Location"] == "/"
    assert is_in(client)
    assert Entry.objects.get(action="accounts.sign_in").facts == {"door": "password", "second_factor": True}


def test_a_code_serves_once(client, awa):
    actions.enrol_totp(awa, SECRET)
    enter(client)
    show_code(client)
    other = type(client)()
    enter(other)
    assert show_code(other).status_code == 200
    assert not is_in(other)


def test_a_code_of_the_half_minute_before_opens_and_serves_once(client, awa):
    actions.enrol_totp(awa, SECRET)
    code = actions.current_code(SECRET, time.time() - 30)
    for expected in (302, 200):
        other = type(client)()
        enter(other)
        assert other.post(SECOND, {"code": code}).status_code == expected
        cache.delete(
            f"allauth.mfa.totp.used?user={awa.pk}&code={code}"
        )  # allauth remembers it for thirty seconds only


def test_a_recovery_code_stands_in_once(client, awa):
    actions.enrol_totp(awa, SECRET)
    enter(client)
    show_code(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.search(r"<code>(\d{8})</code>", page)[1]
    assert code not in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    for expected in (302, 200):
        other = type(client)()
        enter(other)
        assert other.post(SECOND, {"code": code}).status_code == expected


def test_staff_without_a_second_factor_can_only_enrol_one(client, awa):
    enter(client)
    assert client.get("/compte/roles/").headers["Location"] == FACTORS
    assert client.get(FACTORS).status_code == 200
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    done = client.post(reverse("mfa_activate_totp"), {"code": actions.current_code(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert is_in(client)


def test_the_square_names_the_agency(client, awa):
    enter(client)
    client.get(reverse("mfa_activate_totp"))
    assert "issuer=Teriya%20TG" in client.get(reverse("mfa_activate_totp")).context["totp_url"]


def test_a_secret_is_not_stored_in_clear(awa):
    actions.enrol_totp(awa, SECRET)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_a_session_opened_before_the_factor_existed_must_come_back(client, awa):
    enter(client)
    actions.enrol_totp(awa, SECRET)
    assert client.get("/compte/roles/").headers["Location"] == DOOR
    assert "_auth_user_id" not in client.session


def test_staff_never_remain_without_a_factor(client, awa):
    actions.enrol_totp(awa, SECRET)
    enter(client)
    show_code(client)
    page = client.post(reverse("mfa_deactivate_totp")).content.decode()
    assert "garde toujours un second facteur" in page
    assert Authenticator.objects.filter(type="totp").exists()


def test_unknown_address_and_wrong_password_get_the_same_answer(client, awa):
    def answer(email):
        page = enter(type(client)(), "une autre pluie ailleurs", email).content.decode()
        return re.sub(r'value="[^"]*"', "", page)

    assert answer("awa@anvt.example") == answer("nobody@anvt.example")


def test_the_journal_keeps_no_address(client, awa):
    enter(client, "une autre pluie ailleurs", "nobody@anvt.example")
    entry = Entry.objects.get(action="accounts.sign_in_refused")
    assert re.fullmatch(r"[0-9a-f]{16}", entry.subject_id) and "anvt.example" not in str(entry.facts)


def test_five_wrong_passwords_close_the_door_for_a_while(client, awa):
    for _ in range(5):
        enter(client, "une autre pluie ailleurs")
    assert "Trop d’essais" in enter(client).content.decode()
    assert choose(client, awa, "un fleuve lent vers Mango").status_code == 302
    assert enter(client, "un fleuve lent vers Mango").status_code == 302


def test_forgotten_password_sends_one_message_known_or_not(client, awa):
    for email in ("awa@anvt.example", "nobody@anvt.example"):
        assert client.post(reverse("account_reset_password"), {"email": email}).status_code == 302
    assert sorted(Message.objects.values_list("template", flat=True)) == ["no_account", "password_link"]


def test_a_link_lets_its_owner_choose_a_password_once(client, awa):
    assert choose(client, awa, "un fleuve lent vers Mango").status_code == 302
    assert enter(client, "un fleuve lent vers Mango").status_code == 302
    link = re.search(r"https?://[^/]+(/\S+)", Message.objects.get(template="password_link").text)[1]
    assert "déjà servi" in type(client)().get(link).content.decode()
    assert Message.objects.filter(template="account_touched").count() == 1


def test_a_changed_password_closes_the_other_sessions(client, awa):
    actions.enrol_totp(awa, SECRET)
    client.force_login(awa)
    other = type(client)()
    other.force_login(awa)
    new = "un fleuve lent vers Mango"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(client) and not is_in(other)


@pytest.mark.parametrize("weak", ["anvt togo 2026", "Volontariat-1", "password1234", "awa@anvt-2026!"])
def test_a_password_of_our_words_is_refused(client, awa, weak):
    client.force_login(awa)
    page = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )
    assert page.status_code == 200 and page.context["form"].errors["password1"]


def test_signing_in_changes_the_session_key(client, awa):
    actions.enrol_totp(awa, SECRET)
    enter(client)
    before = client.session.session_key
    show_code(client)
    assert client.session.session_key != before
