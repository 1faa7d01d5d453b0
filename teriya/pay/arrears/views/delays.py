"""The delay of pay: counted, frozen, published with its definition; what the public reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.ui.parts import page_of
from teriya.pay.arrears import actions, queries
from teriya.pay.arrears.forms import DecideForm, FreezeForm, periods
from teriya.pay.arrears.models import DelayFigure
from teriya.pay.arrears.states import FIGURE_LIFE

BUTTONS = ("publish", "set_aside", "withdraw")


@require_http_methods(["GET", "POST"])
def delays(request: HttpRequest) -> HttpResponse:
    """What was frozen, the latest first; whoever may counts a period as it is today, then freezes it."""
    require(request.user, P.ARREARS_READ)
    known, today = periods(timezone.localdate()), timezone.localdate()
    form = FreezeForm(request.POST or None, choices=[(code, name) for code, (name, _days) in known.items()],
                      initial={"period": request.GET.get("periode", "")})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        first, last = known[form.cleaned_data["period"]][1]
        answer = form.send(
            request,
            "arrears.freeze",
            lambda: {"id": actions.freeze_figure(first=first, last=last, by=request.user, on=today).pk},
        )
        if answer:
            messages.success(request, _("Le chiffre est figé. Une autre personne, la direction, le publie."))
            return redirect("arrears:delay", answer["id"])
    asked = known.get(request.GET.get("periode", ""))
    return render(request, "arrears/delays.html", {
        "page": page_of(request, DelayFigure.objects.order_by("-on", "-pk")), "form": form, "may_freeze": request.user.may(P.DELAYS_FREEZE),
        "live": _live(asked) if asked else None, "periods": [(code, name) for code, (name, _days) in known.items()], "asked": request.GET.get("periode", ""),
    }, status=form.status)  # fmt: skip


def _live(asked: tuple) -> DelayFigure:
    """The figure of a period as it would be frozen today, not kept."""
    first, last = asked[1]
    found = queries.delay_of(first, last, timezone.localdate())
    return DelayFigure(first=first, last=last, on=timezone.localdate(), people=found.people, limit=found.limit,
                       population=found.delays.population, paid=found.delays.paid, within=found.delays.within,
                       median=found.delays.median, ninth=found.delays.ninth)  # fmt: skip


@require_http_methods(["GET", "POST"])
def delay(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure as it was frozen, who did what with it, and what this person may decide."""
    require(request.user, P.ARREARS_READ)
    figure, form = get_object_or_404(DelayFigure, pk=pk), DecideForm(request.POST or None)
    steps = _steps(request.user, figure)
    if request.method == "POST" and form.is_valid():
        asked = request.POST.get("step", "")
        step = asked if asked in BUTTONS else "publish"
        done = form.send(request, "arrears.decide", lambda: {
            "id": actions.decide_figure(figure=figure, step=step, by=request.user, on=timezone.localdate(), reason=form.cleaned_data["reason"]).pk})  # fmt: skip
        if done:
            messages.success(request, _("La décision est enregistrée."))
            return redirect("arrears:delay", pk)
    people = {figure.frozen_by_id, figure.decided_by_id}
    return render(request, "arrears/delay.html", {
        "figure": figure, "form": form, "steps": steps, "names": list(User.objects.filter(pk__in=people - {None}).values_list("name", flat=True)),
        "history": Transition.objects.filter(subject=FIGURE_LIFE.subject, subject_id=pk).order_by("pk"),
        "frozen_by": User.objects.get(pk=figure.frozen_by_id),
    }, status=form.status)  # fmt: skip


def _steps(user: User, figure: DelayFigure) -> list[str]:
    if not user.may(P.DELAYS_PUBLISH) or user.pk == figure.frozen_by_id:
        return []
    return [step.name for step in FIGURE_LIFE.open_from(figure.state)]


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """What the agency publishes of its delay of pay: each figure with its definition, its day and what it is counted over."""
    return render(request, "arrears/published.html", {"page": page_of(request, queries.published_delays())})
