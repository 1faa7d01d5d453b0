"""The volunteer’s own months."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.collection import actions, histories, offline, reading
from teriya.contribution.collection.forms import CorrectForm, initial_of
from teriya.contribution.collection.models import Report
from teriya.contribution.collection.policies import steps
from teriya.contribution.collection.states import Channel
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.rules import indicators


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Months to count, and what became of those sent."""
    require(request.user, P.INDICATORS_SEND)
    today = timezone.localdate()
    missions = reading.located(reading.own_missions(request.user)).order_by("-period")
    row = missions.first()
    months = reading.months_of(row, today) if row else []
    sums = reading.sums_of([report for _month, report in months if report])
    return render(request, "collection/mine.html", {
        "mission": row, "sheets": indicators.of_profile(row.profile) if row else [],
        "months": [(month, report, sums.get(report.pk, ()) if report else ()) for month, report in months],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """One month counted on a telephone; works without network (`offline`)."""
    require(request.user, P.INDICATORS_SEND)
    form = offline.count_form(request.POST or None, by=request.user, pk=pk)

    def do() -> dict:
        return offline.write(form, by=request.user, on=timezone.localdate(), pk=pk)

    if form.is_valid() and form.send(request, offline.COUNT.action, do):
        messages.success(
            request, _("Vos indicateurs sont envoyés : votre structure les atteste, puis votre centre les valide.")
        )
        return redirect("collection:mine")
    mission = offline.own_mission(request.user, pk)
    before, _sums = histories.last_told(mission)
    return render(
        request, "collection/count.html", {"mission": mission, "form": form, "before": before}, status=form.status
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A validated month counted again, by the volunteer or by who keys for the centre."""
    report = get_object_or_404(reading.with_names(reading.visible_to(request.user)), pk=pk)
    today = timezone.localdate()
    if "correct" not in steps(request.user, report, today):
        raise NotAllowed("not_allowed", _("Ce relevé ne se corrige pas ici."))
    form = _correct_form(request, report)
    channel = Channel.VOLUNTEER if report.mission.person.account_id == request.user.pk else Channel.BATCH

    def do() -> dict:
        return {"id": actions.correct(report=report, by=request.user, on=today, channel=channel, **form.values()).pk}

    if form.is_valid() and (answer := form.send(request, "collection.correct", do)):
        messages.success(
            request, _("La correction est envoyée : le relevé d’avant compte tant qu’elle n’est pas validée.")
        )
        return redirect("collection:report", answer["id"])
    return render(request, "collection/correct.html", {"report": report, "form": form}, status=form.status)


def _correct_form(request: HttpRequest, report: Report) -> CorrectForm:
    return CorrectForm(
        request.POST or None, sheets=indicators.of_profile(report.mission.profile), months=[report.month], before={},
        on=report.month, initial=initial_of(report.values.all()) | {"month": report.month.isoformat()},
    )  # fmt: skip
