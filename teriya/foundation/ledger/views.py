from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ledger import actions, queries
from teriya.foundation.ledger.forms import GrantForm, TakeInForm, TopUpForm, WithdrawForm
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.ledger.queries import NOTHING, Standing
from teriya.foundation.ui.parts import Row, page_of

SOURCES = {  # what caused a movement; a room that writes another adds its word
    "grant": gettext_lazy("dotation"), "top_up": gettext_lazy("dotation ajoutée"), "withdrawal": gettext_lazy("retrait du financeur"),
    "credit_notice": gettext_lazy("avis de crédit"), "taken_on": gettext_lazy("reprise d’une dépense d’avant"),
    "seat": gettext_lazy("place"), "mission": gettext_lazy("mission close"),
    "refinancing": gettext_lazy("place reprise par une autre enveloppe"),
    "pay_line": gettext_lazy("ligne de paie"), "recovered": gettext_lazy("trop-perçu repris"),
    "agreement": gettext_lazy("signature d’une convention ou d’un avenant"), "tranche": gettext_lazy("tranche d’une convention"),
    "expense": gettext_lazy("dépense d’une convention"), "repayment": gettext_lazy("rendu au bailleur"),
    "refused_line": gettext_lazy("ligne refusée par un bailleur"), "agreement_closed": gettext_lazy("convention close"),
    "host_payment": gettext_lazy("quote-part d’une structure"),
}  # fmt: skip


class Change(NamedTuple):
    title: Promise
    submit: Promise
    form: type[ActionForm]
    do: Callable[..., int]


CHANGES = {
    "abonder": Change(gettext_lazy("Abonder « %s »"), gettext_lazy("Abonder"), TopUpForm, actions.top_up),
    "retirer": Change(gettext_lazy("Retirer de « %s »"), gettext_lazy("Retirer"), WithdrawForm, actions.withdraw),
    "encaisser": Change(gettext_lazy("Encaisser pour « %s »"), gettext_lazy("Encaisser"), TakeInForm, actions.take_in),
}


@require_safe
def envelopes(request: HttpRequest) -> HttpResponse:
    """Every envelope: given, committed, spent, and what it still holds."""
    require(request.user, P.ENVELOPES_READ)
    found = queries.standings()
    page = page_of(request, Envelope.objects.order_by("-opens_on", "code"))
    rows = [(envelope, found.get(envelope.pk, NOTHING)) for envelope in page]
    total = Standing(
        *(sum(getattr(one, name) for one in found.values()) for name in ("granted", "committed", "spent", "received"))
    )
    return render(request, "ledger/envelopes.html", {
        "page": page, "rows": rows, "total": total, "may_grant": request.user.may(P.ENVELOPES_GRANT),
    })  # fmt: skip


@require_safe
def envelope(request: HttpRequest, code: str) -> HttpResponse:
    """One envelope and its movements, the latest first."""
    require(request.user, P.ENVELOPES_READ)
    row = get_object_or_404(Envelope, code=code)
    standing = queries.standings().get(row.pk, NOTHING)
    bars = [
        Row(_("Doté"), standing.granted), Row(_("Engagé"), standing.committed), Row(_("Dépensé"), standing.spent),
        Row(_("Disponible"), max(standing.available, 0)), Row(_("Encaissé"), standing.received),
    ]  # fmt: skip
    page = page_of(request, row.envelopemovement_set.order_by("-pk"))
    moves = [(movement, SOURCES.get(movement.source, movement.source)) for movement in page]
    return render(request, "ledger/envelope.html", {
        "envelope": row, "standing": standing, "bars": bars, "page": page, "moves": moves, "may_grant": not row.kept_by and request.user.may(P.ENVELOPES_GRANT),
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
def change(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Add to an envelope, withdraw from it, or write the money that came for it."""
    require(request.user, P.ENVELOPES_GRANT)
    row = get_object_or_404(Envelope, code=code)
    change = CHANGES[what]
    form = change.form(request.POST or None)
    if form.is_valid() and form.send(
        request,
        f"ledger.{change.do.__name__}",
        lambda: {"left": change.do(envelope=row, by=request.user, **form.values())},
    ):
        return redirect("ledger:envelope", code)
    return render(
        request,
        "ledger/change.html",
        {"form": form, "envelope": row, "change": change, "title": change.title % row.title},
        status=form.status,
    )
