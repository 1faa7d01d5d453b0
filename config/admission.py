"""The gate before Django: as many requests at work as the machine bears, a few waiting, the rest told at once to come back.

Without it, overload makes everybody wait until their browser gives up, and the work done is for nobody. What a slow telephone
sends is read before it takes a place: its minute of upload costs a thread that sleeps, not a connection to the database.
What a broken line left unfinished goes no further: half a form reads like a form whose last answers are short.
"""

import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Any

WAITING = 24  # requests that may wait, for each one at work
PATIENCE = 3.0  # seconds that one waits at most
BUSY = (
    "<!doctype html><html lang=fr><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>Un instant</title><body style='font:18px sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem'>"
    "<h1>Un instant</h1><p>Beaucoup de personnes sont sur le site. Rien de ce que vous avez enregistré n’est perdu. "
    "Attendez dix secondes, puis rechargez cette page.</p>"
    "<p lang=en>Many people are on the site. Nothing you saved is lost. Wait ten seconds, then reload this page.</p>"
).encode()
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(BUSY))),
    ("Retry-After", "10"),
    ("Cache-Control", "no-store"),
]

IN_MEMORY, AHEAD = (
    256_000,
    24_000_000,
)  # bytes of a body kept in memory, and read ahead at most: more than a form may hold
UPLOAD = 60.0  # seconds without a byte after which an upload is given up

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]


class Admission:
    """A WSGI application that lets `slots` requests at a time into another one."""

    def __init__(self, application: Application, slots: int):
        self.application = application
        self.slots = threading.BoundedSemaphore(slots)
        self.waiting = threading.BoundedSemaphore(WAITING * slots)

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        with ExitStack() as held:
            if not _read_ahead(environ, held):
                start_response("400 Bad Request", [("Content-Length", "0")])
                return []
            if not self._enter():
                start_response("503 Service Unavailable", HEADERS)
                return [BUSY]
            held.callback(self.slots.release)
            answer = self.application(environ, start_response)
            held.callback(getattr(answer, "close", lambda: None))
            return _Held(answer, held.pop_all())

    def _enter(self) -> bool:
        if self.slots.acquire(blocking=False):
            return True
        if not self.waiting.acquire(blocking=False):
            return False
        try:
            return self.slots.acquire(timeout=PATIENCE)
        finally:
            self.waiting.release()


def _read_ahead(environ: dict[str, Any], held: ExitStack) -> bool:
    """Read the body, if it is not too long, in the place of the connection. False when the line broke before its end."""
    length, source = int(environ.get("CONTENT_LENGTH") or 0), environ.get("gunicorn.socket")
    if not 0 < length <= AHEAD:
        return True
    if source is not None:
        source.settimeout(UPLOAD)
    body: IO[bytes] = held.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
    while length and (part := environ["wsgi.input"].read(min(length, IN_MEMORY))):
        body.write(part)
        length -= len(part)
    body.seek(0)
    environ["wsgi.input"] = body
    return not length


class _Held:
    """An answer that gives its place back when it has been sent, or dropped."""

    def __init__(self, answer: Iterable[bytes], held: ExitStack):
        self.answer, self.held = answer, held

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        self.held.close()
