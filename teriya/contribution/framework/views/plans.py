"""The framework as a tree, the strategic plan, the letter of mission of a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.contribution.framework import actions, queries
from teriya.contribution.framework.forms import LetterForm, PlanForm, ScanForm
from teriya.contribution.framework.models import MissionLetter, StrategicPlan
from teriya.contribution.framework.states import AxisKind
from teriya.contribution.framework.views.acting import act, get_or_post
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_upload


@require_safe
def framework(request: HttpRequest) -> HttpResponse:
    """Each plan with its axes beside those of the nation, its letters year by year, their objectives, PTBA and reviews."""
    require(request.user, P.FRAMEWORK_READ)
    told = [
        {"plan": plan, "own": [axis for axis in plan.axes.all() if axis.kind == AxisKind.OWN],
         "national": [axis for axis in plan.axes.all() if axis.kind == AxisKind.NATIONAL],
         "letters": [(letter, sorted(letter.work_plans.all(), key=lambda row: -row.version), sorted(letter.reviews.all(), key=lambda row: row.quarter))
                     for letter in plan.letters.all()]}
        for plan in queries.plans()
    ]  # fmt: skip
    return render(request, "framework/framework.html", {"plans": told, "may_write": request.user.may(P.FRAMEWORK_WRITE),
                                                        "overdue": queries.overdue(request.user, timezone.localdate()).count()})  # fmt: skip


@get_or_post
def write_plan(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A plan and its axes, new or written anew."""
    require(request.user, P.FRAMEWORK_WRITE)
    row = get_object_or_404(StrategicPlan, pk=pk) if pk else None
    form = PlanForm(request.POST or None, initial=_as_typed(row) if row else None)
    return act(
        request, form, "framework.write_plan", lambda: actions.write_plan(plan=row, by=request.user, on=timezone.localdate(), **form.values()),
        title=_("Plan stratégique"), submit=_("Enregistrer le plan"), back=reverse("framework:framework"), done=_("Le plan est enregistré."),
        told=_("Recopiez le plan adopté, et à côté les axes du plan national. Le plan change tant qu’aucune lettre de mission ne s’y appuie."),
    )  # fmt: skip


def _as_typed(plan: StrategicPlan) -> dict:
    names = ("title", "first_year", "last_year", "source", "national_title", "national_source")
    lines = {
        kind: "\n".join(f"{axis.code} : {axis.title}" for axis in plan.axes.filter(kind=kind).order_by("pk"))
        for kind in AxisKind
    }
    return {name: getattr(plan, name) for name in names} | {
        "axes": lines[AxisKind.OWN],
        "national_axes": lines[AxisKind.NATIONAL],
    }


@get_or_post
def write_letter(request: HttpRequest) -> HttpResponse:
    """The letter of a year, new or written anew."""
    require(request.user, P.FRAMEWORK_WRITE)
    year = request.GET.get("annee", "")
    known = MissionLetter.objects.filter(year=int(year)).first() if year.isdecimal() and len(year) == 4 else None
    initial = {"year": year or timezone.localdate().year}
    if known:
        initial |= {name: getattr(known, name) for name in ("reference", "signatory", "signed_on")}
        initial["objectives"] = "\n".join(one.text for one in known.objectives.all())
    form = LetterForm(request.POST or None, initial=initial)
    return act(
        request, form, "framework.write_letter", lambda: actions.write_letter(by=request.user, on=timezone.localdate(), **form.values()),
        title=_("Lettre de mission"), submit=_("Enregistrer la lettre"), back=reverse("framework:framework"), done=_("La lettre est enregistrée : joignez-y son papier."),
        told=_("Recopiez la lettre signée. Elle change tant qu’aucun PTBA n’y répond."),
        then=lambda pk: reverse("framework:letter", args=[MissionLetter.objects.get(pk=pk).year]),
    )  # fmt: skip


@get_or_post
def letter(request: HttpRequest, year: int) -> HttpResponse:
    """What the government asks that year, its paper, the versions of the PTBA that answer it. POST opens a version, or keeps the paper."""
    require(request.user, P.FRAMEWORK_READ)
    row = get_object_or_404(MissionLetter.objects.select_related("plan"), year=year)
    today, may_write = timezone.localdate(), request.user.may(P.FRAMEWORK_WRITE)
    is_scan = "scan" in request.POST
    paper = ScanForm(request.POST if is_scan else None, request.FILES if is_scan else None, auto_id="scan_%s")
    version = ActionForm(request.POST if request.method == "POST" and not is_scan else None, auto_id="version_%s")
    if is_scan:
        answer = act(request, paper, "framework.attach_scan", lambda: actions.attach_scan(letter=row, file=paper.cleaned_data["file"], by=request.user, on=today),
                     title=str(row), submit=_("Joindre"), back=reverse("framework:letter", args=[year]), done=_("La lettre signée est jointe."))  # fmt: skip
    elif request.method == "POST":
        answer = act(request, version, "framework.open_version", lambda: actions.open_version(letter=row, by=request.user, on=today), title=str(row),
                     submit=_("Ouvrir une version du PTBA"), back=reverse("framework:letter", args=[year]), done=_("Une version du PTBA est ouverte."),
                     then=lambda pk: reverse("framework:work_plan", args=[pk]))  # fmt: skip
    else:
        versions = list(row.work_plans.order_by("-version"))
        answer = render(request, "framework/letter.html", {
            "letter": row, "objectives": row.objectives.prefetch_related("activities"), "versions": versions, "reviews": row.reviews.order_by("quarter"),
            "may_write": may_write, "may_open": may_write and not any(one.state in ("draft", "submitted") for one in versions), "paper": paper, "version": version,
        })  # fmt: skip
    return answer


@require_safe
def scan(request: HttpRequest, year: int) -> HttpResponse:
    """The signed letter."""
    require(request.user, P.FRAMEWORK_READ)
    row = get_object_or_404(MissionLetter.objects.select_related("scan"), year=year)
    if row.scan is None:
        raise Http404
    return as_upload(row.scan)
