"""Contesting a line in two taps, the list of each desk, one dispute with its answer."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.queries import PUBLISHED
from teriya.pay.disputes import actions, policies, queries
from teriya.pay.disputes.forms import AnswerForm, ContestForm, ReopenForm
from teriya.pay.disputes.models import Dispute
from teriya.pay.disputes.states import WAITING, DisputeState, Kind, Outcome, Way
from teriya.pay.disputes.told import moments

LISTS = (P.DISPUTES_OPEN, P.DISPUTES_ANSWER, P.PAY_READ)
LINES = 24  # months of a volunteer shown to who takes a call


@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """Those that one may read: first what waits, the oldest first and the late marked."""
    user, today = request.user, timezone.localdate()
    if not any(map(user.may, LISTS)):
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))
    shown = request.GET.get("etat", "" if user.may(P.DISPUTES_ANSWER) else "toutes")
    rows = Dispute.objects.visible_to(user, today)
    if shown == "recompter":
        rows = rows.to_recount()
    elif shown == "toutes":
        rows = rows.order_by("-opened_on", "-pk")
    else:
        rows = (Dispute.objects.handled_by(user, today) if user.may(P.DISPUTES_ANSWER) else rows).waiting()
    page = page_of(request, rows.select_related("line__mission__person", "line__mission__host__commune"))
    lists = [("", _("À répondre")), ("recompter", _("Admises, à recompter")), ("toutes", _("Toutes"))]
    return render(request, "disputes/disputes.html", {
        "page": page, "shown": shown, "lists": lists, "today": today, "waiting": WAITING, "may_record": user.may(P.DISPUTES_RECORD),
        "is_staff": any(map(user.may, LISTS[1:])),
    })  # fmt: skip


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """For a volunteer who calls: the months of a matricule, each with its door."""
    require(request.user, P.DISPUTES_RECORD)
    asked = request.GET.get("matricule", "").strip()
    rows = queries.lines_written_for(request.user).filter(mission__person__matricule__iexact=asked) if asked else PayLine.objects.none()  # fmt: skip
    lines = rows.select_related("mission__person", "mission__host").order_by("-month", "-pk")[:LINES]
    return render(request, "disputes/record.html", {"asked": asked, "lines": lines})


@require_http_methods(["GET", "POST"])
def contest(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The reasons, each a button that sends."""
    line = _line_or_404(request, pk, row)
    is_mine = line.mission.person.account_id == request.user.pk
    form = ContestForm(request.POST or None)
    if form.is_valid():
        way = Way.PAGE if is_mine else Way.CALL
        answer = form.send(request, "disputes.contest", lambda: {"id": actions.contest(
            line=line, row=row, way=way, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("C’est reçu. La réponse vient ici et par SMS."))
            return redirect("disputes:dispute", answer["id"])
    return render(request, "disputes/contest.html", {
        "line": line, "row": row, "form": form, "is_mine": is_mine, "kinds": _reasons(line, row),
        "contested": line.lines[row - 1] if row else None,
    }, status=form.status)  # fmt: skip


def _reasons(line: PayLine, row: int) -> list[tuple[str, str]]:
    """The likeliest first: of a retention its own, of the net what was not received."""
    if not row:
        first = Kind.UNPAID
    else:
        first = Kind.RETENTION if line.lines[row - 1]["kind"] == "retention" else Kind.DAYS
    return sorted(Kind.choices, key=lambda choice: choice[0] != first)


@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """What is contested, the calculation, what was answered; and the answer, for who gives it."""
    row, today = _dispute_or_404(request, pk), timezone.localdate()
    answers = policies.may_answer(request.user, row, today) and row.state in WAITING
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and not answers:
        raise NotAllowed("not_an_owner", _("Cette contestation n’est pas confiée à votre rôle, ou pas encore."))
    if form.is_valid() and form.send(request, "disputes.answer", lambda: {
        "id": actions.answer(dispute=row, by=request.user, on=today, **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La réponse est enregistrée."))
        return redirect("disputes:dispute", pk)
    reads = request.user.may(P.PAY_READ) or request.user.may(P.DISPUTES_ANSWER)
    speaks = policies.speaks_for(request.user, row.line)
    return render(request, "disputes/dispute.html", {
        "dispute": row, "line": row.line, "form": form, "answers": answers, "moments": moments(row, with_names=reads), "today": today,
        "proposed": policies.last_answer(row) if row.state == DisputeState.PROPOSED and reads else None,
        "is_hand": answers and request.user.pk in policies.hands_on(row.line),
        "outcomes": [choice for choice in Outcome.choices if row.line.is_month or choice[0] != Outcome.RECOUNT],
        "is_late": row.state in WAITING and row.answer_by < today, "reads": request.user.may(P.PAY_READ),
        "is_mine": row.line.mission.person.account_id == request.user.pk, "speaks": speaks and row.state == DisputeState.ANSWERED,
        "may_reopen": speaks and row.reopened_on is None and row.reopen_by and today <= row.reopen_by, "reopen": ReopenForm(),
        "may_correct": request.user.may(P.PAY_CORRECT), "bare": ActionForm(),
    }, status=form.status)  # fmt: skip


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person agrees with the answer."""
    row = _dispute_or_404(request, pk)
    return _act(request, row, ActionForm(request.POST), "disputes.confirm", lambda form: actions.confirm(
        dispute=row, by=request.user, on=timezone.localdate()).pk, _("La réponse est dite au volontaire."))  # fmt: skip


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    row = _dispute_or_404(request, pk)
    return _act(request, row, ActionForm(request.POST), "disputes.close", lambda form: actions.close(
        dispute=row, by=request.user, on=timezone.localdate()).pk, _("La contestation est close."))  # fmt: skip


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    row = _dispute_or_404(request, pk)
    return _act(request, row, ReopenForm(request.POST), "disputes.reopen", lambda form: actions.reopen(
        dispute=row, by=request.user, on=timezone.localdate(), words=form.cleaned_data["words"]).pk,
        _("La contestation est rouverte : une autre personne répond."))  # fmt: skip


def _act(request: HttpRequest, row: Dispute, form: ActionForm, action: str, do: Callable, done: str) -> HttpResponse:
    """One button of the dispute's page; a refusal is said on top of it."""
    if form.is_valid() and form.send(request, action, lambda: {"id": do(form)}):
        messages.success(request, done)
    else:
        for sentences in form.errors.values():
            messages.error(request, " ".join(sentences))
    return redirect("disputes:dispute", row.pk)


def _line_or_404(request: HttpRequest, pk: int, row: int) -> PayLine:
    """A published line of one's own, or of a volunteer of one's communes."""
    rows = PayLine.objects.select_related("mission__person", "mission__host", "mission__form", "run")
    line = get_object_or_404(rows, pk=pk, state__in=PUBLISHED)
    if not policies.speaks_for(request.user, line) or row > len(line.lines):
        raise Http404
    return line


def _dispute_or_404(request: HttpRequest, pk: int) -> Dispute:
    rows = Dispute.objects.visible_to(request.user, timezone.localdate())
    return get_object_or_404(
        rows.select_related("line__mission__person", "line__mission__host__commune", "line__run"), pk=pk
    )
