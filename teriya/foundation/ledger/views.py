from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ledger import actions, queries
from teriya.foundation.ledger.forms import GrantForm, TopUpForm
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.ledger.queries import Standing
from teriya.foundation.ui.parts import Row, page_of

_NOTHING = Standing(0, 0, 0)
SOURCES = {  # what caused a movement; a room that writes another adds its word
    "grant": gettext_lazy("dotation"), "top_up": gettext_lazy("dotation ajoutée"), "seat": gettext_lazy("place"),
    "pay_line": gettext_lazy("ligne de paie"),
}  # fmt: skip


@require_safe
def envelopes(request: HttpRequest) -> HttpResponse:
    """Every envelope: given, committed, spent, and what it still holds."""
    require(request.user, P.ENVELOPES_READ)
    found = queries.standings()
    page = page_of(request, Envelope.objects.order_by("-opens_on", "code"))
    rows = [(envelope, found.get(envelope.pk, _NOTHING)) for envelope in page]
    total = Standing(
        *(sum(getattr(one, name) for one in found.values()) for name in ("granted", "committed", "spent"))
    )
    return render(request, "ledger/envelopes.html", {
        "page": page, "rows": rows, "total": total, "may_grant": request.user.may(P.ENVELOPES_GRANT),
    })  # fmt: skip


@require_safe
def envelope(request: HttpRequest, code: str) -> HttpResponse:
    """One envelope and its movements, the latest first."""
    require(request.user, P.ENVELOPES_READ)
    row = get_object_or_404(Envelope, code=code)
    standing = queries.standings().get(row.pk, _NOTHING)
    bars = [
        Row(_("Doté"), standing.granted), Row(_("Engagé"), standing.committed), Row(_("Dépensé"), standing.spent),
        Row(_("Disponible"), standing.available),
    ]  # fmt: skip
    page = page_of(request, row.envelopemovement_set.order_by("-pk"))
    moves = [(movement, SOURCES.get(movement.source, movement.source)) for movement in page]
    return render(request, "ledger/envelope.html", {
        "envelope": row, "standing": standing, "bars": bars, "page": page, "moves": moves, "may_grant": request.user.may(P.ENVELOPES_GRANT),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest) -> HttpResponse:
    """Open an envelope with what its funder gives."""
    require(request.user, P.ENVELOPES_GRANT)
    form = GrantForm(request.POST or None)
    if form.is_valid():
        answer = form.send(
            request, "ledger.grant", lambda: {"code": actions.grant(by=request.user, **form.values()).code}
        )
        if answer:
            return redirect("ledger:envelope", answer["code"])
    return render(request, "ledger/grant.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def top_up(request: HttpRequest, code: str) -> HttpResponse:
    """Add a sum to an envelope, by an act of its funder."""
    require(request.user, P.ENVELOPES_GRANT)
    row = get_object_or_404(Envelope, code=code)
    form = TopUpForm(request.POST or None)
    if form.is_valid() and form.send(
        request, "ledger.top_up", lambda: {"left": actions.top_up(envelope=row, by=request.user, **form.values())}
    ):
        return redirect("ledger:envelope", code)
    return render(request, "ledger/top_up.html", {"form": form, "envelope": row}, status=form.status)
