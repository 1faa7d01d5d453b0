"""Pages of emergencies: whom to call for a volunteer, a region evacuated, who has been reached."""

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.service.followup import actions
from teriya.service.followup.forms import ContactForm, EvacuateForm, ReachedForm
from teriya.service.followup.models import EmergencyContact, Evacuation
from teriya.service.followup.policies import covers_centre, may_visit
from teriya.service.followup.states import EvacuationState
from teriya.service.followup.views.parts import centres_of
from teriya.service.missions.models import Mission

get_or_post = require_http_methods(["GET", "POST"])
SHOWN = 100  # lines of a list that one marks standing


@get_or_post
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to call for a volunteer, and where one sleeps."""
    mission = get_object_or_404(Mission.objects.select_related("person", "host"), pk=pk)
    is_own = mission.person.account_id == request.user.pk
    if not is_own and not may_visit(request.user, mission):
        raise Http404
    known = EmergencyContact.objects.filter(person=mission.person).first()
    form = ContactForm(
        request.POST or None,
        initial={"name": known.name, "phone": known.phone, "lodging": known.lodging} if known else None,
    )

    def do() -> dict:
        return {
            "id": actions.write_contact(mission=mission, by=request.user, on=timezone.localdate(), **form.values()).pk
        }

    if form.is_valid() and form.send(request, "followup.write_contact", do):
        messages.success(request, _("C’est enregistré."))
        return redirect("followup:mine") if is_own else redirect("followup:plan")
    return render(
        request, "followup/contact.html", {"mission": mission, "form": form, "is_own": is_own}, status=form.status
    )


@get_or_post
def evacuations(request: HttpRequest) -> HttpResponse:
    """Order an evacuation; those that run, then the past ones."""
    require(request.user, P.EVACUATIONS_READ)
    may_order = request.user.may(P.EVACUATIONS_ORDER)
    centres = centres_of(request.user, P.EVACUATIONS_ORDER)
    form = EvacuateForm(request.POST or None, centres=centres) if may_order else ActionForm()

    def do() -> dict:
        return {"id": actions.order_evacuation(by=request.user, on=timezone.localdate(), **form.values()).pk}

    if may_order and form.is_valid() and (answer := form.send(request, "followup.order_evacuation", do)):
        return redirect("followup:evacuation", answer["id"])
    rows = Evacuation.objects.visible_to(request.user).select_related("centre").with_counts().order_by("-state", "-pk")
    return render(
        request,
        "followup/evacuations.html",
        {"form": form, "may_order": may_order, "page": page_of(request, rows)},
        status=form.status,
    )


@get_or_post
def evacuation(request: HttpRequest, pk: int) -> HttpResponse:
    """The list: who is still to reach comes first; those ticked are marked with the place where they are."""
    row = _visible(request, pk)
    lines = row.evacuees.select_related("mission__person__emergency_contact", "mission__host__commune")
    page = page_of(
        request,
        lines.order_by(
            F("reached_at").asc(nulls_first=True), "mission__host__commune__name", "mission__host__name", "pk"
        ),
        SHOWN,
    )
    may_mark = row.state == EvacuationState.RUNNING and covers_centre(
        request.user, (P.VISITS_MAKE, P.EVACUATIONS_ORDER), row.centre
    )
    form = ReachedForm(request.POST or None, among=[line.pk for line in page]) if may_mark else ActionForm()

    def do() -> dict:
        values = form.values()
        return {
            "count": actions.mark_reached(
                evacuation=row,
                evacuees=values["chosen"],
                where=values["where"],
                by=request.user,
                on=timezone.localdate(),
            )
        }

    if may_mark and form.is_valid() and form.send(request, "followup.mark_reached", do):
        return redirect(request.get_full_path())
    return render(request, "followup/evacuation.html", {
        "evacuation": row, "page": page, "lines": [(line, getattr(line.mission.person, "emergency_contact", None)) for line in page], "form": form, "may_mark": may_mark, "left": row.evacuees.filter(reached_at=None).count(),
        "total": page.paginator.count, "may_close": may_mark and covers_centre(request.user, (P.EVACUATIONS_ORDER,), row.centre),
    }, status=form.status)  # fmt: skip


def _visible(request: HttpRequest, pk: int) -> Evacuation:
    return get_object_or_404(Evacuation.objects.visible_to(request.user).select_related("centre", "sheet"), pk=pk)


@get_or_post
def close_evacuation(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.EVACUATIONS_ORDER)
    row = _visible(request, pk)
    form = ActionForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.close_evacuation(evacuation=row, by=request.user, on=timezone.localdate()).pk}

    if form.is_valid() and form.send(request, "followup.close_evacuation", do):
        return redirect("followup:evacuation", pk)
    return render(request, "followup/close_evacuation.html", {"evacuation": row, "form": form}, status=form.status)


@require_safe
def evacuation_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    return as_download(_visible(request, pk).sheet)
