"""Attesting for the host, validating for the centre: the plausible ones in one tap, the doubtful one by one."""

from collections.abc import Callable, Sequence
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.contribution.collection import actions, reading, words
from teriya.contribution.collection.forms import ReportsForm, SeenForm, WhyForm
from teriya.contribution.collection.models import Report
from teriya.contribution.collection.policies import steps
from teriya.contribution.collection.states import ReportState
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.places import queries as places
from teriya.foundation.ui.parts import page_of

MANY = 100  # reports on a page that one tap closes
get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
def to_attest(request: HttpRequest) -> HttpResponse:
    """The host’s: what its volunteers counted."""
    require(request.user, P.INDICATORS_ATTEST)
    return _many(
        request, reading.to_attest(request.user), actions.attest, "collection/to_attest.html", "collection:to_attest"
    )


@get_or_post
def to_validate(request: HttpRequest) -> HttpResponse:
    """The centre’s: what hosts attested, or were silent about."""
    require(request.user, P.INDICATORS_VALIDATE)
    rows = reading.to_validate(request.user, timezone.localdate())
    return _many(request, rows, actions.validate, "collection/to_validate.html", "collection:to_validate")


def _many(request: HttpRequest, rows: QuerySet[Report], act: Callable, template: str, route: str) -> HttpResponse:
    """A list of two parts; the ticked rows of the second are done at once."""
    ready = rows.filter(doubts=[], state=ReportState.SENT if act is actions.attest else ReportState.ATTESTED)
    form = ReportsForm(request.POST or None, choices=list(ready.values_list("pk", flat=True)) if request.POST else ())

    def do() -> dict:
        found = Report.objects.filter(pk__in=form.cleaned_data["reports"])
        return {"reports": [row.pk for row in act(reports=found, by=request.user, on=timezone.localdate())]}

    if form.is_valid() and (answer := form.send(request, f"collection.{act.__name__}", do)):
        messages.success(request, _done(act, len(answer["reports"])))
        return redirect(route)
    page = page_of(request, reading.with_names(ready), MANY)
    alone = list(reading.with_names(rows.exclude(pk__in=ready.values("pk")))[:MANY])
    sums = reading.sums_of([*page, *alone])
    page.object_list = [(row, sums.get(row.pk, ())) for row in page]
    return render(request, template, {
        "page": page, "form": form, "alone": [(row, sums.get(row.pk, ()), [words.doubt(one) for one in row.doubts]) for row in alone],
    }, status=form.status)  # fmt: skip


def _done(act: Callable, count: int) -> str:
    if act is actions.attest:
        return ngettext("%(count)s relevé attesté.", "%(count)s relevés attestés.", count) % {"count": count}
    return ngettext(
        "%(count)s relevé validé : il compte dans les chiffres.",
        "%(count)s relevés validés : ils comptent dans les chiffres.",
        count,
    ) % {"count": count}


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every report of the perimeter, by month, state and region."""
    require(request.user, P.INDICATORS_READ)
    asked = {name: request.GET.get(name, "") for name in ("mois", "etat", "region")}
    rows = reading.with_names(reading.visible_to(request.user)).order_by(
        "-month", "mission__host__commune__name", "mission_id", "-version"
    )
    if (month := _month_of(asked["mois"])) is not None:
        rows = rows.filter(month=month)
    rows = rows.filter(state=asked["etat"]) if asked["etat"] in ReportState.values else rows
    rows = rows.filter(mission__host__commune__region__code=asked["region"]) if asked["region"] else rows
    page = page_of(request, rows)
    sums = reading.sums_of(list(page))
    page.object_list = [(row, sums.get(row.pk, ())) for row in page]
    return render(request, "collection/reports.html", {
        "page": page, "asked": asked, "states": ReportState.choices, "regions": places.regions(),
        "may_validate": request.user.may(P.INDICATORS_VALIDATE), "may_key": request.user.may(P.INDICATORS_KEY),
    })  # fmt: skip


def _month_of(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One month of one mission: what was counted in each version, who did what, when and why."""
    row = _seen(request, pk)
    versions = reading.versions_of(row)
    return render(request, "collection/report.html", {
        "report": row, "versions": versions, "cells": _in_words(reading.compared(versions)), "doubts": [words.doubt(one) for one in row.doubts],
        "steps": steps(request.user, row, timezone.localdate()), "form": ReportsForm(choices=()), "seen": SeenForm(),
    })  # fmt: skip


def _in_words(cells: Sequence[tuple]) -> list[tuple[str, str, list[int | None]]]:
    return [(words.name_of(code), words.cell(cell), amounts) for code, cell, amounts in cells]


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A doubtful report looked at alone: attested or validated, on the register itself where the host was silent."""
    row, today = _seen(request, pk), timezone.localdate()
    allowed = steps(request.user, row, today)
    form = SeenForm(request.POST) if "see" in allowed else ReportsForm(request.POST, choices=[row.pk])
    act = actions.attest if "attest" in allowed else actions.validate
    if not allowed & {"attest", "validate", "see"}:
        raise NotAllowed("not_allowed", _("Ce relevé n’attend rien de vous."))

    def do() -> dict:
        seen = {"register_seen": form.cleaned_data["register_seen"]} if "see" in allowed else {}
        return {"reports": [done.pk for done in act(reports=[row], by=request.user, on=today, **seen)]}

    if form.is_valid() and form.send(request, f"collection.{act.__name__}", do):
        messages.success(request, _done(act, 1))
        return redirect("collection:to_attest" if act is actions.attest else "collection:to_validate")
    return render(
        request,
        "collection/report.html",
        {"report": row, "steps": allowed, "form": form, "seen": form},
        status=form.status,
    )


@get_or_post
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a month with its reason: by the host, or by the centre."""
    row, today = _seen(request, pk), timezone.localdate()
    allowed = steps(request.user, row, today)
    if not allowed & {"decline", "send_back"}:
        raise NotAllowed("not_allowed", _("Ce relevé n’attend rien de vous."))
    act = actions.decline if "decline" in allowed else actions.send_back
    form = WhyForm(request.POST or None)

    def do() -> dict:
        return {"id": act(report=row, by=request.user, on=today, **form.values()).pk}

    if form.is_valid() and form.send(request, f"collection.{act.__name__}", do):
        messages.success(request, _("Le relevé est renvoyé : le volontaire lit le motif par SMS."))
        return redirect("collection:to_attest" if act is actions.decline else "collection:to_validate")
    return render(request, "collection/send_back.html", {"report": row, "form": form}, status=form.status)


def _seen(request: HttpRequest, pk: int) -> Report:
    return get_object_or_404(reading.with_names(reading.visible_to(request.user)), pk=pk)
