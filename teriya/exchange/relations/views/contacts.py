"""Missions between peers and framework agreements."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.relations import actions
from teriya.exchange.relations.forms import FrameworkForm, MissionForm, ReasonForm, ReportForm, SignForm
from teriya.exchange.relations.models import Framework, PeerMission
from teriya.exchange.relations.states import FRAMEWORK_LIFE
from teriya.exchange.relations.views import act, agency_in_sight
from teriya.foundation.accounts.permissions import P
from teriya.foundation.documents.views import as_upload

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
def record_mission(request: HttpRequest, code: str) -> HttpResponse:
    agency = agency_in_sight(request, code, P.RELATIONS_KEEP)
    form = MissionForm(request.POST or None)
    return act(request, form, "relations.record_mission",
               lambda: {"pk": actions.record_mission(agency=agency, by=request.user, on=timezone.localdate(), **form.values()).pk},
               agency=agency, title=_("Mission d’échange"), submit=_("Enregistrer la mission"), done=_("La mission est enregistrée : son rapport s’écrit à son retour."),
               then=lambda answer: reverse("relations:mission", args=[code, answer["pk"]]), back=reverse("relations:relation", args=[code]))  # fmt: skip


@get_or_post
def mission(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The mission, and its report: read, or still to write once it is over."""
    agency = agency_in_sight(request, code)
    row = get_object_or_404(PeerMission.objects.select_related("report"), agency=agency, pk=pk)
    may_report = request.user.may(P.RELATIONS_KEEP) and not row.reported_on and row.ends_on <= timezone.localdate()
    form = ReportForm(request.POST or None, request.FILES or None) if may_report or request.method == "POST" else None
    here = reverse("relations:mission", args=[code, pk])
    if form and form.is_bound:
        return act(request, form, "relations.report_mission",
                   lambda: {"pk": actions.report_mission(mission=row, by=request.user, on=timezone.localdate(), **form.values()).pk},
                   agency=agency, title=_("Rapport de mission"), submit=_("Enregistrer le rapport"), done=_("Le rapport est enregistré."),
                   then=lambda _answer: here, back=here)  # fmt: skip
    return render(request, "relations/mission.html", {"partner": agency, "mission": row, "form": form})


@require_safe
def report_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    agency = agency_in_sight(request, code)
    return _upload(get_object_or_404(PeerMission.objects.select_related("report"), agency=agency, pk=pk).report)


@get_or_post
def prepare_framework(request: HttpRequest, code: str) -> HttpResponse:
    agency = agency_in_sight(request, code, P.RELATIONS_KEEP)
    form = FrameworkForm(request.POST or None)
    return act(request, form, "relations.prepare_framework",
               lambda: {"pk": actions.prepare_framework(agency=agency, by=request.user, on=timezone.localdate(), **form.values()).pk},
               agency=agency, title=_("Accord-cadre"), submit=_("Enregistrer le projet"), done=_("Le projet est enregistré. Une autre personne enregistrera sa signature."),
               then=lambda answer: reverse("relations:framework", args=[code, answer["pk"]]), back=reverse("relations:relation", args=[code]))  # fmt: skip


@get_or_post
def framework(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The agreement, what may be done of it; dropped or ended with a reason."""
    agency = agency_in_sight(request, code)
    row = get_object_or_404(Framework.objects.select_related("paper"), agency=agency, pk=pk)
    steps = [step.name for step in FRAMEWORK_LIFE.open_from(row.state) if request.user.may(step.permission)]
    form, here = ReasonForm(request.POST or None), reverse("relations:framework", args=[code, pk])
    if form.is_bound:
        step = "drop" if row.state == "prepared" else "end"
        return act(request, form, "relations.close_framework",
                   lambda: {"pk": actions.close_framework(framework=row, step=step, by=request.user, on=timezone.localdate(), **form.values()).pk},
                   agency=agency, title=row.title, submit=_("Confirmer"), done=_("C’est enregistré."), then=lambda _answer: here, back=here)  # fmt: skip
    return render(request, "relations/framework.html", {
        "partner": agency, "framework": row, "form": form, "may_sign": "sign" in steps and request.user.pk != row.by_id,
        "closing": next((name for name in ("drop", "end") if name in steps), ""),
    })  # fmt: skip


@get_or_post
def sign_framework(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    agency = agency_in_sight(request, code, P.RELATIONS_DECIDE)
    row = get_object_or_404(Framework, agency=agency, pk=pk)
    form, back = SignForm(request.POST or None, request.FILES or None), reverse("relations:framework", args=[code, pk])
    return act(request, form, "relations.sign_framework",
               lambda: {"pk": actions.sign_framework(framework=row, by=request.user, on=timezone.localdate(), **form.values()).pk},
               agency=agency, title=_("Enregistrer la signature"), submit=_("Enregistrer la signature"), done=_("L’accord est signé : son papier est l’acte."),
               then=lambda _answer: back, back=back, told=row.title)  # fmt: skip


@require_safe
def framework_paper(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    agency = agency_in_sight(request, code)
    return _upload(get_object_or_404(Framework.objects.select_related("paper"), agency=agency, pk=pk).paper)


def _upload(upload) -> HttpResponse:
    if upload is None:
        raise Http404
    return as_upload(upload)
