from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from teriya.foundation.messages import gsm7, jobs
from teriya.foundation.messages.actions import queue
from teriya.foundation.messages.models import Message

pytestmark = pytest.mark.django_db
CODE = {"agency": "ANVT", "code": "123456", "host": "tg.localhost"}


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    settings.DATA = tmp_path


def sms(key: str = "k1") -> None:
    queue(channel="sms", to="+22890112233", template="sign_in_code", context=CODE, key=key)


def test_a_message_is_queued_once_by_its_key():
    sms()
    sms()
    assert Message.objects.get().text.startswith("ANVT : votre code est 123456")


def test_the_console_gateway_writes_and_the_message_is_sent_once(settings):
    sms()
    assert jobs.send_queued() == 1
    assert jobs.send_queued() == 0
    assert (settings.DATA / "sms.log").read_text().startswith("+22890112233\tANVT")
    assert Message.objects.get().sent_at <= timezone.now()


def test_a_dead_gateway_costs_nothing_but_time(settings):
    settings.SMS_GATEWAY, settings.KANNEL_URL, settings.KANNEL_PASSWORD = "kannel", "http://127.0.0.1:9/", "x"
    sms()
    assert jobs.send_queued() == 0
    message = Message.objects.get()
    assert (message.state, message.attempts) == ("queued", 1)
    assert message.next_at > timezone.now()


def test_a_message_taken_by_a_worker_that_died_is_not_sent_again():
    sms()
    Message.objects.update(state="sending", next_at=timezone.now() - timedelta(hours=1))
    assert jobs.send_queued() == 0
    assert Message.objects.get().state == "failed"


def test_kannel_gets_the_words_it_asks(settings):
    seen = {}

    class Gateway(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.update(parse_qs(urlsplit(self.path).query))
            self.send_response(202)
            self.end_headers()
            self.wfile.write(b"0: Accepted for delivery")

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Thread(target=server.handle_request, daemon=True).start()
    settings.SMS_GATEWAY, settings.KANNEL_PASSWORD = "kannel", "secret"
    settings.KANNEL_URL = f"http://127.0.0.1:{server.server_port}/cgi-bin/sendsms"
    sms()
    assert jobs.send_queued() == 1
    server.server_close()
    assert seen["to"] == ["+22890112233"] and seen["text"][0].startswith("ANVT")


@pytest.mark.parametrize(
    "text, plain",
    [("Forêt d’Ogou…", "Foret d'Ogou..."), ("Kpélé", "Kpélé"), ("60\u202f000 F", "60 000 F"), ("Ɖevi", "Devi")],
)
def test_an_sms_holds_gsm7_letters_only(text, plain):
    assert gsm7.plain(text) == plain


def test_a_letter_of_the_extension_table_counts_twice():
    assert gsm7.length("a€") == 3
    assert gsm7.length(gsm7.cut("€" * 100)) == 160
