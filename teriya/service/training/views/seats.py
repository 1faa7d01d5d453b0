"""Pages of seats: who waits to be trained, a wave spread over its sessions, people added to one, one person moved."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions.models import Mission
from teriya.service.training import actions, policies, queries, seats
from teriya.service.training.forms import DistributeForm, MoveForm, SeatForm
from teriya.service.training.models import Trainee
from teriya.service.training.views.sessions import visible

get_or_post = require_http_methods(["GET", "POST"])
MOST = 200  # people offered for a seat on one page


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Placed and untrained: how many in each region and since when, then each with the stage and who has to act."""
    require(request.user, P.MISSIONS_READ)
    rows = queries.untrained(request.user)
    wave, region = request.GET.get("vague", ""), request.GET.get("region", "")
    rows = rows.filter(wave__code=wave) if wave else rows
    regions = queries.by_region(rows)
    rows = rows.filter(host__commune__region=region) if region.isdecimal() else rows
    rows = queries.unseated(rows) if request.GET.get("etat") == "unseated" else rows
    rows = rows.select_related("person", "host__commune__region", "host__commune__centre", "wave").order_by(
        "since", "pk"
    )
    page = page_of(request, rows)
    return render(request, "training/waiting.html", {
        "page": page, "lines": queries.waiting(page.object_list, timezone.localdate()), "regions": regions,
        "waves": _waves(request) if request.user.may(P.TRAINING_PLAN) else [], "region": region,
    })  # fmt: skip


def _waves(request: HttpRequest) -> Sequence[Wave]:
    """Waves of which somebody waits for a seat."""
    codes = queries.unseated(queries.untrained(request.user, P.TRAINING_PLAN)).values("wave")
    return list(Wave.objects.filter(pk__in=codes).order_by("-starts_on"))


@get_or_post
def distribute(request: HttpRequest, code: str) -> HttpResponse:
    """The people of a wave over the sessions of their regions: looked at first, then written; who stays without a seat is listed."""
    require(request.user, P.TRAINING_PLAN)
    wave = get_object_or_404(Wave.objects.select_related("form"), code=code)
    form = DistributeForm(request.POST or None)

    def do() -> dict:
        plan = actions.distribute(wave=wave, by=request.user, on=timezone.localdate(), **form.values())
        return {"given": plan.given, "left": len(plan.left)}

    if form.is_valid() and (answer := form.send(request, "training.distribute", do)):
        messages.success(request, _("Places données : %(given)s. Sans place : %(left)s.") % answer)
        return redirect("training:distribute", code)
    plan = seats.plan_of(wave, by=request.user, on=timezone.localdate())
    form.initial["seen"] = plan.given
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = str(plan.given)
    context = {"wave": wave, "plan": plan, "form": form, "without": page_of(request, plan.without)}
    return render(request, "training/distribute.html", context, status=form.status)


@get_or_post
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """People added to a session; late-comers too, while it lasts."""
    session = visible(request, pk)
    policies.require_planner(request.user, session)
    people = list(seats.candidates(request.user, session)[:MOST])
    form = SeatForm(request.POST or None, among=[one.pk for one in people])

    def do() -> dict:
        chosen = Mission.objects.filter(pk__in=form.cleaned_data["chosen"])
        return {"count": len(actions.seat(session=session, missions=chosen, by=request.user, on=timezone.localdate()))}

    if form.is_valid() and (answer := form.send(request, "training.seat", do)):
        messages.success(request, _("Places données : %s.") % answer["count"])
        return redirect("training:session", pk)
    taken = session.trainees.there().count()
    context = {"session": session, "people": people, "form": form, "left": session.capacity - taken}
    return render(request, "training/seat.html", context, status=form.status)


@get_or_post
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's seat: changed for another session, or given back."""
    require(request.user, P.TRAINING_PLAN)
    rows = Trainee.objects.filter(state="seated").select_related(
        "session__form", "session__commune", "mission__person", "mission__host"
    )
    trainee = get_object_or_404(rows, pk=pk)
    policies.require_planner(request.user, trainee.session)
    form = MoveForm(request.POST or None, trainee=trainee, by=request.user)

    def do() -> dict:
        values = form.values() | {"trainee": trainee, "by": request.user, "on": timezone.localdate()}
        other = values.pop("session")
        done = actions.move_to(session=other, **values) if other else actions.give_back(**values)
        return {"session": done.session_id}

    if form.is_valid() and (answer := form.send(request, "training.move", do)):
        messages.success(request, _("C’est enregistré."))
        return redirect("training:session", answer["session"])
    return render(request, "training/move.html", {"trainee": trainee, "form": form}, status=form.status)
