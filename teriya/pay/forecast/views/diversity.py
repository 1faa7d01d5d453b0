"""Diversification: the share of each source by year, the largest, the concentration, the target; what is frozen of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.ui.parts import Row, page_of
from teriya.partnerships.partners import queries as partners
from teriya.pay.forecast import actions, diversity, words
from teriya.pay.forecast.forms import DecideForm, FreezeForm
from teriya.pay.forecast.models import SourceFigure
from teriya.pay.forecast.states import FIGURE_LIFE

MEASURES = {diversity.RECEIVED: _("reçu"), diversity.SPENT: _("ordonnancé")}


@require_http_methods(["GET", "POST"])
def diversification(request: HttpRequest) -> HttpResponse:
    """Year by year, as rows stand; whoever plans freezes a year that is over."""
    require(request.user, P.FORECAST_READ)
    measure = request.GET.get("mesure", "")
    measure = measure if measure in MEASURES else diversity.RECEIVED
    found = diversity.years(measure)
    asked = request.GET.get("annee", "")
    year = next((one for one in found if str(one.year) == asked), found[0] if found else None)
    today = timezone.localdate()
    form = FreezeForm(request.POST or None, years=[one.year for one in found if one.year < today.year])
    if request.method == "POST" and form.is_valid():
        frozen = form.send(request, "forecast.freeze", lambda: {
            "id": actions.freeze_figure(year=form.cleaned_data["year"], measure=measure, by=request.user, on=today).pk})  # fmt: skip
        if frozen:
            messages.success(request, gettext("Le chiffre est figé. Une autre personne, la direction, le publie."))
            return redirect("forecast:figure", frozen["id"])
    context = {
        "years": found, "year": year, "measure": measure, "measures": MEASURES.items(), "now": timezone.now(), "form": form,
        "may_freeze": request.user.may(P.FORECAST_PLAN) and form.fields["year"].choices, "definition": diversity.definition(measure),
        "figures": [_shown(one) for one in SourceFigure.objects.order_by("-year", "-on", "-pk")[:12]],
    }  # fmt: skip
    if year:
        named = {row.kind: row.target for row in partners.measured(year.year, today) if row.target}
        shares, funders = year.by_kind, year.by_funder
        context |= {
            "kinds": [(words.kind_of(kind), year.kinds.get(kind, 0), shares.shares.get(kind, 0), named.get(kind))
                      for kind in sorted({*year.kinds, *named}, key=lambda kind: (-year.kinds.get(kind, 0), kind))],
            "funders": [(words.kind_of(kind), funder, francs, funders.shares.get((kind, funder), 0))
                        for (kind, funder), francs in sorted(year.funders.items(), key=lambda pair: (-pair[1], pair[0]))],
            "bars": [Row(words.kind_of(kind), max(francs, 0)) for kind, francs in sorted(year.kinds.items(), key=lambda pair: -pair[1])],
            "recovered": words.recovered(*year.recovered), "largest": funders.largest[1] if funders.largest else "", "largest_share": max(funders.shares.values(), default=0),
        }  # fmt: skip
    return render(request, "forecast/diversification.html", context, status=form.status)


def _shown(figure: SourceFigure) -> SourceFigure:
    """With the words and shares of what was frozen."""
    year = diversity.of_figure(figure.year, figure.counted)
    shares = year.by_kind.shares
    figure.named = MEASURES[figure.measure]
    figure.kinds = [(words.kind_of(kind), francs, shares.get(kind, 0)) for kind, francs in year.kinds.items()]
    figure.recovered = words.recovered(figure.counted["paid"], figure.counted["due"])
    figure.is_whole = figure.sha256 == diversity.fingerprint(
        figure.year, figure.measure, figure.on, figure.definition, figure.counted
    )
    return figure


@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One year as it was frozen, who did what with it, and what this person may decide."""
    require(request.user, P.FORECAST_READ)
    one, form = _shown(get_object_or_404(SourceFigure, pk=pk)), DecideForm(request.POST or None)
    steps = [step.name for step in FIGURE_LIFE.open_from(one.state)] if _decides(request.user, one) else []
    if request.method == "POST" and form.is_valid():
        asked = request.POST.get("step", "")
        step = asked if asked in FIGURE_LIFE.steps else "publish"
        done = form.send(request, "forecast.decide_figure", lambda: {
            "id": actions.decide_figure(figure=one, step=step, by=request.user, on=timezone.localdate(), reason=form.cleaned_data["reason"]).pk})  # fmt: skip
        if done:
            messages.success(request, gettext("La décision est enregistrée."))
            return redirect("forecast:figure", pk)
    return render(request, "forecast/figure.html", {
        "figure": one, "form": form, "steps": steps, "frozen_by": User.objects.get(pk=one.frozen_by_id),
        "history": Transition.objects.filter(subject=FIGURE_LIFE.subject, subject_id=pk).order_by("pk"),
    }, status=form.status)  # fmt: skip


def _decides(user: User, figure: SourceFigure) -> bool:
    return user.may(P.DELAYS_PUBLISH) and user.pk != figure.frozen_by_id


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """What the agency publishes of its resources: each figure with its definition, its day and its fingerprint."""
    page = page_of(request, SourceFigure.objects.filter(state="published").order_by("-year", "measure"))
    return render(request, "forecast/published.html", {"page": page, "figures": [_shown(one) for one in page]})
