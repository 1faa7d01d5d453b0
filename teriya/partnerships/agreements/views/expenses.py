"""Expenses with their proof: entered, checked, reversed."""

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
from teriya.partnerships.agreements import actions, pages, queries
from teriya.partnerships.agreements.forms import ExpenseForm, StepForm
from teriya.partnerships.agreements.models import Agreement, Expense
from teriya.partnerships.agreements.states import ExpenseState
from teriya.partnerships.agreements.views.agreements import act, get_or_post, visible


@require_safe
def expenses(request: HttpRequest) -> HttpResponse:
    """Every expense in sight, the latest first; `?etat=` keeps one state."""
    require(request.user, P.AGREEMENTS_READ)
    rows = queries.expenses_of(Agreement.objects.visible_to(request.user)).order_by("-pk")
    state = request.GET.get("etat", "")
    rows = rows.filter(state=state) if state in ExpenseState.values else rows
    return render(request, "agreements/expenses.html", {"page": page_of(request, rows), "state": state, "states": ExpenseState.choices})  # fmt: skip


@get_or_post
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """An invoice, with its document."""
    row = visible(request, pk)
    require(request.user, P.EXPENSES_ENTER)
    form = ExpenseForm(request.POST or None, request.FILES or None, agreement=row)
    if form.is_valid():
        answer = form.send(request, "expenses.enter", lambda: {"id": actions.enter_expense(
            invoice=form.invoice(), parts=form.parts(), proof=form.cleaned_data["proof"], by=request.user,
            on=timezone.localdate()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("La dépense attend d’être vérifiée par une autre personne."))
            return redirect("agreements:expense", answer["id"])
    return act(request, form, _("Saisir une dépense"), _("Enregistrer"), row)


@get_or_post
def expense(request: HttpRequest, pk: int) -> HttpResponse:
    """One expense: its document, who pays which part, and the decision that this person may take."""
    row = _expense(request, pk)
    form = StepForm(request.POST or None)
    if form.is_valid() and form.send(request, "expenses.check", lambda: {"id": actions.check_expense(
        expense=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La décision est enregistrée."))
        return redirect("agreements:expense", pk)
    return render(request, "agreements/expense.html", {
        "expense": row, "parts": row.parts.select_related("envelope__agreement").order_by("pk"), "form": form,
        "steps": pages.checks_of(row, request.user), "history": queries.history_of("expense", [pk]),
    }, status=form.status)  # fmt: skip


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The document itself."""
    return as_upload(_expense(request, pk).proof)


def _expense(request: HttpRequest, pk: int) -> Expense:
    require(request.user, P.AGREEMENTS_READ)
    rows = queries.expenses_of(Agreement.objects.visible_to(request.user)).select_related("proof")
    return get_object_or_404(rows, pk=pk)
