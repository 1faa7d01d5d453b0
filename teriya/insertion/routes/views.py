"""Former volunteers and what each becomes, for who accompanies them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_upload
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of
from teriya.insertion.routes import actions, queries
from teriya.insertion.routes.forms import (
    CorrectionForm,
    HandoverCorrectionForm,
    HandoverForm,
    SituationForm,
    route_choices,
)
from teriya.insertion.routes.models import Handover, Situation
from teriya.insertion.routes.policies import commune_of
from teriya.people.models import Person
from teriya.service.missions.models import Mission


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The last mission of everybody whose service is over, with what is known of them today."""
    require(request.user, P.ROUTES_READ)
    asked, today = (
        {name: request.GET.get(name, "") for name in ("qui", "region", "forme", "voie")},
        timezone.localdate(),
    )
    rows = queries.former(request.user).matching(asked["qui"])
    rows = rows.filter(host__commune__region__code=asked["region"]) if asked["region"] else rows
    rows = rows.filter(form__code=asked["forme"]) if asked["forme"] else rows
    rows = queries.on_route(rows, asked["voie"], today) if asked["voie"] else rows
    page = page_of(request, rows)
    known = queries.situation_at([mission.head for mission in page], today)
    page.object_list = [(mission, known.get(mission.head)) for mission in page]
    return render(request, "routes/people.html", {
        "page": page, "asked": asked, "regions": places.regions(), "forms": rules.form_choices(), "unknown": queries.UNKNOWN, "routes": route_choices(),
    })  # fmt: skip


@require_safe
def person(request: HttpRequest, matricule: str) -> HttpResponse:
    """One person: the situation of today, each that was recorded with its source, what was handed over."""
    row, mission = seen(request.user, matricule)
    rows, today = Situation.objects.of(row).select_related("replaced_by"), timezone.localdate()
    may_record = (
        request.user.may(P.ROUTES_RECORD, commune=commune_of(row, mission)) and row.account_id != request.user.pk
    )
    return render(request, "routes/person.html", {
        "person": row, "mission": mission, "today": queries.situation_at([queries.head_of(row)], today).get(queries.head_of(row)),
        "situations": [one for one in rows if one.is_standing], "former": [one for one in rows if not one.is_standing],
        "handovers": Handover.objects.current().of(row).select_related("agreement", "mission"), "too_old": queries.too_old(row, today),
        "may_record": may_record, "corrects": "all" if may_record else "",
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, matricule: str) -> HttpResponse:
    """An agent notes what the person becomes."""
    row, mission = seen(request.user, matricule, P.ROUTES_RECORD)
    form, today = SituationForm(request.POST or None, request.FILES or None), timezone.localdate()
    if form.is_valid():
        answer = form.send(request, "routes.record", lambda: {"id": actions.record(
            person=row, mission=mission, source="agent", by=request.user, on=today, **form.values()).pk})  # fmt: skip
        if answer:
            _say(request, row, form.cleaned_data["route"])
            return redirect("routes:person", row.matricule)
    return render(request, "routes/record.html", {"form": form, "person": row, "too_old": queries.too_old(row, today)}, status=form.status)  # fmt: skip


def _say(request: HttpRequest, person: Person, route: str) -> None:
    messages.success(request, _("La situation est notée."))
    if route == "civil_service" and (warning := queries.too_old(person, timezone.localdate())):
        messages.warning(request, warning)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of a situation: the former one stays to be read."""
    row = get_object_or_404(Situation.objects.select_related("person", "mission__host"), pk=pk)
    is_own = row.person.account_id == request.user.pk
    if not is_own:
        seen(request.user, row.person.matricule, P.ROUTES_RECORD)
    form = CorrectionForm(request.POST or None, request.FILES or None, initial=SituationForm.of(row))
    if form.is_valid():
        answer = form.send(request, "routes.correct", lambda: {"id": actions.correct(
            situation=row, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("La correction est notée ; la version d’avant reste lisible."))
            return redirect("routes:mine") if is_own else redirect("routes:person", row.person.matricule)
    return render(
        request, "routes/correct.html", {"form": form, "person": row.person, "is_own": is_own}, status=form.status
    )


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of a situation, for who reads it and for the person."""
    row = get_object_or_404(Situation.objects.select_related("person", "proof").exclude(proof=None), pk=pk)
    if row.person.account_id != request.user.pk:
        seen(request.user, row.person.matricule)
    return as_upload(row.proof)


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, matricule: str) -> HttpResponse:
    """What is given at the end of the mission."""
    row, mission = seen(request.user, matricule, P.ROUTES_RECORD)
    if mission is None:
        raise Http404
    form = HandoverForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "routes.hand_over", lambda: {"id": actions.hand_over(
            mission=mission, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("La remise est notée."))
            return redirect("routes:person", row.matricule)
    return render(request, "routes/hand_over.html", {"form": form, "person": row}, status=form.status)


@require_http_methods(["GET", "POST"])
def correct_handover(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of what was handed over, or nothing where it was an error."""
    row = get_object_or_404(Handover.objects.select_related("mission__person", "mission__host"), pk=pk)
    person, _mission = seen(request.user, row.mission.person.matricule, P.ROUTES_RECORD)
    start = {name: getattr(row, name) for name in ("kind", "what", "amount", "given_on", "agreement")}
    form = HandoverCorrectionForm(request.POST or None, initial=start)
    if form.is_valid():
        answer = form.send(request, "routes.correct_handover", lambda: {"id": actions.correct_handover(
            handover=row, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("La correction est notée ; la version d’avant reste lisible."))
            return redirect("routes:person", person.matricule)
    return render(
        request, "routes/hand_over.html", {"form": form, "person": person, "is_correction": True}, status=form.status
    )


def seen(user: User, matricule: str, permission: str = P.ROUTES_READ) -> tuple[Person, Mission | None]:
    """The person and the last ended mission, when both are in the user's perimeter."""
    require(user, permission)
    row = get_object_or_404(Person.objects.select_related("merged_into", "commune"), matricule=matricule)
    row = row.merged_into or row
    mission = queries.last_ended(row)
    if not user.may(permission, commune=commune_of(row, mission)):
        raise Http404
    return row, mission
