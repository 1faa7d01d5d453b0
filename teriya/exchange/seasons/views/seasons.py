"""The seasons, one season with its plan drawn, and what its convener may do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.seasons import actions, queries
from teriya.exchange.seasons.forms import ConveneForm, StepForm
from teriya.exchange.seasons.models import Part, Season
from teriya.exchange.seasons.states import PartState, SeasonState
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def seasons(request: HttpRequest) -> HttpResponse:
    """Seasons that we convened or were invited to, the latest first."""
    require(request.user, P.SEASONS_READ)
    page = page_of(request, queries.seasons())
    return render(request, "seasons/seasons.html", {"page": page, "may_keep": request.user.may(P.SEASONS_KEEP)})


@get_or_post
def convene(request: HttpRequest) -> HttpResponse:
    require(request.user, P.SEASONS_KEEP)
    form = ConveneForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "seasons.convene", lambda: {
            "uid": str(actions.convene(by=request.user, on=timezone.localdate(), **form.values() | {"agencies": list(form.cleaned_data["agencies"])}).uid)})  # fmt: skip
        if answer:
            messages.success(request, _("La saison est convoquée. Entrez maintenant ce que notre agence apporte."))
            return redirect("seasons:season", answer["uid"])
    return render(request, "seasons/convene.html", {"form": form}, status=form.status)


@get_or_post
def season(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where each agency stands, the plan proposed last with its cycles as pictures, and the convener's buttons."""
    row = seen(request, uid)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (done := _taken(request, row, form)):
        messages.success(request, done)
        return redirect("seasons:season", uid)
    parts, plan = list(row.parts.select_related("agency")), row.plans.last()
    for part in parts:
        part.season = row
    if plan:
        plan.season = row
    ours = next(part for part in parts if part.is_ours)
    return render(request, "seasons/season.html", {
        "season": row, "ours": ours, "plan": plan, "told": queries.told(plan, parts, request.user) if plan else None,
        "parts": [(part, _writes(row, part), plan is None or part.read_by == plan.version) for part in parts],
        "form": form, "steps": _steps(request.user, row, parts), "may_answer": _may_answer(request.user, ours), "may_keep": request.user.may(P.SEASONS_KEEP),
        "may_decline": request.user.may(P.SEASONS_CONFIRM) and row.state == SeasonState.OPEN and ours.state != PartState.DECLINED,
    }, status=form.status)  # fmt: skip


def seen(request: HttpRequest, uid: UUID) -> Season:
    require(request.user, P.SEASONS_READ)
    return get_object_or_404(Season.objects.select_related("convener"), uid=uid)


def _taken(request: HttpRequest, row: Season, form: StepForm) -> str:
    """Take the step that a button asked for: what is said of it, or nothing where it was refused."""
    step, by, on = request.POST.get("step", ""), request.user, timezone.localdate()
    if step == "propose":
        return form.send(request, "seasons.propose", lambda: {"id": actions.propose(season=row, by=by, on=on).pk}) and _("Le plan est calculé et proposé. Chaque agence confirme sa part.")  # fmt: skip
    if step == "settle":
        return form.send(request, "seasons.settle", lambda: {"id": actions.settle(season=row, by=by, on=on).pk}) and _("Le plan est arrêté, et chaque agence le sait.")  # fmt: skip
    reason = form.cleaned_data["reason"]
    return form.send(request, "seasons.abandon", lambda: {"id": actions.abandon(season=row, reason=reason, by=by, on=on).pk}) and _("La saison est abandonnée.")  # fmt: skip


def _steps(user: User, row: Season, parts: list[Part]) -> list[str]:
    """The buttons of the convener: plan with two entries, settle when all confirmed, give up."""
    if not (row.is_ours and user.may(P.SEASONS_KEEP)) or row.is_over:
        return []
    staying = [part for part in parts if part.entry and part.state != PartState.DECLINED]
    states = {part.state for part in staying}
    found = ["abandon"]
    latest = max((part.read_by or 0 for part in parts), default=0)
    left = any(part.state == PartState.DECLINED and part.read_by == latest for part in parts)
    if len(staying) > 1 and (row.state == SeasonState.OPEN or left):
        found.append("propose")
    if row.state == SeasonState.PLANNED and not left and states == {PartState.CONFIRMED}:
        found.append("settle")
    return found


def _writes(row: Season, part: Part) -> bool:
    """Whether what a part brings is written here: ours, or that of an agency which we declare."""
    return part.is_ours or (row.is_ours and not part.speaks)


def _may_answer(user: User, ours: Part) -> bool:
    return ours.state == PartState.ASKED and user.may(P.SEASONS_CONFIRM) and user.pk != ours.entered_by_id
