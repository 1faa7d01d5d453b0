"""The counter's form without network: a day of files kept on the device, and the posts of the wave beside it."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.offline.kinds import Kind
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.counter_form import CounterForm
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.calls.states import PlacementMode, WaveState


def posts(wave: Wave) -> list[tuple[str, str]]:
    """(reference, what and where) of each post that one may ask for: what an officer searches, with network or without."""
    if wave.mode != PlacementMode.WISHES:
        return []
    needs = wave.needs.select_related("host__commune").order_by("reference")
    return [
        (need.reference, f"{rules.label('profile', need.profile)} · {need.host} · {need.host.commune}")
        for need in needs
    ]


def write(form: CounterForm, *, by: User, on: date, code: str) -> dict:
    done = actions.apply_at_counter(wave=form.wave, entry=form.entry(), by=by, on=on)
    return {"pk": done.pk, "receipt": _("N° %(number)s") % {"number": done.number}}


def _fill(data: Any, files: Any, *, by: User, code: str) -> CounterForm:
    return CounterForm(data, wave=get_object_or_404(Wave.objects.select_related("form"), code=code))


def _pages(user: User) -> list[tuple[str, str]]:
    """The counter of each call open today."""
    today = timezone.localdate()
    waves = Wave.objects.filter(state=WaveState.OPEN, opens_on__lte=today, closes_on__gte=today).order_by(
        "closes_on", "code"
    )
    named = _("Guichet : %(title)s (%(code)s)")
    return [
        (named % {"title": wave.title, "code": wave.code}, reverse("calls:counter", args=[wave.code]))
        for wave in waves
    ]


KIND = Kind(
    "calls:counter", gettext_lazy("Candidature au guichet"), "calls.apply_at_counter", P.APPLICATIONS_REGISTER, _pages, _fill, write,
)  # fmt: skip
