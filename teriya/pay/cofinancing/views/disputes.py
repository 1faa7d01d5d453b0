"""Disputes: a host contests a line, somebody who had no hand in the call answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_upload
from teriya.foundation.ui.parts import page_of
from teriya.pay.cofinancing import actions, queries
from teriya.pay.cofinancing.forms import AnswerForm, ContestForm
from teriya.pay.cofinancing.models import CallLine, Dispute
from teriya.pay.cofinancing.policies import hands_on
from teriya.pay.cofinancing.views.deciding import get_or_post


@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """Those to answer first, the nearest day first."""
    require(request.user, P.SHARES_READ)
    rows = Dispute.objects.select_related("line__call__host", "line__call__document").order_by(
        "state", "answer_by", "pk"
    )
    return render(
        request, "cofinancing/disputes.html", {"page": page_of(request, rows), "today": timezone.localdate()}
    )


@get_or_post
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer of the host says what is wrong, with a proof."""
    require(request.user, P.SHARES_OWN)
    own = queries.own_hosts(request.user)
    line = get_object_or_404(
        CallLine.objects.filter(call__host__in=own, call__state="issued").select_related(
            "call__host", "call__document", "mission__person"
        ),
        pk=pk,
    )
    form = ContestForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        answer = form.send(request, "shares.contest", lambda: {
            "id": actions.contest(line=line, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(
                request, _("La contestation est reçue : la ligne n’est plus relancée jusqu’à la réponse.")
            )
            return redirect("cofinancing:call", line.call_id)
    return render(request, "cofinancing/contest.html", {"form": form, "line": line}, status=form.status)


@get_or_post
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One dispute: the line, the reason, the proof, the answer."""
    rows = Dispute.objects.select_related(
        "line__call__host", "line__call__document", "line__mission__person", "credit__document", "proof"
    ).defer("proof__content")
    rows = (
        rows if request.user.may(P.SHARES_READ) else rows.filter(line__call__host__in=queries.own_hosts(request.user))
    )
    row, form = get_object_or_404(rows, pk=pk), AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.send(request, "shares.answer", lambda: {
        "id": actions.answer(dispute=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La réponse est donnée : la structure la lit."))
        return redirect("cofinancing:dispute", pk)
    may = row.state == "open" and request.user.may(P.SHARES_ANSWER) and request.user.pk not in hands_on(row.line.call)
    return render(request, "cofinancing/dispute.html", {
        "dispute": row, "form": form, "may_answer": may, "reads": request.user.may(P.SHARES_READ),
    }, status=form.status)  # fmt: skip


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """What the host joined."""
    rows = Dispute.objects.exclude(proof=None).select_related("proof")
    rows = (
        rows if request.user.may(P.SHARES_READ) else rows.filter(line__call__host__in=queries.own_hosts(request.user))
    )
    return as_upload(get_object_or_404(rows, pk=pk).proof)
