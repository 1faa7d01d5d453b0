"""Pages of what hosts ask for: the list, one need, asking, approving many, funding the seats."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.rules import indicators
from teriya.foundation.rules.models import Form
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts import actions, holds, needs, pages, parts
from teriya.mobilisation.hosts.forms import FundForm, NeedFilter, NeedForm, ReasonForm, ReplaceForm, words
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.hosts.needs import NewNeed
from teriya.mobilisation.hosts.policies import against_asking
from teriya.mobilisation.hosts.responsiveness import scores_of
from teriya.mobilisation.hosts.states import OPEN_NEED, WAITING, NeedState, SeatState
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
        "may_review": request.user.may(P.NEEDS_REVIEW), "may_approve": request.user.may(P.NEEDS_APPROVE), "may_fund": request.user.may(P.SEATS_FUND),
        "may_read": request.user.may(P.HOSTS_READ), "may_confirm": request.user.may(P.NEEDS_WRITE),
    })  # fmt: skip


@require_safe
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """One need: what is asked, its seats and who pays them."""
    row = _visible(request, pk)
    commune = row.host.commune_id
    return render(request, "hosts/need.html", {
        "need": row, "holds": holds.standing([row.host_id]), "term": pages.term_of(row), "cost": needs.cost(row),
        "seats": row.seats.select_related("envelope").prefetch_related("shares__envelope").order_by("number"), "decision": pages.refusal_of(row),
        "score": scores_of([row.host_id], timezone.localdate())[row.host_id].percent,
        "papers": [paper for paper in pages.papers_of(row.host) if (paper.subject, paper.subject_id) == ("need", row.pk)],
        "may_refuse": row.state in WAITING and request.user.may(P.NEEDS_REVIEW, commune=commune),
        "may_review": row.state == NeedState.SUBMITTED and request.user.may(P.NEEDS_REVIEW, commune=commune),
        "may_approve": row.state == NeedState.REVIEWED and request.user.may(P.NEEDS_APPROVE, commune=commune),
        "may_write": pages.may_write(request.user, row), "asked": pages.change_asked_of(row), "open": row.state in OPEN_NEED,
        "waiting": row.state in WAITING or row.state == NeedState.TO_CHANGE, "story": pages.story_of_need(row),
        "may_replace": row.state == NeedState.APPROVED and not row.seats.filter(envelope__isnull=False).exists(),
        "may_fund": row.state == NeedState.APPROVED and request.user.may(P.SEATS_FUND),
        "counted": indicators.of_profile(row.profile),
        "doors": [door for doors in parts.NEED_DOORS for door in doors(request.user, row)],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Say what a host needs, from the last need of the same profile. What stops it is said before anybody types."""
    host, profile = visible(request, number), request.GET.get("profil", "")
    needs.require_writer(request.user, [host])
    copied = host.needs.filter(reference=request.GET.get("copie", "")).first()
    first = pages.sheet_of(copied) if copied else pages.template_of(host, profile)
    form = NeedForm(request.POST or None, initial=first)
    if form.is_valid():
        answer = form.send(request, "needs.submit", lambda: _ask(request, host, form))
        if answer:
            return redirect("hosts:need", answer["id"])
    today = timezone.localdate()
    return render(request, "hosts/ask.html", {
        "host": host, "form": form, "profile": profile or copied, "profiles": pages.profiles_for(host, words("profile")),
        "no": against_asking([host], on=today).get(host.pk), "quota": pages.quota_of(host, today),
    }, status=form.status)  # fmt: skip


def _ask(request: HttpRequest, host, form: NeedForm) -> dict:
    today = timezone.localdate()
    row = NewNeed(reference=actions.next_reference(today), host=host, **form.values())
    asked = Form.objects.get(code=form.cleaned_data["form"])
    return {"id": needs.submit([row], form=asked, by=request.user, on=today)[0].pk}


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a need that waits, or that was sent back; it then goes to the region again."""
    row = _visible(request, pk)
    needs.require_writer(request.user, [row.host])
    form = NeedForm(request.POST or None, initial=pages.sheet_of(row))
    if form.is_valid() and form.send(request, "needs.correct", lambda: _amend(request, row, form)):
        return redirect("hosts:need", pk)
    context = {"need": row, "form": form, "asked": pages.change_asked_of(row)}
    return render(request, "hosts/amend.html", context, status=form.status)


def _amend(request: HttpRequest, row: Need, form: NeedForm) -> dict:
    today, asked = timezone.localdate(), Form.objects.get(code=form.cleaned_data["form"])
    new = NewNeed(reference=row.reference, host=row.host, **form.values())
    [done] = needs.correct([(row, new)], form=asked, by=request.user, on=today)
    if done.state == NeedState.TO_CHANGE:
        needs.resubmit(need=done, by=request.user, on=today)
    return {"id": done.pk}


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a need that nobody has approved yet."""
    row = _visible(request, pk)
    needs.require_writer(request.user, [row.host])
    form = ReasonForm(request.POST or None)

    def do() -> dict:
        return {"id": needs.withdraw(need=row, by=request.user, **form.values()).pk}

    if form.is_valid() and form.send(request, "needs.withdraw", do):
        return redirect("hosts:need", pk)
    return render(request, "hosts/withdraw_need.html", {"need": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for something else instead of an approved need that nobody pays yet."""
    row = _visible(request, pk)
    needs.require_writer(request.user, [row.host])
    form = ReplaceForm(request.POST or None, initial=pages.sheet_of(row))

    def do() -> dict:
        values, today = form.values(), timezone.localdate()
        reason = values.pop("reason")
        new = NewNeed(reference=actions.next_reference(today), host=row.host, **values)
        asked = Form.objects.get(code=form.cleaned_data["form"])
        return {"id": needs.replace(need=row, row=new, form=asked, reason=reason, by=request.user, on=today).pk}

    if form.is_valid() and (answer := form.send(request, "needs.replace", do)):
        return redirect("hosts:need", answer["id"])
    return render(request, "hosts/replace_need.html", {"need": row, "form": form}, status=form.status)


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
    payers = form.payers()
    total = needs.fund(rows, **payers, by=request.user, on=values["on"])
    titles = [values["envelope"].title, *(envelope.title for envelope, _weight in payers["others"])]
    return {"done": len(rows), "total": total, "envelope": ", ".join(titles)}


def _visible(request: HttpRequest, pk: int) -> Need:
    rows = Need.objects.visible_to(request.user).select_related("host__commune", "form")
    return get_object_or_404(rows, pk=pk)
