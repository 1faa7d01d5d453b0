"""Pages by which needs are reviewed by the region, then by head office."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P, Permission
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts import needs, priorities
from teriya.mobilisation.hosts.forms import ApproveForm, ReasonForm
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.hosts.plan import budget_of
from teriya.mobilisation.hosts.policies import against_approving, against_reviewing
from teriya.mobilisation.hosts.responsiveness import asks_reason_below, scores_of
from teriya.mobilisation.hosts.states import NeedState
from teriya.mobilisation.hosts.views.reports import MOST, report_of


@dataclass(frozen=True)
class _Desk:
    """One of the two reviews: whose it is, what waits there, what stops a line, what is done to the others."""

    permission: Permission
    state: str
    against: Callable[..., dict[int, Refusal]]
    do: Callable[..., Sequence]
    title: Promise
    submit: Promise
    action: str


@dataclass(frozen=True)
class _Line:
    """One need on the page: what stops it, how its host answers, whether its domain comes first."""

    need: Need
    no: Refusal | None
    score: int | None
    is_first: bool


_REVIEW = _Desk(
    P.NEEDS_REVIEW, NeedState.SUBMITTED, lambda user, rows, on: against_reviewing(user, rows), needs.review,
    _("Examiner les besoins de la région"), _("Donner un avis favorable"), "needs.review",
)  # fmt: skip
_APPROVE = _Desk(
    P.NEEDS_APPROVE, NeedState.REVIEWED, against_approving, needs.approve,
    _("Approuver des besoins"), _("Approuver les besoins cochés"), "needs.approve",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The region’s opinion on what hosts ask: what something stops is shown with the reason, and left out."""
    return _many(request, _REVIEW)


@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest) -> HttpResponse:
    """Head office approves what regions have reviewed, seeing what it costs and what envelopes still hold."""
    return _many(request, _APPROVE)


def _many(request: HttpRequest, desk: _Desk) -> HttpResponse:
    require(request.user, desk.permission)
    today = timezone.localdate()
    rows = _waiting(request.user, desk)
    stopped = desk.against(request.user, rows, on=today)
    ready = [row for row in rows if row.pk not in stopped]
    form = ApproveForm(request.POST or None, among=[row.pk for row in ready])
    if form.is_valid() and form.send(request, desk.action, lambda: _do(request, desk, form)):
        return redirect(f"{request.path}?recu={form.cleaned_data['receipt']}")
    scores = scores_of({row.host_id for row in rows}, today)
    first = priorities.in_force(today).codes
    lines = [_Line(row, stopped.get(row.pk), scores[row.host_id].percent, row.host.domain in first) for row in rows]
    return render(request, "hosts/approve.html", {
        "lines": sorted(lines, key=lambda line: (line.no is not None, not line.is_first)), "form": form, "report": report_of(request),
        "limit": asks_reason_below(today), "places": sum(row.places for row in ready), "budget": budget_of(ready, today),
        "title": desk.title, "submit": desk.submit, "opens_seats": desk is _APPROVE,
    }, status=form.status)  # fmt: skip


def _waiting(user: User, desk: _Desk) -> list[Need]:
    rows = Need.objects.visible_to(user).filter(state=desk.state).select_related("host__commune", "form")
    return list(rows.order_by("pk")[:MOST])


def _do(request: HttpRequest, desk: _Desk, form: ApproveForm) -> dict:
    values = form.values()
    chosen = Need.objects.visible_to(request.user).filter(pk__in=values["chosen"]).select_related("host")
    rows = list(chosen.order_by("pk"))
    stopped = desk.against(request.user, rows, on=values["on"])
    ready = [row for row in rows if row.pk not in stopped]
    made = desk.do(ready, by=request.user, on=values["on"], reason=values["reason"])
    left = [[f"{row.reference} · {row.host}", stopped[row.pk].sentence] for row in rows if row.pk in stopped]
    return {"done": len(ready), "seats": len(made), "left": left}


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a need, with the reason that the host will read."""
    return _one(request, pk, needs.refuse, "needs.refuse", "hosts/refuse_need.html")


@require_http_methods(["GET", "POST"])
def request_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a need back, with what is to change."""
    return _one(request, pk, needs.request_change, "needs.request_change", "hosts/request_change.html")


def _one(request: HttpRequest, pk: int, do: Callable[..., Need], action: str, template: str) -> HttpResponse:
    rows = Need.objects.visible_to(request.user).select_related("host__commune", "form")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, P.NEEDS_REVIEW, commune=row.host.commune_id)
    form = ReasonForm(request.POST or None)
    sent = form.is_valid() and form.send(
        request, action, lambda: {"id": do(need=row, by=request.user, **form.values()).pk}
    )
    if sent:
        return redirect("hosts:need", pk)
    return render(request, template, {"need": row, "form": form}, status=form.status)
