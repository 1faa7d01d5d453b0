"""The register of studies."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.evidence import actions
from teriya.contribution.evidence.forms import DecisionForm, StudyForm
from teriya.contribution.evidence.models import Study
from teriya.contribution.evidence.states import STUDY_LIFE, StudyState
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.documents.views import as_upload
from teriya.foundation.ui.parts import page_of

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    require(request.user, P.EVIDENCE_READ)
    page = page_of(request, Study.objects.order_by("-on", "-pk"))
    return render(request, "evidence/studies.html", {"page": page, "may_enter": request.user.may(P.STUDIES_ENTER)})  # fmt: skip


@get_or_post
def enter(request: HttpRequest) -> HttpResponse:
    require(request.user, P.STUDIES_ENTER)
    form = StudyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        values = form.values()
        finding = actions.NewFinding(says=values.pop("says"), indicator=values.pop("indicator"))
        answer = form.send(request, "evidence.enter_study", lambda: {"id": actions.enter_study(
            findings=[finding], by=request.user, on=timezone.localdate(), **values).pk})  # fmt: skip
        if answer:
            messages.success(request, _("L’étude est au registre. Une autre personne la publie."))
            return redirect("evidence:study", answer["id"])
    return render(request, "evidence/enter.html", {"form": form}, status=form.status)


@get_or_post
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """One study with its source, its method and what it says; the decision to publish it."""
    require(request.user, P.EVIDENCE_READ)
    row, form = get_object_or_404(Study, pk=pk), DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = form.cleaned_data["step"] if form.cleaned_data["step"] in STUDY_LIFE.steps else "publish"
        if form.send(request, "evidence.study", lambda: {"id": actions.decide_study(
                study=row, step=step, by=request.user, on=timezone.localdate(), reason=form.cleaned_data["reason"]).pk}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return redirect("evidence:study", pk)
    history = Transition.objects.filter(subject=STUDY_LIFE.subject, subject_id=pk).order_by("pk")
    return render(request, "evidence/study.html", {
        "study": row, "findings": row.findings.order_by("pk"), "form": form, "history": [(step, StudyState(step.to).label) for step in history],
        "steps": [step.name for step in STUDY_LIFE.open_from(row.state) if step.name == "withdraw" or row.by_id != request.user.pk] if request.user.may(P.STUDIES_PUBLISH) else [],
    }, status=form.status)  # fmt: skip


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.EVIDENCE_READ)
    row = get_object_or_404(Study.objects.select_related("document"), pk=pk)
    if row.document is None:
        raise Http404
    return as_upload(row.document)
