"""P1: the page that asks a candidate something, beside a bare form behind a sign-in."""

from django.conf import settings
from django.urls import reverse

from bench.browser import Browser, bare, site
from bench.measure import Line, side_by_side, speed
from teriya.foundation.accounts.models import User
from teriya.mobilisation.calls.models import Application


def measure() -> list[Line]:
    afi = User.objects.get(name="Afi")
    page = reverse("calls:withdraw", args=[Application.objects.get(person__account=afi).pk])
    ours, theirs = Browser(site()).enter(afi), Browser(bare()).enter(afi, settings.BARE_BACKEND)
    for browser, path in ((ours, page), (theirs, "/bare/form/")):
        assert browser.get(path).status == 200
    return [speed("P1", "page d’une question", *side_by_side(lambda: ours.get(page), lambda: theirs.get("/bare/form/"), 40), 0.40)]  # fmt: skip
