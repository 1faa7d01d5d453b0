"""Without the web: keywords by SMS as Kannel brings them, and a USSD menu as an aggregator asks for it."""

from itertools import count

import pytest
from django.urls import reverse

from teriya.foundation.messages.models import Inbound
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.models import Application, CallBack
from teriya.mobilisation.calls.queries import reachable
from tests.factories.calls import BORN, make_applications, make_wave

PHONE, KEY = "+22890112233", "tests-only-gateway"
_ids = count(1)


class Gateway:
    """What Kannel and a USSD aggregator send, and what they read of the answer."""

    def __init__(self, client):
        self.client = client

    def sms(self, text, *, sender=PHONE, id="", key=KEY):
        asked = {"cle": key, "from": sender, "id": id or f"sms-{next(_ids)}", "text": text}
        answer = self.client.get(reverse("messages:sms"), asked)
        return answer.content.decode() if answer.status_code == 200 else answer.status_code

    def dial(self, *choices, sender=PHONE, key=KEY):
        asked = {"sessionId": "s1", "serviceCode": "*123#", "phoneNumber": sender, "text": "*".join(choices)}
        answer = self.client.post(f"{reverse('messages:ussd')}?cle={key}", asked)
        return answer.content.decode() if answer.status_code == 200 else answer.status_code


@pytest.fixture
def gateway(client):
    return Gateway(client)


@pytest.fixture
def wave(cast):
    return make_wave(cast)


@pytest.fixture
def afi(cast, wave):
    [row] = make_applications(cast, wave, BORN, phone=PHONE)
    return row


def test_a_keyword_says_where_one_stands_and_the_next_date(gateway, afi, wave):
    said = gateway.sms("statut 1")
    assert said.startswith("1 VNC-1 : Votre candidature est recue.") and f"{wave.closes_on:%d/%m/%Y}" in said
    assert len(said) <= 160


@pytest.mark.parametrize("text", ["AIDE", "", "bonjour", "aide moi"])
def test_anything_else_is_answered_by_the_keywords_and_that_nobody_pays(gateway, afi, text):
    said = gateway.sms(text)
    assert "STATUT" in said and "Ne payez jamais" in said and len(said) <= 160


def test_only_the_telephone_of_the_candidate_is_answered(gateway, afi):
    assert "Aucune candidature" in gateway.sms("STATUT 1", sender="+22890999999")


@pytest.mark.parametrize(("sender", "key"), [(PHONE, "faux"), (PHONE, ""), ("Publicité", KEY)])
def test_who_does_not_show_the_key_or_a_number_is_not_heard(gateway, afi, sender, key):
    assert gateway.sms("STATUT", sender=sender, key=key) == 403
    assert gateway.dial(sender=sender, key=key) == 403
    assert not Inbound.objects.exists()


def test_without_a_key_in_the_settings_both_doors_are_shut(gateway, afi, settings):
    settings.INBOUND_KEY = ""
    assert gateway.sms("STATUT", key="") == 403 and gateway.dial(key="") == 403


def test_the_gateway_that_asks_again_gets_the_same_words_and_nothing_is_done_twice(gateway, afi):
    word = actions.word_for(afi, PHONE)
    first = gateway.sms(f"RETRAIT 1 {word}", id="k-7")
    assert gateway.sms(f"RETRAIT 1 {word}", id="k-7") == first == "La candidature 1 est retirée."
    afi.refresh_from_db()
    assert afi.state == "withdrawn"


def test_a_withdrawal_needs_the_word_sent_to_the_telephone_itself(gateway, afi):
    said = gateway.sms("RETRAIT 1")
    assert actions.word_for(afi, PHONE) in said and len(said) <= 160
    gateway.sms("RETRAIT 1 0000x")
    afi.refresh_from_db()
    assert afi.state == "submitted"


def test_one_telephone_is_answered_thirty_times_a_day(gateway, afi):
    assert [bool(gateway.sms("AIDE")) for _ in range(31)] == [True] * 30 + [False]


def test_stop_ends_announcements_only(gateway, afi, cast):
    following = make_wave(cast, code="VNC-2")
    assert list(reachable(following)) == [afi.person]
    gateway.sms("STOP")
    assert not reachable(following).exists() and "VNC-1" in gateway.sms("STATUT")


def test_a_call_back_is_asked_once_and_done_by_the_centre(client, gateway, afi, cast):
    gateway.sms("RAPPEL")
    gateway.dial("4")
    [call] = CallBack.objects.all()
    client.force_login(cast["regional_agent"])
    assert "90 11 22 33" in client.get(reverse("calls:call_backs")).content.decode()
    client.post(reverse("calls:called", args=[call.pk]), {"receipt": "7e0a3f5c-62a5-4f7e-9d6c-3f2f7c5f0a11"})
    call.refresh_from_db()
    assert call.done_by == cast.yao.pk


def test_the_menu_says_the_status_and_the_next_date(gateway, afi, wave):
    first = gateway.dial()
    assert first.startswith("CON ANVT") and "3 Me retirer" in first
    assert gateway.dial("1").startswith("END 1 VNC-1 : Votre candidature est recue.")
    assert f"{wave.closes_on:%d/%m/%Y}" in gateway.dial("2")
    assert gateway.dial("9").startswith("CON")


def test_the_menu_withdraws_after_a_yes(gateway, afi):
    assert gateway.dial("3").startswith("CON Retirer 1 ?")
    assert gateway.dial("3", "2").startswith("END Rien")
    assert gateway.dial("3", "1") == "END La candidature 1 est retirée."
    assert Application.objects.get().state == "withdrawn"


def test_a_telephone_that_serves_a_family_is_asked_which_in_four_levels_at_most(gateway, cast, wave):
    make_applications(cast, wave, BORN, BORN, phone=PHONE)
    asked = gateway.dial("3")
    assert asked.startswith("CON Laquelle ?") and "2 1 VNC-1" in asked
    assert gateway.dial("3", "2").startswith("CON Retirer 1 ?")
    assert gateway.dial("3", "2", "1").startswith("END")  # what, which, sure, done
    assert gateway.dial("1", "8").startswith("CON Laquelle ?")


def test_every_screen_holds_on_a_plain_telephone(gateway, cast, wave):
    make_applications(cast, wave, *[BORN] * 5, phone=PHONE)
    for choices in [(), ("1",), ("1", "1"), ("2", "1"), ("3", "1"), ("3", "1", "1"), ("4",)]:
        assert len(gateway.dial(*choices).encode("ascii", "ignore")) <= 164, choices


def test_who_has_no_application_is_led_to_the_centre(gateway, wave):
    assert "Aucune candidature" in gateway.dial("1") and "aucun dossier" in gateway.sms("RAPPEL")
