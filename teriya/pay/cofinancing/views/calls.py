"""Calls: prepared for a month, issued by another person, read by the host."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm, month_or_404
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.pay.cofinancing import actions, queries
from teriya.pay.cofinancing.forms import DecisionForm, PrepareForm
from teriya.pay.cofinancing.models import Call
from teriya.pay.cofinancing.states import CALL_LIFE, CallState
from teriya.pay.cofinancing.views.deciding import decided, get_or_post, open_steps


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Every call, those to issue first; `?etat=` keeps one state."""
    require(request.user, P.SHARES_READ)
    rows = Call.objects.with_left().select_related("host", "document").order_by("-month", "host__name", "-pk")
    state = request.GET.get("etat", "")
    rows = rows.filter(state=state) if state in CallState.values else rows.exclude(state="dropped")
    waiting = Call.objects.filter(state="prepared").order_by("month").values_list("month", flat=True).distinct()
    return render(request, "cofinancing/calls.html", {
        "page": page_of(request, rows), "state": state, "states": CallState.choices, "waiting": list(waiting),
        "may_prepare": request.user.may(P.SHARES_PREPARE), "may_issue": request.user.may(P.SHARES_ISSUE),
    })  # fmt: skip


@get_or_post
def prepare(request: HttpRequest) -> HttpResponse:
    """The calls of a month, for every host."""
    require(request.user, P.SHARES_PREPARE)
    form = PrepareForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "shares.prepare", lambda: {
            "count": len(actions.prepare(by=request.user, on=timezone.localdate(), **form.values()))})  # fmt: skip
        if answer:
            said = ngettext("%(n)s appel attend son émission par une autre personne.", "%(n)s appels attendent leur émission par une autre personne.",
                            answer["count"])  # fmt: skip
            messages.success(request, said % {"n": answer["count"]})
            return redirect("cofinancing:calls")
    return render(request, "cofinancing/act.html", {
        "form": form, "title": _("Préparer les appels d’un mois"), "about": "", "submit": _("Préparer"), "back": "cofinancing:calls",
    }, status=form.status)  # fmt: skip


@get_or_post
def issue(request: HttpRequest, month: str) -> HttpResponse:
    """The calls of a month that wait, looked at together, then issued at once."""
    require(request.user, P.SHARES_ISSUE)
    of = month_or_404(month)
    rows = (
        Call.objects.filter(state="prepared", month=of.first)
        .select_related("host__commune")
        .order_by("host__name", "pk")
    )
    mine = rows.filter(prepared_by_id=request.user.pk).exists()
    form = ActionForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "shares.issue", lambda: {
            "count": len(actions.issue(calls=list(rows), by=request.user, on=timezone.localdate()))})  # fmt: skip
        if answer:
            messages.success(
                request,
                ngettext("%(n)s appel est émis.", "%(n)s appels sont émis.", answer["count"]) % {"n": answer["count"]},
            )
            return redirect("cofinancing:calls")
    every = list(rows)
    return render(request, "cofinancing/issue.html", {
        "form": form, "month": of.first, "page": page_of(request, every), "total": sum(row.total for row in every), "count": len(every),
        "is_mine": mine,
    }, status=form.status)  # fmt: skip


@get_or_post
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: its lines with their formula, what settled it, its reminders; the host contests a line from here."""
    row = _visible(request, pk)
    form = DecisionForm(request.POST or None)
    doing = {
        "drop": lambda reason: actions.drop(calls=[row], by=request.user, on=timezone.localdate()),
        "cancel": lambda reason: actions.cancel(call=row, reason=reason, by=request.user, on=timezone.localdate()),
    }
    if decided(request, form, "shares.decide_call", lambda step, reason: doing[step](reason)):
        return redirect("cofinancing:call", pk)
    own = queries.own_hosts(request.user).filter(pk=row.host_id).exists()
    return render(request, "cofinancing/call.html", {
        "call": row, "form": form, "own": own, "reads": request.user.may(P.SHARES_READ),
        "lines": row.lines.select_related("mission__person", "mission__form").prefetch_related("disputes").order_by("month", "pk"),
        "allocations": row.allocations.filter(released_on=None).select_related("payment__receipt", "credit__document").order_by("on", "pk"),
        "given": row.given.filter(released_on=None).select_related("call__document").order_by("on", "pk"),
        "reminders": row.reminders.select_related("document").order_by("pk"), "history": queries.history_of("share_call", pk),
        "steps": open_steps(request, CALL_LIFE, row.state, *([row.prepared_by_id] if row.state == "issued" else []), names=("drop", "cancel")),
    }, status=form.status)  # fmt: skip


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    return as_download(row.document) if row.document else HttpResponse(status=404)


@require_safe
def letter(request: HttpRequest, pk: int, reminder: int) -> HttpResponse:
    row = get_object_or_404(_visible(request, pk).reminders.select_related("document"), pk=reminder)
    return as_download(row.document)


def _visible(request: HttpRequest, pk: int) -> Call:
    rows = Call.objects.visible_to(request.user).with_left().select_related("host__commune", "document")
    return get_object_or_404(rows, pk=pk)
