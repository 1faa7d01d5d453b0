"""R37: five times what the site bears, with its gate and, as a control, without: `python -m bench overload show`.

Candidates read the page where one withdraws, and one in ten withdraws. The peak is the most answers a second that come within
the patience of a person while the rate climbs. Goodput: the same, while five times the peak is asked.
"""

import json
import subprocess
import sys
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bench import seed
from bench.browser import HOST, Browser, site
from bench.serving import GATED, OPEN, serving
from config.launch import ROOT
from teriya.foundation.accounts.models import Appointment, User
from teriya.mobilisation.calls.models import Application
from teriya.people.models import Person

PEOPLE, CANDIDATES, SECONDS, PATIENCE = 60_000, 4_800, 20, 5.0
LEAST, TIMES = 0.80, 5


def show() -> None:
    seed.PEOPLE = PEOPLE
    seed.plant()
    people = _candidates()
    with serving(GATED) as port:
        peak = max(_goodput(_asked(port, people, rate, 8)) for rate in (80, 120, 160, 200, 260, 320))
        print(f"Sommet : {peak:.0f} bonnes réponses par seconde")
        _said("avec la porte", peak, _asked(port, people, TIMES * peak, SECONDS))
    with serving(OPEN) as port:
        _said("sans elle (témoin)", peak, _asked(port, people, TIMES * peak, SECONDS))


def _candidates() -> list[dict]:
    """Candidates with an account and a session, and what each one asks for: nine times the page, then its form."""
    rows = list(Application.objects.filter(state="eligible", person__account=None).order_by("pk")[:CANDIDATES])
    users = User.objects.bulk_create([User(name=f"Candidat {row.pk}", phone=f"+22870{row.pk:06}", phone_verified=True) for row in rows])  # fmt: skip
    day = timezone.localdate()
    Appointment.objects.bulk_create([Appointment(user=user, role="candidate", act="inscription", since=day) for user in users])  # fmt: skip
    application, asked = site(), []
    for row, user in zip(rows, users, strict=True):
        Person.objects.filter(pk=row.person_id).update(account=user)
        cookies = Browser(application).enter(user).cookies | {settings.CSRF_COOKIE_NAME: "x" * 32}
        path = reverse("calls:withdraw", args=[row.pk])
        asked.append({"pk": row.pk, "path": path, "cookies": cookies})
    return asked


def _asked(port: int, people: list[dict], rate: float, seconds: int) -> dict:
    """What a crowd was answered. Each person withdraws once; those who did are not asked again."""
    total = int(rate * seconds)
    requests = []
    for number in range(min(total, 10 * len(people))):
        one = people[number // 10 % len(people)]
        is_last = number % 10 == 9
        body = f"receipt={uuid4()}&reason=&csrfmiddlewaretoken={'x' * 32}" if is_last else ""
        requests.append({"method": "POST" if is_last else "GET", "path": one["path"], "cookies": one["cookies"], "body": body})  # fmt: skip
    plan = {"port": port, "host": f"{HOST}:8000", "rate": rate, "seconds": seconds, "patience": PATIENCE, "requests": requests}  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "bench.crowd"], input=json.dumps(plan), stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True)  # fmt: skip
    answers = json.loads(done.stdout)
    answers["written"] = [people[number // 10 % len(people)]["pk"] for number in answers["acknowledged"]]
    del people[: total // 10 + 1]
    return answers


def _goodput(answers: dict) -> float:
    return sum(answers["statuses"].get(status, {"rate": 0})["rate"] for status in ("200", "302"))


def _said(what: str, peak: float, answers: dict) -> None:
    good = _goodput(answers)
    turned = answers["statuses"].get("503", {"count": 0, "median": 0.0, "p95": 0.0})
    lost = Application.objects.filter(pk__in=answers["written"]).exclude(state="withdrawn").count()
    others = {
        status: told["count"] for status, told in answers["statuses"].items() if status not in {"200", "302", "503"}
    }
    print(
        f"{what} : {good:.0f}/s, {good / peak:.0%} du sommet (visé {LEAST:.0%}) ; 503 : {turned['count']}, médiane"
        f" {turned['median'] * 1000:.0f} ms, 95e {turned['p95'] * 1000:.0f} ms ; autres : {others or 'aucune'} ;"
        f" retraits acquittés : {len(answers['written'])}, perdus : {lost}"
    )
