"""The strategy on one page; the map of partners; round tables and communes' own plans on theirs."""

from functools import partial

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Row, page_of
from teriya.partnerships.partners import actions, queries
from teriya.partnerships.partners.forms import domains
from teriya.partnerships.partners.models import ActionPlan, Axis, Decision, Offer, RoundTable, Target, YearReview
from teriya.partnerships.partners.states import PLAN_LIFE
from teriya.partnerships.partners.strategy_forms import (
    AxisForm,
    DecisionForm,
    OfferForm,
    PlanForm,
    PlanStepForm,
    PromiseForm,
    RoundTableForm,
    TargetForm,
    YearReviewForm,
)
from teriya.partnerships.partners.views.acting import act, get_or_post


@require_safe
def strategy(request: HttpRequest) -> HttpResponse:
    """Axes, the targets of a year against what stands, offers, the yearly reviews with their decisions."""
    require(request.user, P.PARTNERS_READ)
    today = timezone.localdate()
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    years = sorted({today.year, year, *Target.objects.values_list("year", flat=True)})
    lines = queries.measured(year, today)
    top = max([max(line.target, line.signed + line.weighted) for line in lines], default=0) or 1
    return render(request, "partners/strategy.html", {
        "axes": Axis.objects.all(), "year": year, "years": years, "offers": Offer.objects.order_by("kind", "title"),
        "lines": [(line, *(1000 * value // top for value in (line.signed, line.signed + line.weighted, min(line.target, top - top // 150)))) for line in lines],
        "reviews": YearReview.objects.prefetch_related("decisions__owner"), "may_write": request.user.may(P.PARTNERS_WRITE),
        "today": today,
    })  # fmt: skip


@require_safe
def mapping(request: HttpRequest) -> HttpResponse:
    """Who works where and in what: kinds of partner by region, drawn and in a table, and by domain."""
    require(request.user, P.PARTNERS_READ)
    regions = list(places.regions().order_by("name"))
    by_region = queries.partners_by_region([region.code for region in regions])
    named = domains()
    by_domain = queries.partners_by_domain([code for code, _name in named])
    rows = [Row(region.name, sum(line.counts[n] for line in by_region), code=region.code) for n, region in enumerate(regions)]  # fmt: skip
    return render(request, "partners/mapping.html", {
        "map": rules.region_map(), "rows": rows, "regions": regions, "by_region": by_region,
        "domains": [(name, [(line.label, line.counts[n]) for line in by_domain if line.counts[n]]) for n, (_code, name) in enumerate(named)],
        "everywhere": sum(line.everywhere for line in by_region),
    })  # fmt: skip


@get_or_post
def add(request: HttpRequest, word: str) -> HttpResponse:
    """Write an axis, a target, an offer, a round table, a commune's plan, the review of a year."""
    require(request.user, P.PARTNERS_WRITE)
    words = {
        "axe": (AxisForm, actions.set_axis, _("Écrire un axe"), "strategy"),
        "cible": (TargetForm, actions.set_target, _("Fixer une cible"), "strategy"),
        "offre": (OfferForm, actions.set_offer, _("Écrire une offre"), "strategy"),
        "revue": (YearReviewForm, actions.review_year, _("Écrire la revue d’une année"), "strategy"),
        "table-ronde": (RoundTableForm, actions.hold_round_table, _("Écrire une table ronde"), "round_tables"),
        "plan": (PlanForm, actions.prepare_plan, _("Préparer un plan communal"), "plans"),
    }
    if word not in words:
        raise Http404
    form, do, title, back = words[word]
    start = {"year": timezone.localdate().year}
    return _act(
        request, form(request.POST or None, initial=start), do.__name__, do, title, reverse(f"partners:{back}")
    )


@get_or_post
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a decision to the review of a year."""
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(YearReview, pk=pk)
    title = _("Décision de la revue %(year)s") % {"year": row.year}
    return _act(request, DecisionForm(request.POST or None), "decide", partial(actions.decide, review=row), title, reverse("partners:strategy"))  # fmt: skip


@get_or_post
def do_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done."""
    require(request.user, P.PARTNERS_READ)
    row = get_object_or_404(Decision, pk=pk, done_on=None)
    form = ActionForm(request.POST or None)
    return _act(request, form, "do_decision", partial(actions.do_decision, decision=row), row.what, reverse("partners:strategy"), _("C’est fait"))  # fmt: skip


@require_safe
def round_tables(request: HttpRequest) -> HttpResponse:
    """Who met, and what came out of it."""
    require(request.user, P.PARTNERS_READ)
    rows = RoundTable.objects.annotate(count=Count("promises"), francs=Sum("promises__amount")).order_by(
        "-held_on", "-pk"
    )
    return render(request, "partners/round_tables.html", {"page": page_of(request, rows), "may_write": request.user.may(P.PARTNERS_WRITE)})  # fmt: skip


@require_safe
def round_table(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.PARTNERS_READ)
    row = get_object_or_404(RoundTable, pk=pk)
    return render(request, "partners/round_table.html", {
        "table": row, "promises": row.promises.select_related("partner").order_by("pk"), "may_write": request.user.may(P.PARTNERS_WRITE),
    })  # fmt: skip


@get_or_post
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """What a partner promised becomes a lead."""
    require(request.user, P.PARTNERS_WRITE)
    row = get_object_or_404(RoundTable, pk=pk)
    form = PromiseForm(request.POST or None)
    return _act(request, form, "note_promise", partial(actions.note_promise, round_table=row), _("Noter une promesse"),
                reverse("partners:round_table", args=[pk]))  # fmt: skip


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Local volunteering that communes pay themselves, the latest year first."""
    require(request.user, P.PARTNERS_READ)
    rows = ActionPlan.objects.select_related("commune__region").order_by("-year", "commune__name")
    return render(request, "partners/plans.html", {"page": page_of(request, rows), "may_write": request.user.may(P.PARTNERS_WRITE)})  # fmt: skip


@get_or_post
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan, and its next step."""
    require(request.user, P.PARTNERS_READ)
    row = get_object_or_404(ActionPlan.objects.select_related("commune__region"), pk=pk)
    form = PlanStepForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.move_plan(plan=row, by=request.user, **form.values()).pk}

    if form.is_valid() and form.send(request, "plans.move", do):
        return redirect("partners:plan", pk)
    steps = [step.name for step in PLAN_LIFE.open_from(row.state) if request.user.may(step.permission)]
    return render(request, "partners/plan.html", {
        "plan": row, "form": form, "steps": steps, "history": queries.history_of("action_plan", pk),
    }, status=form.status)  # fmt: skip


def _act(
    request: HttpRequest, form: ActionForm, word: str, do, title: str, back: str, submit: str = ""
) -> HttpResponse:
    return act(request, form, f"partners.{word}", do, title=title, about=_("Stratégie de partenariat"), back=back,
               submit=submit or _("Enregistrer"), done=_("C’est enregistré."))  # fmt: skip
