"""Reading and simulating: the rounds of a wave, one round, two compared, and why somebody is where one is."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.models import Document
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts import priorities
from teriya.mobilisation.placement import actions, pages, queries, reasons
from teriya.mobilisation.placement.forms import OverrideForm, SimulationForm, TieForm
from teriya.mobilisation.placement.jobs import compute_round
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.placement.openings import supply_of
from teriya.mobilisation.placement.solving import STEPS
from teriya.mobilisation.placement.states import ROUND_LIFE, RoundState

AT_ONCE = 5_000  # ranked candidates; a longer wave is simulated and decided by the worker
_REFRESH = 2  # seconds, for browsers without script
PLACEABLE = ("ranked", "placed", "deployed")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The waves that are ranked or placed, with what waits for a decision first."""
    require(request.user, P.PLACEMENT_READ)
    waves = Wave.objects.filter(state__in=PLACEABLE).annotate(
        tried=Count("rounds"),
        proposed=Count("rounds", filter=Q(rounds__state="proposed")),
        decided=Count("rounds", filter=Q(rounds__state="decided")),
    )
    return render(
        request,
        "placement/index.html",
        {"page": page_of(request, waves.order_by("-proposed", "-decided", "-starts_on", "pk"))},
    )


@require_safe
def wave(request: HttpRequest, code: str) -> HttpResponse:
    """The simulations of a wave, and after the decision its offers."""
    require(request.user, P.PLACEMENT_READ)
    found = get_object_or_404(Wave, code=code)
    ranks = queries.ranks_by_round(found)
    page = page_of(request, Round.objects.light().filter(wave=found).order_by("state", "-pk"))
    rows = [(round, [ranks.get(round.pk, {}).get(n, 0) for n in (1, 2, 3)]) for round in page]
    decided = Round.objects.light().decided().filter(wave=found).first()
    return render(request, "placement/wave.html", {
        "wave": found, "page": page, "rows": rows, "decided": decided, "follow_up": queries.follow_up(decided, timezone.localdate()) if decided else None,
        "may_simulate": request.user.may(P.PLACEMENT_SIMULATE) and found.state == "ranked",
        "may_call": request.user.may(P.PLACEMENT_SIMULATE), "form": ActionForm(), "ties": found.ties.select_related("user").order_by("pk"),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def simulate(request: HttpRequest, code: str) -> HttpResponse:
    """Try limits on a ranked wave; a long one is computed by the worker."""
    require(request.user, P.PLACEMENT_SIMULATE)
    found, on = get_object_or_404(Wave, code=code), timezone.localdate()
    first = {"domains": priorities.in_force(found.opens_on).codes}
    form = SimulationForm(request.POST or None, initial=first, supply=supply_of(found, on), mode=found.mode)

    def do() -> dict:
        if found.applications.filter(state="ranked").count() <= AT_ONCE:
            return {"id": actions.simulate(wave=found, by=request.user, on=on, **form.values()).pk}
        waiting = actions.announce(wave=found, by=request.user, on=on, **form.values())
        compute_round.defer(id=waiting.pk)
        return {"id": waiting.pk}

    if form.is_valid() and (done := form.send(request, "placement.simulate", do)):
        return redirect("placement:round", done["id"])
    return render(request, "placement/simulate.html", {"wave": found, "form": form}, status=form.status)


@require_safe
def round(request: HttpRequest, pk: int) -> HttpResponse:
    """One simulation: figures, wishes obtained, where, and who goes where by number."""
    found = round_or_404(request, pk)
    if not found.manifest:
        return render(request, "placement/computing.html", {
            "round": found, "steps": STEPS, "refresh": _REFRESH if found.state == RoundState.COMPUTING else None,
        })  # fmt: skip
    told = queries.tally(found)
    placements = found.placements.select_related("application__ranking", "need__host").order_by(
        "need__reference", "application__ranking__rank"
    )
    return render(request, "placement/round.html", {
        "round": found, "figures": pages.figures(found, told), "settings": pages.settings_of(found),
        "wishes": pages.wish_bars(told), "regions": pages.region_rows(told), "domains": pages.domain_rows(told),
        "map": rules.region_map(), "page": page_of(request, placements), "steps": steps_of(request, found),
        "minutes": Document.objects.filter(subject="round", subject_id=found.pk, series="PV-PLACEMENT").exists(),
        "refresh": _REFRESH if found.state == RoundState.DECIDING else None,
        "overrides": pages.overrides_of(found), "appeals": found.appeals.count(),
    })  # fmt: skip


def round_or_404(request: HttpRequest, pk: int, *, whole: bool = False) -> Round:
    """A round that this person may read; its frozen inputs only where `whole`."""
    require(request.user, P.PLACEMENT_READ)
    rows = Round.objects.visible_to(request.user).select_related("wave")
    return get_object_or_404(rows if whole else rows.light(), pk=pk)


def steps_of(request: HttpRequest, round: Round) -> list[str]:
    """What this person may do next with a round."""
    if round.state == RoundState.DECIDING:  # the worker is writing
        return []
    return [step.name for step in ROUND_LIFE.open_from(round.state) if request.user.may(step.permission)]


@require_safe
def unplaced(request: HttpRequest, pk: int) -> HttpResponse:
    """Those whom a round leaves without a place, best ranked first, each with what stopped the first wish."""
    found = round_or_404(request, pk, whole=True)
    everybody = queries.unplaced(found)
    page = page_of(request, everybody)
    told = reasons.reasons(found, page)
    rows = [(who, [(reason, pages.limited_by(reason)) for reason in told[who.number]]) for who in page]
    unranked = sum(who.state == "unranked" for who in everybody)
    return render(
        request, "placement/unplaced.html", {"round": found, "page": page, "rows": rows, "unranked": unranked}
    )


@require_safe
def why(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Every wish of one candidate: own points, those of the last one taken, and what was full."""
    found = round_or_404(request, pk, whole=True)
    application = get_object_or_404(found.wave.applications, number=number)
    told = reasons.reasons(found, [application])[number]
    rows = [(reason, reasons.post_of(reason.need), pages.limited_by(reason)) for reason in told]
    may_override = found.state in ("simulated", "proposed") and request.user.may(P.PLACEMENT_SIMULATE)
    return render(request, "placement/why.html", {
        "round": found, "application": application, "rows": rows, "may_override": may_override,
        "points": told[0].points if told else None,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def override(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Place one candidate by a decision whose reason is published, in a new simulation."""
    require(request.user, P.PLACEMENT_SIMULATE)
    found = round_or_404(request, pk)
    application = get_object_or_404(found.wave.applications, number=number)
    wishes = application.wishes.order_by("rank").values_list("need__reference", flat=True)
    form = OverrideForm(request.POST or None, initial={"name": f"{found.name[:60]} · N° {number}"})

    def do() -> dict:
        values = form.values() | {"post": form.cleaned_data["post"].strip().upper()}
        done = actions.override(round=found, number=number, by=request.user, on=timezone.localdate(), **values)
        return {"id": done.pk}

    if form.is_valid() and (done := form.send(request, "placement.override", do)):
        return redirect("placement:round", done["id"])
    return render(
        request,
        "placement/override.html",
        {"round": found, "application": application, "form": form, "wishes": wishes},
        status=form.status,
    )


@require_http_methods(["GET", "POST"])
def tie(request: HttpRequest, code: str) -> HttpResponse:
    """Declare that one is kin to somebody of the wave, or has an interest in it."""
    require(request.user, P.PLACEMENT_READ)
    found = get_object_or_404(Wave, code=code)
    form = TieForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.declare_tie(wave=found, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "placement.declare_tie", do):
        messages.success(request, _("Votre lien est déclaré : une autre personne placera cette vague."))
        return redirect("placement:wave", code)
    return render(request, "placement/tie.html", {"wave": found, "form": form}, status=form.status)


@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two simulations of a wave side by side, and each person who gains or loses."""
    require(request.user, P.PLACEMENT_READ)
    chosen = [pk for pk in request.GET.getlist("s") if pk.isdecimal()]
    found = list(
        Round.objects.light()
        .select_related("wave")
        .filter(wave__code=code, pk__in=chosen[:2])
        .exclude(manifest={})
        .order_by("pk")
    )
    if len(chosen) != 2 or len(found) != 2:
        messages.warning(request, _("Cochez deux simulations, ni plus ni moins, puis comparez."))
        return redirect("placement:wave", code)
    before, after = found
    compared = queries.compare(before, after)
    return render(request, "placement/compare.html", {
        "wave": before.wave, "before": before, "after": after, "changes": compared.changes,
        "lines": pages.lines(compared), "money": pages.spent(before, after), "page": page_of(request, pages.shifts(compared)),
        "may_propose": request.user.may(P.PLACEMENT_SIMULATE), "settings": [pages.settings_of(one) for one in found],
        "maps": [pages.region_rows(one) for one in (compared.before, compared.after)],
        "bars": [pages.wish_bars(one) for one in (compared.before, compared.after)], "map": rules.region_map(),
    })  # fmt: skip
