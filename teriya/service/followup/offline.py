"""What is filled without network: the visit sheet where the volunteer serves, with its photos; the volunteer's own month."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month
from teriya.foundation.offline.kinds import Kind
from teriya.foundation.ui.templatetags.ui import month as in_words
from teriya.service.followup import queries, reports, visits
from teriya.service.followup.forms import ReportForm, VisitForm
from teriya.service.followup.models import Visit
from teriya.service.missions.models import Mission

MOST = 100  # sheets kept on one device


def write_visit(form: VisitForm, *, by: User, on: date, pk: int) -> dict:
    """Dated by the form: the day of the visit."""
    mission = _mission(by, pk)
    visit = visits.record_visit(
        mission=mission, told=form.told(), by=by, on=form.cleaned_data["on"], photos=form.cleaned_data["photos"]
    )
    return {"id": visit.pk, "receipt": _("visite de %(who)s") % {"who": mission.person}}


def _mission(user: User, pk: int) -> Mission:
    return get_object_or_404(queries.missions_followed(user, P.VISITS_MAKE), pk=pk)


def _fill(data: Any, files: Any, *, by: User, pk: int) -> VisitForm:
    _mission(by, pk)
    return VisitForm(data, files)


def _pages(user: User) -> list[tuple[str, str]]:
    """Those still to visit this month; first the visits planned for this person."""
    due = queries.to_visit(queries.missions_followed(user, P.VISITS_MAKE), Month.of(timezone.localdate()))
    planned = Visit.objects.filter(mission=OuterRef("pk"), state="planned", agent=user)
    rows = due.annotate(is_mine=Exists(planned)).select_related("person", "host__commune")
    named = _("Visite : %(who)s (%(host)s, %(commune)s)")
    return [
        (named % {"who": row.person, "host": row.host, "commune": row.host.commune}, reverse("followup:visit", args=[row.pk]))
        for row in rows.order_by("-is_mine", "host__name", "pk")[:MOST]
    ]  # fmt: skip


VISIT = Kind(
    "followup:visit", gettext_lazy("Fiche de visite"), "followup.record_visit", P.VISITS_MAKE, _pages, _fill, write_visit,
)  # fmt: skip


def write_report(form: ReportForm, *, by: User, on: date, pk: int) -> dict:
    report = reports.write_report(mission=own_mission(by, pk), by=by, on=on, **form.values())
    return {"id": report.pk, "receipt": _("rapport de %(month)s") % {"month": in_words(report.month)}}


def own_mission(user: User, pk: int) -> Mission:
    return get_object_or_404(Mission.objects.filter(person__account=user).select_related("host", "person"), pk=pk)


def report_form(data: Any, *, by: User, pk: int) -> ReportForm:
    return ReportForm(data, months=queries.months_to_report(own_mission(by, pk), timezone.localdate()))


def _report_pages(user: User) -> list[tuple[str, str]]:
    rows = Mission.objects.filter(person__account=user, state__in=("in_service", "suspended"))
    return [(_("Mon rapport du mois"), reverse("followup:report", args=[row.pk])) for row in rows]


REPORT = Kind(
    "followup:report", gettext_lazy("Rapport du mois"), "followup.write_report", P.REPORTS_WRITE, _report_pages,
    lambda data, files, *, by, pk: report_form(data, by=by, pk=pk), write_report,
)  # fmt: skip
