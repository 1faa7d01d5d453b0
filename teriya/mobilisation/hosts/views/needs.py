"""Pages of what hosts ask for: the list, one need, asking, approving many, funding the seats."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.rules.models import Form
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts import actions, needs, pages
from teriya.mobilisation.hosts.forms import ApproveForm, FundForm, NeedFilter, NeedForm, ReasonForm, words
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.hosts.needs import NewNeed
from teriya.mobilisation.hosts.policies import against_approving
from teriya.mobilisation.hosts.states import NeedState, SeatState
from teriya.mobilisation.hosts.views.hosts import visible
from teriya.mobilisation.hosts.views.reports import MOST, report_of

_UNFUNDED = Q(seats__envelope=None, seats__state=SeatState.OPEN)


@require_safe
def all_needs(request: HttpRequest) -> HttpResponse:
    """Needs in one's sight, by reference or host, state, form and profile."""
    form = NeedFilter(request.GET)
    rows = Need.objects.visible_to(request.user)
    if form.is_valid():
        asked = form.cleaned_data
        rows = rows.named(asked["q"])
        for field, value in (("state", asked["etat"]), ("form__code", asked["forme"]), ("profile", asked["profil"])):
            rows = rows.filter(**{field: value}) if value else rows
    rows = rows.select_related("host__commune", "form").annotate(
        unfunded=Count("seats", filter=_UNFUNDED, distinct=True)
    )
    return render(request, "hosts/needs.html", {
        "page": page_of(request, rows.order_by("-on", "-pk")), "form": form,
        "may_approve": request.user.may(P.NEEDS_APPROVE), "may_fund": request.user.may(P.SEATS_FUND),
    })  # fmt: skip


@require_safe
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """One need: what is asked, its seats and who pays them."""
    row = _visible(request, pk)
    commune = row.host.commune_id
    return render(request, "hosts/need.html", {
        "need": row, "term": pages.term_of(row), "cost": needs.cost(row),
        "seats": row.seats.select_related("envelope").order_by("number"), "decision": pages.refusal_of(row),
        "papers": [paper for paper in pages.papers_of(row.host) if (paper.subject, paper.subject_id) == ("need", row.pk)],
        "may_refuse": row.state == NeedState.SUBMITTED and request.user.may(P.NEEDS_APPROVE, commune=commune),
        "may_approve": row.state == NeedState.SUBMITTED and request.user.may(P.NEEDS_APPROVE, commune=commune),
        "may_fund": row.state == NeedState.APPROVED and request.user.may(P.SEATS_FUND),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Say what a host needs, from the last need of the same profile."""
    host, profile = visible(request, number), request.GET.get("profil", "")
    needs.require_writer(request.user, [host])
    form = NeedForm(request.POST or None, initial=pages.template_of(host, profile))
    if form.is_valid():
        answer = form.send(request, "needs.submit", lambda: _ask(request, host, form))
        if answer:
            return redirect("hosts:need", answer["id"])
    term = pages.term_in_force(host, timezone.localdate())
    return render(request, "hosts/ask.html", {
        "host": host, "form": form, "profile": profile, "profiles": pages.profiles_for(host, words("profile")), "term": term,
    }, status=form.status)  # fmt: skip


def _ask(request: HttpRequest, host, form: NeedForm) -> dict:
    today = timezone.localdate()
    row = NewNeed(reference=actions.next_reference(today), host=host, **form.values())
    asked = Form.objects.get(code=form.cleaned_data["form"])
    return {"id": needs.submit([row], form=asked, by=request.user, on=today)[0].pk}


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a need, with the reason that the host will read."""
    row = _visible(request, pk)
    require(request.user, P.NEEDS_APPROVE, commune=row.host.commune_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(request, "needs.refuse", lambda: _refuse(request, row, form)):
        return redirect("hosts:need", pk)
    return render(request, "hosts/refuse_need.html", {"need": row, "form": form}, status=form.status)


def _refuse(request: HttpRequest, row: Need, form: ReasonForm) -> dict:
    return {"id": needs.refuse(need=row, by=request.user, **form.values()).pk}


@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest) -> HttpResponse:
    """Approve what hosts ask: the needs that something stops are shown with the reason, and left out."""
    require(request.user, P.NEEDS_APPROVE)
    waiting = (
        Need.objects.visible_to(request.user).filter(state=NeedState.SUBMITTED).select_related("host__commune", "form")
    )
    rows = list(waiting.order_by("pk")[:MOST])
    stopped = against_approving(request.user, rows, on=timezone.localdate())
    form = ApproveForm(request.POST or None, among=[row.pk for row in rows if row.pk not in stopped])
    if form.is_valid() and form.send(request, "needs.approve", lambda: _approve(request, form)):
        return redirect(f"{request.path}?recu={form.cleaned_data['receipt']}")
    return render(request, "hosts/approve.html", {
        "lines": sorted(((row, stopped.get(row.pk)) for row in rows), key=lambda line: line[1] is not None), "form": form, "report": report_of(request),
        "places": sum(row.places for row in rows if row.pk not in stopped),
    }, status=form.status)  # fmt: skip


def _approve(request: HttpRequest, form: ApproveForm) -> dict:
    values = form.values()
    chosen = Need.objects.visible_to(request.user).filter(pk__in=values["chosen"]).select_related("host")
    rows = list(chosen.order_by("pk"))
    stopped = against_approving(request.user, rows, on=values["on"])
    seats = needs.approve([row for row in rows if row.pk not in stopped], by=request.user, on=values["on"])
    left = [[f"{row.reference} · {row.host}", stopped[row.pk].sentence] for row in rows if row.pk in stopped]
    return {"done": len(rows) - len(left), "seats": len(seats), "left": left}


@require_http_methods(["GET", "POST"])
def fund(request: HttpRequest) -> HttpResponse:
    """Set approved seats on an envelope, seeing what each costs and what each envelope still holds."""
    require(request.user, P.SEATS_FUND)
    approved = (
        Need.objects.visible_to(request.user).filter(state=NeedState.APPROVED).select_related("host__commune", "form")
    )
    rows = list(
        approved.annotate(unfunded=Count("seats", filter=_UNFUNDED, distinct=True))
        .filter(unfunded__gt=0)
        .order_by("pk")[:MOST]
    )
    envelopes = pages.envelopes_with_what_remains(timezone.localdate())
    form = FundForm(request.POST or None, among=[row.pk for row in rows], envelopes=envelopes)
    if form.is_valid() and form.send(request, "seats.fund", lambda: _fund(request, form)):
        return redirect(f"{request.path}?recu={form.cleaned_data['receipt']}")
    lines = [(row, cost := needs.cost(row), cost * row.unfunded) for row in rows]
    return render(request, "hosts/fund.html", {
        "lines": lines, "form": form, "report": report_of(request), "envelopes": envelopes,
        "total": sum(total for *_, total in lines), "seats": sum(row.unfunded for row in rows),
    }, status=form.status)  # fmt: skip


def _fund(request: HttpRequest, form: FundForm) -> dict:
    values = form.values()
    seats = Seat.objects.filter(need__in=values["chosen"], envelope=None, state=SeatState.OPEN)
    rows = list(seats.order_by("pk"))
    total = needs.fund(rows, envelope=values["envelope"], by=request.user, on=values["on"])
    return {"done": len(rows), "total": total, "envelope": values["envelope"].title}


def _visible(request: HttpRequest, pk: int) -> Need:
    rows = Need.objects.visible_to(request.user).select_related("host__commune", "form")
    return get_object_or_404(rows, pk=pk)
