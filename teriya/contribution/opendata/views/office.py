"""Releases at the office: asked for, followed, decided; which agreements may be told."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.opendata import actions, queries
from teriya.contribution.opendata.activities import reporter
from teriya.contribution.opendata.forms import ConsentForm, DecideForm, PrepareForm
from teriya.contribution.opendata.jobs import make_release
from teriya.contribution.opendata.models import Release, ReleaseFile
from teriya.contribution.opendata.states import RELEASE_LIFE, ReleaseState
from teriya.contribution.opendata.views.files import sent
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.core.web import watched
from teriya.foundation.ui.parts import page_of

BUTTONS = ("publish", "set_aside")


@require_http_methods(["GET", "POST"])
def releases(request: HttpRequest) -> HttpResponse:
    """Every release, the latest first, and the form that asks for one."""
    require(request.user, P.OPENDATA_READ)
    form, may_prepare = PrepareForm(request.POST or None), request.user.may(P.OPENDATA_PREPARE)
    if request.method == "POST" and form.is_valid():
        answer = form.send(request, "opendata.prepare", lambda: _ask(request, form.cleaned_data["kind"]))
        if answer:
            return redirect("opendata:release", answer["number"])
    page = page_of(request, Release.objects.select_related("production").order_by("-pk"))
    return render(request, "opendata/releases.html", {
        "page": page, "form": form, "may_prepare": may_prepare, "reporter": reporter(timezone.localdate()),
    }, status=form.status)  # fmt: skip


def _ask(request: HttpRequest, kind: str) -> dict:
    row = actions.prepare(kind=kind, by=request.user, on=timezone.localdate())
    transaction.on_commit(lambda: make_release.defer(id=row.production.pk))
    return {"number": row.number}


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, number: str) -> HttpResponse:
    """One release: how far its files are, then each of them, and what this person may decide."""
    require(request.user, P.OPENDATA_READ)
    row = get_object_or_404(Release.objects.select_related("production"), number=number)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = request.POST.get("step", "")
        step = asked if asked in BUTTONS else "publish"
        if form.send(request, "opendata.decide", lambda: {"number": actions.decide(
                release=row, step=step, by=request.user, on=timezone.localdate(), reason=form.cleaned_data["reason"]).number}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return redirect("opendata:release", number)
    history = Transition.objects.filter(subject=RELEASE_LIFE.subject, subject_id=row.pk).order_by("pk")
    answer = watched(request, "opendata/release.html", row.production, {
        "release": row, "files": row.files.defer("content"), "form": form, "steps": _steps(request.user, row),
        "prepared_by": User.objects.get(pk=row.prepared_by_id), "obstacle": queries.OBSTACLES.get(row.obstacle, ""),
        "history": [(step, ReleaseState(step.to).label) for step in history],
    })  # fmt: skip
    answer.status_code = form.status
    return answer


def _steps(user: User, row: Release) -> list[str]:
    if not user.may(P.OPENDATA_PUBLISH) or user.pk == row.prepared_by_id:
        return []
    return [step.name for step in RELEASE_LIFE.open_from(row.state)]


@require_safe
def file(request: HttpRequest, number: str, dataset: str, format: str) -> HttpResponse:
    """A file before it is published, for who reads what is being prepared."""
    require(request.user, P.OPENDATA_READ)
    found = get_object_or_404(ReleaseFile, release__number=number, dataset=dataset, format=format)
    return sent(found, f"{number}-{dataset}")


@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Signed agreements, each with its partner's last word."""
    require(request.user, P.OPENDATA_READ)
    return render(request, "opendata/consents.html", {
        "page": page_of(request, queries.tellable()), "may_decide": request.user.may(P.OPENDATA_PUBLISH),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The partner's word on one agreement, written by the director."""
    require(request.user, P.OPENDATA_PUBLISH)
    row = queries.tellable().filter(pk=pk).first()
    if row is None:
        raise Http404
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.send(request, "opendata.consent", lambda: {"id": actions.consent(
                agreement=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return redirect("opendata:consents")
    return render(request, "opendata/consent.html", {"agreement": row, "form": form}, status=form.status)
