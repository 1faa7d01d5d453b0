"""What a session remembers of how it was opened, and when it ends."""

import time
from collections.abc import Callable

from django.http import HttpRequest

from teriya.foundation.accounts.models import User

ENTRY = "entry"
LIFE = 8 * 3600  # seconds, whatever is done meanwhile: a day at the office
IDLE_BY_PASSWORD = 3600  # an office's computer is shared
SEEN_EVERY = 300  # a page does not write the session each time

PASSWORD, CODE = "password", "code"
AFTER_SIGN_IN: list[Callable[[User], None]] = []  # rooms above say, when the house starts, what a return brings about


def begin(request: HttpRequest, *, door: str, second_factor: bool) -> None:
    now = int(time.time())
    request.session[ENTRY] = {"door": door, "second_factor": second_factor, "since": now, "seen": now}


def prove_second_factor(request: HttpRequest) -> None:
    """The person has just enrolled one, and shown it."""
    request.session[ENTRY] |= {"second_factor": True}
    request.session.modified = True


def is_over(request: HttpRequest) -> bool:
    """Open for 8 hours at most; by password, for an hour without a page. What no door of ours opened is over."""
    entry, now = request.session.get(ENTRY), time.time()
    if not entry or now - entry["since"] >= LIFE:
        return True
    return entry["door"] == PASSWORD and now - entry["seen"] >= IDLE_BY_PASSWORD


def see(request: HttpRequest) -> None:
    entry, now = request.session[ENTRY], int(time.time())
    if now - entry["seen"] >= SEEN_EVERY:
        request.session[ENTRY] = entry | {"seen": now}


def was_opened_within(request: HttpRequest, seconds: int) -> bool:
    return time.time() - request.session[ENTRY]["since"] < seconds


def lacks_second_factor(request: HttpRequest) -> bool:
    """By password one factor is never enough; and staff enter by that door only."""
    entry = request.session[ENTRY]
    if entry["door"] == PASSWORD:
        return not entry["second_factor"]
    return request.user.is_staff_member
