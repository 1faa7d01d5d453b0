"""A statement of costs, from its preparation to its payment."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.balances import actions
from teriya.exchange.balances.forms import AnswerForm, PrepareForm, ReceiptForm, ReceiveForm, StepForm
from teriya.exchange.balances.models import Statement
from teriya.exchange.balances.states import STATEMENT_LIFE, StatementState
from teriya.exchange.relations.states import Line
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of

get_or_post = require_http_methods(["GET", "POST"])


def _seen(request: HttpRequest, pk: int) -> Statement:
    require(request.user, P.BALANCES_READ)
    rows = Statement.objects.visible_to(request.user).select_related("agency", "document")
    return get_object_or_404(rows, pk=pk)


@get_or_post
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    require(request.user, P.COSTS_ENTER)
    agency, form = get_object_or_404(Agency, code=code), PrepareForm(request.POST or None)
    if form.is_bound and form.is_valid():
        answer = form.send(request, "balances.prepare_statement", lambda: {"id": actions.prepare_statement(
            agency=agency, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("Le décompte est préparé. Une autre personne le propose à l’autre agence."))
            return redirect("balances:statement", answer["id"])
    context = {"form": form, "other": agency, "title": _("Préparer un décompte"), "submit": _("Compter"),
               "told": _("Tous les coûts déclarés par les deux agences, et qui ne sont dans aucun décompte.")}  # fmt: skip
    return render(request, "balances/act.html", context, status=form.status)


@get_or_post
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Who owes whom, line by line, and the decisions of both agencies."""
    row, form = _seen(request, pk), StepForm(request.POST or None)
    steps = _steps(request, row)
    if form.is_bound and form.is_valid() and form.cleaned_data["step"] in {"propose", "set_aside", "agree", "refuse"}:
        if form.send(request, "balances.statement", lambda: {"id": _decided(request, row, form).pk}):
            messages.success(request, _("La décision est enregistrée."))
            return redirect("balances:statement", pk)
    lines = row.lines.select_related("cost__nomination").order_by("cost__paid_on", "pk")
    page = page_of(request, lines)
    history = Transition.objects.filter(subject=STATEMENT_LIFE.subject, subject_id=pk).order_by("pk")
    return render(request, "balances/statement.html", {
        "statement": row, "form": form, "steps": steps, "page": page, "lines": [(Line(line.cost.line).label, line) for line in page],
        "net": abs(row.net), "history": [(step, StatementState(step.to).label) for step in history],
    }, status=form.status)  # fmt: skip


def _decided(request: HttpRequest, row: Statement, form: StepForm) -> Statement:
    step, who = form.cleaned_data["step"], {"by": request.user, "on": timezone.localdate()}
    if step == "propose":
        return actions.propose_statement(statement=row, **who)
    if step == "set_aside":
        return actions.set_statement_aside(statement=row, reason=form.cleaned_data["reason"], **who)
    return actions.answer_statement(statement=row, step=step, reason=form.cleaned_data["reason"], **who)


def _steps(request: HttpRequest, row: Statement) -> set[str]:
    """What this person may decide now; `answer` and `receive` have a page of their own."""
    user, found = request.user, set()
    if row.state == StatementState.PREPARED:
        found |= {"propose"} if user.may(P.STATEMENTS_DECIDE) and row.prepared_by_id != user.pk else set()
        found |= {"set_aside"} if user.may(P.COSTS_ENTER) else set()
    elif row.state == StatementState.PROPOSED and not row.is_ours:
        found |= {"agree", "refuse"} if user.may(P.STATEMENTS_DECIDE) else set()
    elif row.state == StatementState.PROPOSED and row.is_declared:
        found |= {"answer"} if user.may(P.COSTS_ENTER) else set()
    elif row.state == StatementState.AGREED:
        ours = row.net >= 0
        needed = P.COSTS_CONFIRM if ours else P.COSTS_ENTER
        found |= {"receive"} if user.may(needed) and (ours or row.is_declared) else set()
    return found


@get_or_post
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What an agency without the system answers."""
    require(request.user, P.COSTS_ENTER)
    row, form = _seen(request, pk), AnswerForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid() and form.send(request, "balances.declare_answer", lambda: {"id": actions.declare_answer(
            statement=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Sa réponse est notée."))
        return redirect("balances:statement", pk)
    context = {"form": form, "other": row.agency, "statement": row, "title": _("Noter la réponse de l’autre agence"), "submit": _("Noter")}  # fmt: skip
    return render(request, "balances/act.html", context, status=form.status)


@get_or_post
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """The net was paid: said by the creditor, or typed from the letter of one without the system."""
    row = _seen(request, pk)
    is_ours = row.net >= 0
    require(request.user, P.COSTS_CONFIRM if is_ours else P.COSTS_ENTER)
    if not is_ours and not row.is_declared:
        raise Http404
    form = ReceiveForm(request.POST or None) if is_ours else ReceiptForm(request.POST or None, request.FILES or None)
    do = actions.receive_net if is_ours else actions.declare_receipt
    if form.is_bound and form.is_valid() and form.send(request, "balances.receive", lambda: {"id": do(
            statement=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le décompte est réglé."))
        return redirect("balances:statement", pk)
    context = {"form": form, "other": row.agency, "statement": row, "title": _("Noter le versement"), "submit": _("Noter")}  # fmt: skip
    return render(request, "balances/act.html", context, status=form.status)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement as PDF, from the day it was proposed by us or approved by both."""
    row = _seen(request, pk)
    if row.document is None:
        raise Http404
    return as_download(row.document)
