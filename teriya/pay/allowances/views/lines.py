"""Lines: a volunteer's slip, the same line explained to an auditor, what is stopped."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances import actions, explanations, notices, parts, queries
from teriya.pay.allowances.controls import OWNERS
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.slips import slip_of
from teriya.pay.allowances.states import LineState
from teriya.pay.allowances.views.runs import run_or_404


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The volunteer's own payments, the latest first."""
    rows = queries.lines_of(request.user).select_related("mission__host").order_by("-month", "-pk")
    doors = [door for source in parts.MINE for door in source(request.user)]
    told = [html for source in parts.OWN if (html := source(request.user))]
    return render(request, "allowances/mine.html", {"page": page_of(request, rows), "doors": doors, "told": told})


@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """« Pourquoi 28 500 F et pas 30 000 F ? »; for those who read pay, also where each figure comes from."""
    row, reads = line_or_404(request, pk), request.user.may(P.PAY_READ)
    slip, doors = slip_of(row, with_names=reads), {}
    for add in parts.ROWS:
        doors |= add(request.user, row)
    context = {
        "line": row, "slip": slip, "form": ActionForm(), "reads": reads,
        "rows": [(item, doors.get(rank)) for rank, item in enumerate(slip.lines, start=1)], "net_door": doors.get(0),
        "notes": [note for add in parts.NOTES for note in add(request.user, row)],
        "month": Month.of(row.month), "is_mine": row.mission.person.account_id == request.user.pk,
        "is_published": row.state in queries.PUBLISHED,
        "may_correct": row.is_month and row.state == LineState.PAID and request.user.may(P.PAY_CORRECT),
        "stops": [(code, sentence, OWNERS.get(code, "")) for code, sentence in row.blocked],
    }  # fmt: skip
    if reads:
        context |= {
            "proof": explanations.of(row),
            "reads_mission": request.user.may(P.MISSIONS_READ),
            "said": [moment for add in parts.MOMENTS for moment in add(row)],
            "doors": [door for source in parts.LINE_DOORS for door in source(request.user, row)],
        }
    return render(request, "allowances/line.html", context)


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Number the slip the first time it is asked for on paper."""
    row, form = line_or_404(request, pk), ActionForm(request.POST)
    if row.state not in queries.PUBLISHED:
        raise Http404
    if form.is_valid() and form.send(
        request, "pay.issue_slip",
        lambda: {"id": actions.issue_slip(line=row, by=request.user, on=timezone.localdate()).pk},
    ):  # fmt: skip
        return redirect("allowances:slip", pk)
    return redirect("allowances:line", pk)


@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The bulletin as PDF, once numbered."""
    row = line_or_404(request, pk)
    if row.slip is None:
        raise Http404
    return as_download(row.slip)


@require_POST
def send_sms(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip by SMS to the volunteer's own number, once a line."""
    row, form = line_or_404(request, pk), ActionForm(request.POST)
    if row.mission.person.account_id != request.user.pk or row.state not in queries.PUBLISHED:
        raise Http404
    if form.is_valid() and form.send(request, "pay.slip_sms", lambda: notices.send_slip(row)):
        messages.success(request, _("Le détail part par SMS à votre numéro."))
    return redirect("allowances:line", pk)


@require_safe
def of_run(request: HttpRequest, pk: int) -> HttpResponse:
    """A run's lines, by state."""
    row = run_or_404(request, pk)
    rows = row.lines.select_related("mission__person", "mission__host").order_by("mission__person__matricule", "pk")
    state = request.GET.get("etat", "")
    rows = rows.filter(state=state) if state in LineState.values else rows
    return render(request, "allowances/lines.html", {
        "run": row, "page": page_of(request, rows), "state": state, "states": LineState.choices})  # fmt: skip


def line_or_404(request: HttpRequest, pk: int) -> PayLine:
    """A line that this person may see: any for who reads pay, one's own otherwise."""
    rows = queries.lines_visible_to(request.user).select_related(
        "mission__person", "mission__host__commune", "mission__form", "run", "slip"
    )
    return get_object_or_404(rows, pk=pk)
