"""One person's savings: the volunteer's own page, the agency's, the statement on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.pay.savings import actions, queries
from teriya.pay.savings.actions.heirs import is_dead
from teriya.pay.savings.actions.papers import papers_of
from teriya.pay.savings.models import Refund
from teriya.pay.savings.statements import statement_of
from teriya.people.models import Person


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The volunteer's own savings."""
    require(request.user, P.OWN_FILE)
    row = Person.objects.filter(account=request.user).first()
    context = _told(row) if row else {"told": None}
    return render(request, "savings/mine.html", context | {"form": ActionForm()})


@require_safe
def person(request: HttpRequest, matricule: str) -> HttpResponse:
    """The same, for who reads pay, with what may be asked."""
    require(request.user, P.PAY_READ)
    row = get_object_or_404(Person, matricule=matricule)
    told, last = statement_of(row), queries.last_mission(row)
    dead, running, act = is_dead(row), queries.is_running(row), queries.heirs_of(row)
    may_ask = request.user.may(P.SAVINGS_ASK) and not running and told.balance > queries.reserved(row)
    return render(request, "savings/person.html", _told(row) | {
        "form": ActionForm(), "mission": last, "is_running": running, "is_dead": dead, "act": act,
        "may_ask": may_ask and not dead, "may_enter": request.user.may(P.SAVINGS_ASK) and dead and act is None,
        "reads_mission": request.user.may(P.MISSIONS_READ), "asks": request.user.may(P.SAVINGS_ASK),
        "back": queries.to_set_aside().filter(mission__person__in=Person.objects.filter(queries.records_of(row))),
        "asides": queries.asides_of(row, "asked", "approved"),
    })  # fmt: skip


@require_POST
def issue(request: HttpRequest, matricule: str) -> HttpResponse:
    """The statement, numbered."""
    row, form = _seen(request, matricule), ActionForm(request.POST)
    if form.is_valid():
        answer = form.send(request, "savings.issue_statement", lambda: {
            "id": actions.issue_statement(person=row, by=request.user, on=timezone.localdate()).pk})  # fmt: skip
        if answer:
            return redirect("savings:statement", matricule, answer["id"])
    return redirect("savings:mine" if not request.user.may(P.PAY_READ) else "savings:person", *([matricule] if request.user.may(P.PAY_READ) else []))  # fmt: skip


@require_safe
def statement(request: HttpRequest, matricule: str, paper: int) -> HttpResponse:
    """The statement as PDF."""
    return as_download(get_object_or_404(papers_of(_seen(request, matricule)), pk=paper))


def _seen(request: HttpRequest, matricule: str) -> Person:
    return get_object_or_404(queries.people_seen_by(request.user), matricule=matricule)


def _told(person: Person) -> dict:
    told = statement_of(person)
    people = Person.objects.filter(queries.records_of(person)).values("pk")
    refunds = Refund.objects.filter(person__in=people).select_related("heir", "person").order_by("-pk")
    return {"person": person, "told": told, "refunds": refunds}
