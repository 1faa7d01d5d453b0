"""R34: whatever the SMS gateway does, no page waits for it, and each message leaves once."""

import socket
from uuid import uuid4

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from teriya.foundation.messages import jobs
from teriya.foundation.messages.actions import queue
from teriya.foundation.messages.channels.gateway import GatewayError, sms_gateway
from teriya.foundation.messages.models import Message
from tests.servers.gateway import Kannel, wait_for

pytestmark = [pytest.mark.servers, pytest.mark.kannel, pytest.mark.django_db]


@pytest.fixture
def kannel(tmp_path, settings):
    kannel = Kannel(tmp_path)
    settings.SMS_GATEWAY, settings.SMS_SENDER, settings.SMS_TIMEOUT = "kannel", "Teriya", 5
    settings.KANNEL_URL, settings.KANNEL_USER, settings.KANNEL_PASSWORD = kannel.url, "teriya", "secret"
    yield kannel
    kannel.stop()


@pytest.fixture
def connections(monkeypatch) -> list:
    """Every connection that Python code opens. (The database's driver opens its own, in C.)"""
    opened, connect = [], socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda self, to: opened.append(to) or connect(self, to))
    return opened


def sms(code: str) -> None:
    context = {"agency": "Kpélé", "code": code, "host": "tg.localhost"}
    queue(channel="sms", to="+22890112233", template="sign_in_code", context=context, key=str(uuid4()))


def send_what_is_due() -> int:
    """As the worker does at its next beats: what waited for its next try has waited enough."""
    Message.objects.filter(state=Message.State.QUEUED).update(next_at=Now())
    return jobs.send_queued()


def test_an_sms_reaches_the_operator_with_its_letters(kannel):
    kannel.start()
    sms("123456")
    assert send_what_is_due() == 1
    (received,) = wait_for(kannel.received)
    assert received.startswith("Teriya +22890112233 text Kpélé : votre code est 123456")
    assert Message.objects.get().gateway_id == "0: Accepted for delivery"


def test_a_page_that_queues_an_sms_speaks_to_no_gateway(kannel, client, connections):
    answer = client.post(reverse("account_request_login_code"), {"phone": "90 11 22 33"})
    assert answer.status_code == 302 and Message.objects.get().state == "queued"
    assert connections == []


def test_control_an_sms_sent_inline_is_seen(kannel, connections):
    with pytest.raises(GatewayError):
        sms_gateway().send("+22890112233", "x")
    assert connections == [("127.0.0.1", kannel.ports["door"])]


def test_each_message_leaves_once_when_a_dead_gateway_comes_back(kannel):
    kannel.start()
    kannel.stop()
    for n in range(5):
        sms(f"10000{n}")
    assert [send_what_is_due() for _ in range(3)] == [0, 0, 0]
    kannel.start()
    assert [send_what_is_due() for _ in range(3)] == [5, 0, 0]
    sms("last")
    send_what_is_due()
    wait_for(lambda: "last" in kannel.received()[-1])
    assert sorted(words.split("est ")[1][:6] for words in kannel.received()[:-1]) == [f"10000{n}" for n in range(5)]


def test_a_message_that_a_slow_gateway_took_does_not_leave_again(kannel, settings):
    settings.SMS_TIMEOUT = 0.5
    kannel.start()
    kannel.hang()
    sms("123456")
    send_what_is_due()
    kannel.resume()
    wait_for(kannel.received)
    send_what_is_due()
    sms("last")
    send_what_is_due()
    wait_for(lambda: "last" in kannel.received()[-1])
    assert len(kannel.received()) == 2


def test_a_refused_password_is_told_and_tried_later(kannel, settings):
    settings.KANNEL_PASSWORD = "wrong"
    kannel.start()
    sms("123456")
    assert send_what_is_due() == 0
    assert Message.objects.get().error.startswith("HTTP Error 403")
