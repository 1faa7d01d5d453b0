"""P15: a whole application on a telephone, from the call to the receipt: every byte besides photos, and how many screens."""

import re
from uuid import uuid4

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils import timezone

from bench.browser import Answer, Browser, site
from bench.deadline import ANSWERED
from bench.measure import Line, most
from teriya.foundation.accounts.models import Appointment, User
from teriya.foundation.places.models import Place
from teriya.mobilisation.calls.models import Application, Wave

KILOBYTES, SCREENS = 120, 15
FIELD = re.compile(rb'name="([a-z_]+)"')


def measure() -> list[Line]:
    wave = Wave.objects.get(code="VNC-2")
    Wave.objects.filter(pk=wave.pk).update(mode="rule")  # no posts to choose: the call has none here
    user = User.objects.create(name="Ama", phone="+22892000001", phone_verified=True)
    Appointment.objects.create(user=user, role="candidate", act="inscription", since=timezone.localdate())
    commune = Place.objects.filter(level="commune").order_by("pk").first()
    browser, answers = Browser(site()).enter(user), ANSWERED | {"commune": commune.name, "agreed": "on"}
    style, call = staticfiles_storage.url("ui/look.css"), reverse("apply:call", args=[wave.code])
    spent, screens, path = [browser.get(style), browser.get(call)], 1, reverse("apply:begin", args=[wave.code])
    while not Application.objects.filter(wave=wave, person__account=user).exists():
        page = browser.get(path)
        spent.append(page)
        path = _next(page) or _sent(browser, path, answers, spent)
        screens += not _next(page)
        assert screens <= 2 * SCREENS, path
    return [
        most("P15", "candidature entière", sum(answer.size for answer in spent) / 1000, KILOBYTES, "ko"),
        most("", "ses écrans", screens, SCREENS, "écrans"),
    ]


def _next(answer: Answer) -> str | None:
    return dict(answer.headers).get("Location")


def _sent(browser: Browser, path: str, answers: dict, spent: list[Answer]) -> str:
    """Answer the page's question; where one is led."""
    browser.encodings, plain = "", browser.encodings
    asked = {name.decode() for name in FIELD.findall(browser.get(path).body)}
    browser.encodings = plain
    fields = {name: answers[name] for name in asked if isinstance(answers.get(name), str)}
    done = browser.post(path, fields | {"receipt": str(uuid4())})
    assert done.status == 302, (path, fields, done.status)
    spent.append(done)
    return _next(done) or path
