"""Pages where officers read files on their papers: one act on one file, the queue « à compléter », one act on many."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls import actions
from teriya.mobilisation.calls.forms import BulkForm, CertifyForm, FilterForm, FindForm, LackForm, ReasonForm
from teriya.mobilisation.calls.models import Application, Finding, Lack, Wave

get_or_post = require_http_methods(["GET", "POST"])
# address → title, form, action, and whether it can be done on many files at once
ACTS: dict[str, tuple[Any, type[ActionForm], Callable]] = {
    "completer": (_("Demander à compléter"), LackForm, actions.ask_to_complete),
    "motif": (_("Écrire un motif de refus lu sur les pièces"), FindForm, actions.find),
    "certifier": (_("Certifier ce qui est déclaré"), CertifyForm, actions.certify),
}


@get_or_post
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act on one file."""
    if act not in ACTS:
        raise Http404
    title, form_class, action = ACTS[act]
    row = _application(request, pk)
    form = form_class(request.POST or None)

    def do() -> dict:
        return {"pk": action(application=row, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, f"calls.{act}", do):
        return redirect("calls:application", pk)
    return _page(request, form, row, title)


@get_or_post
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """What was missing is there."""
    lack = get_object_or_404(Lack.objects.select_related("application"), pk=pk)
    row, form = _application(request, lack.application_id), ActionForm(request.POST or None)

    def do() -> dict:
        return {"pk": actions.settle_lack(lack=lack, by=request.user, on=timezone.localdate()).pk}

    if form.is_valid() and form.send(request, "calls.settle", do):
        return redirect("calls:application", row.pk)
    return _page(request, form, row, _("Apporté : %(what)s") % {"what": lack.get_code_display()})


@get_or_post
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a reason read on the papers."""
    finding = get_object_or_404(Finding.objects.select_related("application"), pk=pk)
    row, form = _application(request, finding.application_id), ReasonForm(request.POST or None)

    def do() -> dict:
        return {"pk": actions.lift_finding(finding=finding, by=request.user, on=timezone.localdate(), **form.values()).pk}  # fmt: skip

    if form.is_valid() and form.send(request, "calls.lift", do):
        return redirect("calls:application", row.pk)
    return _page(request, form, row, _("Lever : %(what)s") % {"what": finding.get_code_display()})


@require_safe
def incomplete(request: HttpRequest, code: str) -> HttpResponse:
    """The queue « à compléter » of a wave within one's perimeter: what each file lacks, the oldest first."""
    require(request.user, P.APPLICATIONS_CHECK)
    wave = get_object_or_404(Wave, code=code)
    mine = wave.applications.to_check(request.user).values("pk")
    rows = Lack.objects.filter(application__in=mine, settled_on=None).select_related("application__person__commune")
    return render(request, "calls/incomplete.html", {"wave": wave, "page": page_of(request, rows.order_by("on", "pk"))})  # fmt: skip


@get_or_post
def bulk(request: HttpRequest, code: str) -> HttpResponse:
    """One act on the files that the filters keep: first who it touches, then the act, then who was refused and why."""
    require(request.user, P.APPLICATIONS_CHECK)
    wave = get_object_or_404(Wave, code=code)
    chosen = FilterForm(request.GET)
    rows = chosen.narrow(wave.applications.to_check(request.user)).select_related("person__commune").order_by("pk")
    form, report = BulkForm(request.POST or None), None

    def do() -> dict:
        _title, _form, action = ACTS[form.cleaned_data["act"]]
        said, today = form.said(), timezone.localdate()
        done = actions.for_many(list(rows), lambda row: action(application=row, by=request.user, on=today, **said))
        return {"done": done.done, "refused": done.refused}

    if form.is_valid():
        report = form.send(request, "calls.bulk", do)
    page = page_of(request, rows)
    return render(request, "calls/bulk.html", {
        "wave": wave, "form": form, "filters": chosen, "page": page, "report": report, "count": page.paginator.count,
    }, status=form.status)  # fmt: skip


def _application(request: HttpRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(request.user).select_related("wave", "person")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, P.APPLICATIONS_CHECK, commune=row.person.commune_id)
    return row


def _page(request: HttpRequest, form: ActionForm, row: Application, title: str) -> HttpResponse:
    context = {"form": form, "application": row, "title": title}
    return render(request, "calls/act.html", context, status=form.status)
