"""P13: sign-ins by two processes at once: the password alone at its door, then the whole way with the second factor."""

import statistics
import subprocess
import sys
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.urls import reverse

from bench.browser import Browser, site
from bench.measure import Line
from bench.seed import PASSWORD, staff
from teriya.foundation.accounts.actions import current_code
from teriya.foundation.accounts.models import Appointment, User

PROCESSES, ROUNDS, TIMES = 2, 5, 30
EACH = 2 * ROUNDS * TIMES  # agents that a process lets in: each enters once, since a code serves once
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
LEAST = 30  # a second


def measure() -> list[Line]:
    _hire(PROCESSES * EACH)
    command = [sys.executable, "-m", "bench.child", "sign_ins", "work"]
    workers = [
        subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for number in range(PROCESSES)
    ]
    try:
        spent = [[_together(workers, what) for what in ("hash", "door", "whole")] for _ in range(ROUNDS)]
    finally:
        for worker in workers:
            worker.communicate()
    bare, door, whole = (PROCESSES * TIMES / statistics.median(seconds) for seconds in zip(*spent, strict=True))
    return [
        Line("P13", "mots de passe à la porte", f"{door:.0f}/s", f"{bare:.0f}/s", f"{door / bare:.2f} ×", f"≥ {LEAST}/s", door >= LEAST),
        Line("", "entrées entières, second facteur", f"{whole:.0f}/s", f"{bare:.0f}/s", f"{whole / bare:.2f} ×"),
    ]  # fmt: skip


def _hire(count: int) -> None:
    """Finance officers, all with one password and one secret, each hashed and enrolled as any other."""
    model = staff("finance_officer", "awa@anvt.example")
    users = User.objects.bulk_create(
        [User(name=f"Agent {n}", email=f"agent{n}@anvt.example", password=model.password) for n in range(count)]
    )
    act = model.appointment_set.get()
    Appointment.objects.bulk_create([Appointment(user=user, role=act.role, act=act.act, since=act.since) for user in users])  # fmt: skip
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.bulk_create([Authenticator(user=user, type="totp", data=data) for user in users])


def _together(workers: list[subprocess.Popen], what: str) -> float:
    """Seconds until every process has done its part."""
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    start = time.perf_counter()
    for worker in workers:
        worker.stdin.write(f"{what}\n")
        worker.stdin.flush()
    for worker in workers:
        assert worker.stdout.readline() == "done\n"
    return time.perf_counter() - start


def work(number: str) -> None:
    """One process: it does what it is told, a line at a time."""
    application, password = site(), User.objects.get(email="awa@anvt.example").password
    agents = iter(range(int(number) * EACH, (int(number) + 1) * EACH))
    parts = {
        "hash": lambda: check_password(PASSWORD, password),
        "door": lambda: _door(application, next(agents)),
        "whole": lambda: _whole(application, next(agents)),
    }
    while True:
        print("ready", flush=True)
        what = sys.stdin.readline().strip()
        if not what:
            return
        for _ in range(TIMES):
            assert parts[what]()
        print("done", flush=True)


def _door(application, number: int) -> Browser:
    browser = Browser(application, address=f"10.0.{number // 250}.{number % 250 + 1}")
    answer = browser.post(reverse("account_login"), {"login": f"agent{number}@anvt.example", "password": PASSWORD})
    assert dict(answer.headers)["Location"] == reverse("mfa_authenticate"), answer
    return browser


def _whole(application, number: int) -> Browser:
    browser = _door(application, number)
    inside = browser.post(reverse("mfa_authenticate"), {"code": current_code(SECRET)})
    assert dict(inside.headers)["Location"] == "/", inside
    return browser
