"""The month counted without network, on the volunteer’s own telephone."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.contribution.collection import actions, histories, reading
from teriya.contribution.collection.forms import CountForm
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.offline.kinds import Kind
from teriya.foundation.rules import indicators
from teriya.foundation.ui.templatetags.ui import month as in_words
from teriya.service.missions.models import Mission


def own_mission(user: User, pk: int) -> Mission:
    return get_object_or_404(reading.located(reading.own_missions(user)), pk=pk)


def count_form(data: Any, *, by: User, pk: int) -> CountForm:
    mission, today = own_mission(by, pk), timezone.localdate()
    _month, before = histories.last_told(mission)
    return CountForm(
        data, sheets=indicators.of_profile(mission.profile), months=reading.months_to_count(mission, today), before=before, on=today
    )  # fmt: skip


def write(form: CountForm, *, by: User, on: date, pk: int) -> dict:
    report = actions.send(mission=own_mission(by, pk), by=by, on=on, **form.values())
    return {"id": report.pk, "receipt": _("indicateurs de %(month)s") % {"month": in_words(report.month)}}


def _pages(user: User) -> list[tuple[str, str]]:
    """The missions that run, of a profile that counts."""
    rows = reading.own_missions(user).filter(
        state__in=("in_service", "suspended"), profile__in=reading.counting_profiles()
    )
    return [(_("Mes indicateurs du mois"), reverse("collection:count", args=[row.pk])) for row in rows]


COUNT = Kind(
    "collection:count", gettext_lazy("Indicateurs du mois"), "collection.send", P.INDICATORS_SEND, _pages,
    lambda data, files, *, by, pk: count_form(data, by=by, pk=pk), write,
)  # fmt: skip
