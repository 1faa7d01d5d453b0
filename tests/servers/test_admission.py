"""Overload: some wait, the others are told at once; a place is given back whatever happens."""

import io
import threading

import pytest

from config import admission
from config.admission import Admission


def ask(application, body: bytes = b"", *, missing: int = 0) -> tuple[str, bytes]:
    told: list[str] = []
    environ = {"CONTENT_LENGTH": str(len(body) + missing), "wsgi.input": io.BytesIO(body)}
    answer = application(environ, lambda status, _headers: told.append(status))
    try:
        return told[0], b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()


class Slow:
    """An application that answers what it was sent, once it is let go."""

    def __init__(self):
        self.entered, self.go = threading.Semaphore(0), threading.Event()

    def __call__(self, environ, start_response):
        self.entered.release()
        assert self.go.wait(10)
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]


def asked(gate, number: int) -> tuple[list[threading.Thread], list[str]]:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(ask(gate, b"x")[0])) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads, found


def test_a_crowd_is_told_to_come_back_while_some_wait():
    slow = Slow()
    gate = Admission(slow, slots=1)
    threads, found = asked(gate, 1 + admission.WAITING + 20)
    assert slow.entered.acquire(timeout=10)
    while len(found) < 20:  # those for whom there is no room to wait
        threading.Event().wait(0.01)
    assert set(found) == {"503 Service Unavailable"}
    slow.go.set()
    for thread in threads:
        thread.join(10)
    assert found.count("200 OK") == 1 + admission.WAITING and len(found) == len(threads)


def test_nobody_waits_beyond_patience(monkeypatch):
    monkeypatch.setattr(admission, "PATIENCE", 0.05)
    slow = Slow()
    gate = Admission(slow, slots=1)
    threads, _found = asked(gate, 1)
    assert slow.entered.acquire(timeout=10)
    assert ask(gate)[0] == "503 Service Unavailable"
    slow.go.set()
    threads[0].join(10)


def test_a_place_is_given_back_after_an_error():
    def broken(_environ, _start_response):
        raise ValueError("broken")

    gate = Admission(broken, slots=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"):
            ask(gate)


def test_a_body_arrives_whole():
    slow = Slow()
    slow.go.set()
    body = bytes(range(256)) * 4_000
    assert ask(Admission(slow, slots=1), body) == ("200 OK", body)


def test_half_a_form_goes_no_further():
    slow = Slow()
    slow.go.set()
    assert ask(Admission(slow, slots=1), b"family=KOUD", missing=2) == ("400 Bad Request", b"")
    assert not slow.entered.acquire(blocking=False)
