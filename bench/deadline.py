"""P17: the last evening of a call, on the real server: `python -m bench deadline show [SECONDS]`, 1 800 by default.

Each second 174 requests arrive, whether earlier ones are answered or not: 7 candidates send their application, 28 answer a
question, the others read. No error is allowed, and every application that was acknowledged is in the register, once.
A few seconds of readings come first: on its last evening a site has been up for weeks.
"""

import json
import os
import subprocess
import sys
import time
from uuid import uuid4

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils import timezone

from bench import seed
from bench.browser import HOST, Browser, site
from bench.serving import GATED, serving
from config.launch import ROOT
from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.places.models import Place
from teriya.mobilisation.calls.models import Application, Draft, Wave

PEOPLE, SUBMISSIONS, ANSWERS, RATE, PATIENCE = 30_000, 7, 28, 174, 10.0
QUIET, QUIET_SECONDS = 20, 6
MOST_BUSY = 0.80
ANSWERED = {
    "family": "KOUDJO", "given": "Ama Léa", "married": "", "birth": "28/04/1999", "sex": "F", "diploma": "licence",
    "speciality": "Lettres", "paper_kind": "none", "paper_number": "", "photos": "seen", "posts": "seen", "wishes": [],
}  # fmt: skip


def show(seconds: str = "1800") -> None:
    seed.PEOPLE = PEOPLE
    seed.plant()
    wave = Wave.objects.get(code="VNC-1")
    Wave.objects.filter(pk=wave.pk).update(mode="rule")  # no posts to choose: the call has none here
    people = _candidates(wave, SUBMISSIONS * int(seconds))
    plan = {"host": f"{HOST}:8000", "rate": RATE, "seconds": int(seconds), "patience": PATIENCE, "requests": _evening(wave, people)}  # fmt: skip
    first = [request for request in plan["requests"] if request["method"] == "GET"][: QUIET * QUIET_SECONDS]
    with serving(GATED) as port:
        _busy(json.dumps(plan | {"port": port, "rate": QUIET, "seconds": QUIET_SECONDS, "requests": first}))
        busy, done = _busy(json.dumps(plan | {"port": port}))
    told = json.loads(done)
    for status, found in told["statuses"].items():
        print(
            f"  {status} : {found['count']}, médiane {found['median'] * 1000:.0f} ms, 95e {found['p95'] * 1000:.0f} ms"
        )
    errors = sum(found["count"] for status, found in told["statuses"].items() if status not in {"200", "302"})
    sent = Application.objects.filter(wave=wave, channel="phone").count()
    print(f"P17 : {RATE}/s pendant {seconds} s ; erreurs : {errors} (visé 0) ; candidatures écrites : {sent} sur {len(people)} envoyées ;"
          f" deux cœurs occupés à {busy:.0%} (visé ≤ {MOST_BUSY:.0%})")  # fmt: skip


def _candidates(wave: Wave, count: int) -> list[dict[str, str]]:
    """Accounts with a session and a draft whose every question is answered: their cookies."""
    day, application = timezone.localdate(), site()
    users = User.objects.bulk_create([User(name=f"Candidat {n}", phone=f"+22871{n:06}", phone_verified=True) for n in range(count)])  # fmt: skip
    Appointment.objects.bulk_create([Appointment(user=user, role="candidate", act="inscription", since=day) for user in users])  # fmt: skip
    communes = list(Place.objects.filter(level="commune").order_by("pk").values_list("name", flat=True))
    Draft.objects.bulk_create([
        Draft(wave=wave, account=user, answers=ANSWERED | {"given": f"Ama {_word(n)}", "commune": communes[n % len(communes)]})
        for n, user in enumerate(users)
    ])  # fmt: skip
    return [Browser(application).enter(user).cookies | {settings.CSRF_COOKIE_NAME: "x" * 32} for user in users]


def _word(number: int) -> str:
    """A name of its own for everybody: the register must not see one person in two candidates."""
    return "".join(
        ("ba", "ko", "di", "lu", "me", "so", "ti", "wa", "ye", "fo")[int(digit)] for digit in f"{number:05}"
    )


def _evening(wave: Wave, people: list[dict[str, str]]) -> list[dict]:
    """What is asked, in turn: a second holds 7 sendings, 28 answers, 139 readings."""
    code, form = [wave.code], f"csrfmiddlewaretoken={'x' * 32}&receipt="
    diploma, check = reverse("apply:screen", args=[*code, "diplome"]), reverse("apply:check", args=code)
    reads = [
        reverse("apply:calls"), reverse("apply:call", args=code), diploma, reverse("apply:screen", args=[*code, "commune"]),
        reverse("calls:mine"), check, reverse("account_login"), staticfiles_storage.url("ui/look.css"),
    ]  # fmt: skip
    asked = []
    for number in range(len(people) // SUBMISSIONS * RATE):
        second, place = divmod(number, RATE)
        group = people[SUBMISSIONS * second : SUBMISSIONS * (second + 1)]
        one = group[place % SUBMISSIONS]
        if place >= RATE - SUBMISSIONS:  # last in their second: their answers are kept by then
            asked.append({"method": "POST", "path": check, "cookies": one, "body": f"{form}{uuid4()}&agreed=on"})
        elif place % 5 == 0 and place // 5 < ANSWERS:
            asked.append(
                {"method": "POST", "path": diploma, "cookies": one, "body": f"{form}{uuid4()}&diploma=licence"}
            )
        else:
            asked.append({"method": "GET", "path": reads[place % len(reads)], "cookies": one})
    return asked


def _busy(plan: str) -> tuple[float, str]:
    """The part of two cores that everything but the crowd itself took, and what the crowd says."""
    start, before = time.monotonic(), _spent()
    with subprocess.Popen([sys.executable, "-m", "bench.crowd"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as crowd:  # fmt: skip
        done, _ = crowd.communicate(plan)
    own = os.times()
    crowd_took = own.children_user + own.children_system
    return (_spent() - before - crowd_took) / (time.monotonic() - start) / (os.cpu_count() or 1), done


def _spent() -> float:
    """Seconds that the processors of this machine have worked since it started."""
    user, nice, system, _idle, _wait, *more = map(int, open("/proc/stat").readline().split()[1:])
    return (user + nice + system + sum(more[:3])) / os.sysconf("SC_CLK_TCK")
