"""What the person says of oneself, and a host of whom it hired."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.insertion.routes import actions, queries
from teriya.insertion.routes.forms import HiredForm, OwnForm
from teriya.insertion.routes.models import Handover, Situation
from teriya.people.models import Person


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The own route since the end of the mission, and a form to say what changed."""
    require(request.user, P.OWN_FILE)
    row = Person.objects.select_related("merged_into").filter(account=request.user).first()
    mission = queries.last_ended(row) if row else None
    if row is None or mission is None:
        return render(request, "routes/mine.html", {"mission": None})
    form, today = OwnForm(request.POST or None, request.FILES or None), timezone.localdate()
    if form.is_valid():
        answer = form.send(request, "routes.say", lambda: {"id": actions.record(
            person=row, mission=mission, source="volunteer", by=request.user, on=today, **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("Merci. C’est noté."))
            return redirect("routes:mine")
    rows = Situation.objects.current().of(row).select_related("replaced_by")
    return render(request, "routes/mine.html", {
        "form": form, "mission": mission, "situations": rows, "too_old": queries.too_old(row, today),
        "handovers": Handover.objects.current().of(row).select_related("agreement"),
    }, status=form.status)  # fmt: skip


@require_safe
def hired(request: HttpRequest) -> HttpResponse:
    """Those who served here and left: whom the host hired, or may say that it did."""
    require(request.user, P.ROUTES_HIRED)
    page = page_of(request, queries.hired_by(request.user))
    rows = Situation.objects.current().filter(mission__in=[mission.pk for mission in page], source="host")
    known = {row.mission_id: row for row in rows.order_by("since", "pk")}
    page.object_list = [(mission, known.get(mission.pk)) for mission in page]
    return render(request, "routes/hired.html", {"page": page})


@require_http_methods(["GET", "POST"])
def hire(request: HttpRequest, pk: int) -> HttpResponse:
    """The host hired this volunteer, since a day."""
    require(request.user, P.ROUTES_HIRED)
    mission = get_object_or_404(queries.hired_by(request.user), pk=pk)
    form = HiredForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        answer = form.send(request, "routes.hire", lambda: {"id": actions.record(
            person=mission.person, mission=mission, source="host", detail=mission.host.name, by=request.user,
            on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("Merci. L’embauche est notée."))
            return redirect("routes:hired")
    return render(request, "routes/hire.html", {"form": form, "mission": mission}, status=form.status)
