"""Pages of a wave on its way: how far it is, each act done for many at once, oaths."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download, as_sheet
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions import actions, cards, outcomes, parts, passing, progress, queries, starts
from teriya.service.missions.forms import FORMS, OathForm, StepForm
from teriya.service.missions.lines import Line
from teriya.service.missions.models import Mission, Oath, OathCall
from teriya.service.missions.states import MissionState
from teriya.service.missions.steps import STEPS, Step

_BEFORE_START = [
    step for code, step in STEPS.items() if code not in {"renew", "end_term", "check", "close", "certify"}
]
STOPPED_SHOWN = 100  # lines of « Arrêtés, et pourquoi »: a page stays light
get_or_post = require_http_methods(["GET", "POST"])


@require_GET
def waves(request: HttpRequest) -> HttpResponse:
    """Waves that are placed or deployed, the newest first."""
    require(request.user, P.MISSIONS_READ)
    rows = Wave.objects.filter(state__in=["placed", "deployed"]).select_related("form").order_by("-starts_on", "code")
    return render(request, "missions/waves.html", {"page": page_of(request, rows)})


@get_or_post
def deployment(request: HttpRequest, code: str) -> HttpResponse:
    """A wave on its way: how many passed each step, what stops each start, the next acts."""
    require(request.user, P.MISSIONS_READ)
    wave = get_object_or_404(Wave.objects.select_related("form"), code=code)
    form = ActionForm(request.POST or None)
    if form.is_valid() and form.send(request, "missions.deploy", lambda: _deploy(wave, request.user)):
        return redirect("missions:deployment", code)
    seen = Mission.objects.visible_to(request.user).filter(wave=wave)
    rows = seen.filter(state=MissionState.PREPARED)
    page = page_of(
        request, rows.select_related("person", "host", "form", "start").order_by("host__name", "person__family")
    )
    context = {
        "wave": wave, "figures": progress.funnel(wave), "page": page, "blocked": queries.blockers(page.object_list),
        "steps": [step for step in _BEFORE_START if request.user.may(step.permission)], "form": form,
        "doors": [door for source in parts.WAVE_DOORS for door in source(request.user, wave)],
        "oaths": wave.oaths.filter(calls__mission__in=seen).distinct().order_by("on", "pk"),
        "may_deploy": not page.paginator.count and starts.may_be_deployed(wave) and request.user.may(P.CONTRACTS_ISSUE),
    }  # fmt: skip
    return render(request, "missions/deployment.html", context, status=form.status)


def _deploy(wave: Wave, by: User) -> dict:
    return {"wave": actions.deploy(wave=wave, by=by, on=timezone.localdate()).pk}


@get_or_post
def step(request: HttpRequest, code: str) -> HttpResponse:
    """One act for many missions: who is ready, what stops the others, and the form for those who are."""
    current = STEPS[code]
    current.require(request.user)
    wave = _wave(request)
    if current.of_one_wave and wave is None:
        rows = Wave.objects.filter(state="placed").order_by("-starts_on")
        return render(request, "missions/choose_wave.html", {"step": current, "waves": rows})
    lines = current.lines(request.user, wave)
    ready, blocked = [line for line in lines if not line.blocked], [line for line in lines if line.blocked]
    if "arretes" in request.GET:
        return outcomes.as_table((line.person, line.number, line.host, line.blocked) for line in blocked)
    form = FORMS[current.ask](request.POST or None, ready=ready)
    answer = form.already(request, f"missions.{code}") if form.is_bound else None
    if answer is None and form.is_valid():
        extra = {"wave": wave} if current.of_one_wave else {}
        answer = form.send(
            request, f"missions.{code}", lambda: _run(request, current, form, lines, by=request.user, **extra)
        )
    if answer:
        messages.success(request, f"{current.done} : {answer['count']}.")
        if answer["left"]:
            messages.info(request, _("Déjà sortis de la liste : %s.") % answer["left"])
        return redirect(
            *(["missions:outcome", form.data["receipt"]] if answer["refused"] else [request.get_full_path()])
        )
    context = {
        "step": current, "wave": wave, "form": form, "page": page_of(request, ready), "ready": ready, "blocked": blocked,
        "stopped": blocked[:STOPPED_SHOWN],
    }  # fmt: skip
    return render(request, "missions/step.html", context, status=form.status)


def _run(request: HttpRequest, current: Step, form: StepForm, lines: list[Line], **extra: Any) -> dict:
    """Those that pass are done; who is refused is told."""
    values = extra | form.values()
    answer = passing.told(lambda ids: current.run(ids, **values), form.chosen(), lines)
    return answer | {"back": request.get_full_path()}


def _wave(request: HttpRequest) -> Wave | None:
    code = request.GET.get("vague", "")
    return get_object_or_404(Wave, code=code) if code else None


@require_GET
def wave_cards(request: HttpRequest, code: str) -> HttpResponse:
    """The cards in force of a wave, ten a sheet."""
    require(request.user, P.CONTRACTS_ISSUE)
    wave = get_object_or_404(Wave, code=code)
    rows = Mission.objects.visible_to(request.user).filter(wave=wave).order_by("host__name", "person__family", "pk")
    made = cards.standing(list(rows.values_list("pk", flat=True)))
    if not made:
        messages.info(request, _("Aucune carte de cette vague n’est faite."))
        return redirect(f"{reverse('missions:card')}?{urlencode({'vague': wave.code})}")
    return as_sheet([made[pk] for pk in rows.values_list("pk", flat=True) if pk in made], f"cartes-{wave.code}")


@get_or_post
def oath(request: HttpRequest, pk: int) -> HttpResponse:
    """A ceremony: who is called, of those whom the reader sees; then, once it is held, who swore and who is to be called again."""
    row, calls, elsewhere = _oath(request, pk)
    may_hold = row.state == "planned" and request.user.may(P.OATH_RECORD) and not elsewhere
    form = OathForm(request.POST or None, people=[one.mission for one in calls])

    def do() -> dict:
        require(request.user, P.OATH_RECORD)
        return {"oath": actions.hold_oath(oath=row, by=request.user, **form.values()).pk}

    if form.is_valid() and form.send(request, "missions.hold_oath", do):
        messages.success(request, _("Les serments sont enregistrés ; les absents restent à appeler."))
        return redirect("missions:oath", pk)
    context = {
        "oath": row,
        "calls": calls,
        "form": form,
        "may_hold": may_hold,
        "elsewhere": elsewhere,
        "is_early": row.on > timezone.localdate(),
    }
    return render(request, "missions/oath.html", context, status=form.status)


@require_GET
def oath_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The list of the called or the minutes: they name everybody, so for who sees them all."""
    row, _calls, elsewhere = _oath(request, pk)
    document = None if elsewhere else {"appel": row.called, "proces-verbal": row.minutes}.get(kind)
    if document is None:
        raise Http404
    return as_download(document)


def _oath(request: HttpRequest, pk: int) -> tuple[Oath, list[OathCall], int]:
    """A ceremony, those called to it whom the reader sees, and how many more there are; 404 when one sees nobody."""
    require(request.user, P.MISSIONS_READ)
    row = get_object_or_404(Oath.objects.select_related("wave", "called", "minutes"), pk=pk)
    calls = row.calls.filter(mission__in=Mission.objects.visible_to(request.user))
    found = list(
        calls.select_related("mission__person", "mission__host__commune").order_by("mission__person__folded", "pk")
    )
    if not found:
        raise Http404
    return row, found, row.calls.count() - len(found)
