"""What is stopped: each line with its reasons, who can lift them and for how long it has waited; and what a person clears."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.controls import OWNERS, TITLES
from teriya.pay.allowances.engine.ghosts import PATTERNS, SURE
from teriya.pay.allowances.forms import ClearForm

_READERS = (P.PAY_READ, P.PAY_CLEAR, P.WALLETS_ENTER)


@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    """Every stopped line of one's sight, the oldest first; `motif` narrows to one reason."""
    user = request.user
    if not any(user.may(permission) for permission in _READERS):
        raise NotAllowed("not_allowed", _("Votre rôle ne donne pas accès aux lignes arrêtées."))
    rows = queries.blocked_seen_by(user)
    reasons = queries.reasons_of(rows)
    code = request.GET.get("motif", "")
    if code in reasons:
        rows = rows.filter(blocked__contains=[[code]])
    rows = rows.select_related("mission__person", "mission__host", "run__form").order_by("run__on", "pk")
    page = page_of(request, rows)
    may_clear = user.may(P.PAY_CLEAR)
    for row in page:
        row.stops = [(sentence, OWNERS.get(code, "")) for code, sentence in row.blocked]
        row.is_clearable = may_clear and any(
            code in PATTERNS and PATTERNS[code].points < SURE for code, _ in row.blocked
        )
    return render(request, "allowances/blocked.html", {
        "page": page, "reasons": [(code, TITLES.get(code, code), number) for code, number in reasons.items()], "code": code,
        "reads": user.may(P.PAY_READ),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """The signs of one line, each with its weight and where the idea comes from; a named person clears those that are doubts."""
    require(request.user, P.PAY_CLEAR)
    rows = queries.blocked_seen_by(request.user).select_related(
        "mission__person", "mission__host", "mission__offer__application", "run"
    )
    line = get_object_or_404(rows, pk=pk)
    form = ClearForm(request.POST or None)
    if form.is_valid() and form.send(
        request, "pay.clear",
        lambda: {"rows": len(actions.clear_signs(line=line, by=request.user, on=timezone.localdate(), **form.values()))},
    ):  # fmt: skip
        messages.success(request, _("Le soupçon est levé : la ligne repart au prochain calcul."))
        return redirect("allowances:blocked")
    signs = [(sentence, PATTERNS[code]) for code, sentence in line.blocked if code in PATTERNS]
    context = {
        "line": line, "form": form, "signs": signs, "sure": SURE, "clearances": queries.clearances_of(line.mission),
        "may_clear": any(pattern.points < SURE for _sentence, pattern in signs),
    }  # fmt: skip
    return render(request, "allowances/clear.html", context, status=form.status)
