"""Payees who were asked: the samples and their rates, and the disagreements that somebody has to follow."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of
from teriya.pay.arrears import actions, queries
from teriya.pay.arrears.actions.polls import answer_days
from teriya.pay.arrears.forms import CloseForm
from teriya.pay.arrears.models import Case, Poll
from teriya.pay.arrears.states import CASE_LIFE

_TIES = "question__order__line__mission"


@require_safe
def polls(request: HttpRequest) -> HttpResponse:
    """Rates per institution, each with its numerator and denominator, then the samples, the latest first."""
    require(request.user, P.ARREARS_READ)
    today = timezone.localdate()
    wait = answer_days(today)
    rows = Poll.objects.select_related("file__institution", "file__run").defer("file__content").order_by("-pk")
    return render(request, "arrears/polls.html", {
        "rates": queries.poll_rates(today, wait), "page": page_of(request, rows), "wait": wait, "follows": request.user.may(P.PAYEES_FOLLOW),
    })  # fmt: skip


@require_safe
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """One sample: how it was drawn, so that anyone draws it again; the orders by their references, without names."""
    require(request.user, P.PAY_READ)
    row = get_object_or_404(
        Poll.objects.select_related("file__institution", "file__run").defer("file__content"), pk=pk
    )
    questions = row.questions.select_related("order").order_by("rank")
    is_awaited = row.file.orders.filter(
        state="sent"
    ).exists()  # who knows the sample may still answer otherwise for it
    return render(
        request, "arrears/poll.html", {"poll": row, "page": page_of(request, questions), "is_awaited": is_awaited}
    )


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Disagreements not closed, the oldest first; the closed ones behind a filter."""
    _require_reader(request.user)
    rows = queries.cases_seen_by(request.user).select_related(
        f"{_TIES}__person", f"{_TIES}__host__commune__centre", "question__order__wallet__institution"
    )
    closed = request.GET.get("etat") == "closed"
    rows = (
        rows.filter(state="closed").order_by("-closed_on", "-pk")
        if closed
        else rows.exclude(state="closed").order_by("opened_on", "pk")
    )
    page = page_of(request, rows)
    names = dict(User.objects.filter(pk__in={row.owner_id for row in page}).values_list("pk", "name"))
    for row in page:
        row.owner = names.get(row.owner_id) or row.question.order.line.mission.host.commune.centre.name
    return render(
        request, "arrears/cases.html", {"page": page, "closed": closed, "reads": request.user.may(P.ARREARS_READ)}
    )


@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One disagreement: what the file says, what the payee says; take it, then say what was found."""
    _require_reader(request.user)
    rows = queries.cases_seen_by(request.user).select_related(
        f"{_TIES}__person", f"{_TIES}__host", "question__order__wallet__institution", "question__order__line__run"
    )
    row, today = get_object_or_404(rows, pk=pk), timezone.localdate()
    form = (CloseForm if row.state == "taken" else ActionForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = form.send(request, "arrears.case", lambda: {"id": _act(row, form, request.user, today).pk})
        if done:
            messages.success(request, _("C’est enregistré."))
            return redirect("arrears:case", pk)
    owner = User.objects.filter(pk=row.owner_id).first() if row.owner_id else None
    return render(request, "arrears/case.html", {
        "case": row, "form": form, "owner": owner, "may_act": row.state != "closed" and request.user.may(P.PAYEES_FOLLOW),
        "history": Transition.objects.filter(subject=CASE_LIFE.subject, subject_id=pk).order_by("pk"), "reads_pay": request.user.may(P.PAY_READ),
    }, status=form.status)  # fmt: skip


def _act(row: Case, form: ActionForm, by: User, on) -> Case:
    if row.state == "taken":
        return actions.close_case(case=row, by=by, on=on, **form.values())
    return actions.take_case(case=row, by=by, on=on)


def _require_reader(user: User) -> None:
    if not user.may(P.PAYEES_FOLLOW) and not user.may(P.PAY_READ):
        raise NotAllowed("not_allowed", _("Votre rôle ne donne pas accès aux désaccords des payés."))
