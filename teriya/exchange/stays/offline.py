"""The month told from a telephone, with network or without: by the volunteer at home's site, by the structure at the host's."""

from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.exchange.stays import actions, queries
from teriya.exchange.stays.forms import ReportForm
from teriya.exchange.stays.models import Stay
from teriya.exchange.stays.states import About, Voice
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.web import month_or_404
from teriya.foundation.offline.kinds import Kind

ROWS = ("nomination__offer", "nomination__agency", "nomination__person", "nomination__dossier")


def own_stays(user: User) -> list[tuple[Stay, Voice]]:
    """Those of which one speaks from the own account, and in which voice."""
    found = [(stay, Voice.VOLUNTEER) for stay in Stay.objects.of_person(user).select_related(*ROWS).order_by("-departs_on")]  # fmt: skip
    return found + [(stay, Voice.STRUCTURE) for stay in Stay.objects.at_hosts_of(user).select_related(*ROWS).order_by("-departs_on")]  # fmt: skip


def spoken_for(user: User, uid: Any) -> tuple[Stay, Voice]:
    """The stay of an address and the voice in which this person may tell its months."""
    for rows, voice in ((Stay.objects.of_person(user), Voice.VOLUNTEER), (Stay.objects.at_hosts_of(user), Voice.STRUCTURE)):  # fmt: skip
        if stay := rows.select_related(*ROWS).filter(nomination__uid=uid).first():
            return stay, voice
    raise Http404


def month_form(data: Any, *, by: User, uid: Any, month: str) -> ReportForm:
    stay, _voice = spoken_for(by, uid)
    first = month_or_404(month).first
    if not stay.first_day.replace(day=1) <= first <= stay.last_day:
        raise Http404
    return ReportForm(data, about=About.STATUS)


def write_month(form: ReportForm, *, by: User, on: date, uid: Any, month: str) -> dict:
    stay, voice = spoken_for(by, uid)
    row = actions.give_report(stay=stay, about=About.STATUS, of=month, voice=voice, by=by, on=on, **form.told())
    return {"id": row.pk, "receipt": _("point de %(month)s") % {"month": date_format(month_or_404(month).first, "F Y")}}  # fmt: skip


def _pages(user: User) -> list[tuple[str, str]]:
    today = timezone.localdate()
    return [
        (_("Mon point du mois, %(month)s") % {"month": month}, reverse("stays:month", args=[stay.uid, month]))
        for stay, voice in own_stays(user)
        for month in queries.months_missing(stay, voice, today)
    ]


MONTH = Kind(
    "stays:month", gettext_lazy("Point du mois"), "stays.tell_month", P.STAYS_OWN, _pages,
    lambda data, files, *, by, uid, month: month_form(data, by=by, uid=uid, month=month), write_month,
)  # fmt: skip


def stay_or_404(user: User, uid: Any) -> Stay:
    return get_object_or_404(Stay.objects.visible_to(user).select_related(*ROWS), nomination__uid=uid)
