"""Runs: the list, the preparation, one run as a check-list with its next step, its papers and files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances import actions, parts, queries
from teriya.pay.allowances.files.profiles import PROFILES
from teriya.pay.allowances.forms import PrepareForm, StepForm
from teriya.pay.allowances.jobs import do_work
from teriya.pay.allowances.models import PayFile, PayRun, Work
from teriya.pay.allowances.policies import turn_of
from teriya.pay.allowances.slips import steps_of
from teriya.service.attendance import queries as attendance

SHOWN = 25  # stopped lines on the run's page; the others are a link away


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """Every run, the latest first, and the months that wait for one."""
    require(request.user, P.PAY_READ)
    page = page_of(request, PayRun.objects.select_related("form").order_by("-month", "-pk"))
    return render(request, "allowances/runs.html", {
        "page": page, "waiting": queries.months_to_prepare(), "may_prepare": request.user.may(P.PAY_PREPARE),
        "may_execute": request.user.may(P.PAY_EXECUTE), "doors": _doors(request),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """Compute a month: again, as often as wanted, until its engagement."""
    require(request.user, P.PAY_PREPARE)
    waiting = queries.months_to_prepare()
    choices = [
        (f"{month:%Y-%m} {form}", f"{date_format(month, 'F Y')} · {form} ({number})")
        for month, form, number in waiting
    ]
    drafts = PayRun.objects.filter(state="prepared").select_related("form")
    choices += [
        (f"{run.month:%Y-%m} {run.form.code}", f"{date_format(run.month, 'F Y')} · {run.form.code} ({run.number})")
        for run in drafts if f"{run.month:%Y-%m} {run.form.code}" not in dict(choices)
    ]  # fmt: skip
    form = PrepareForm(request.POST or None, choices=choices, initial={"what": request.GET.get("mois", "")})
    if request.method == "POST" and form.is_valid():
        answer = form.send(
            request,
            "pay.prepare",
            lambda: _answer(actions.prepare(by=request.user, on=timezone.localdate(), **form.values())),
        )
        if answer:
            return redirect(f"allowances:{answer['page']}", answer["id"])
    return render(request, "allowances/prepare.html", {"form": form, "choices": choices, "doors": _doors(request)}, status=form.status)  # fmt: skip


def _doors(request: HttpRequest) -> list[tuple[str, str]]:
    """What rooms above open from here."""
    return [door for source in parts.DOORS for door in source(request.user)]


@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: what is confirmed, what is stopped and why, totals that tie, steps with who and when, the next one."""
    row = run_or_404(request, pk)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.send(request, "pay.step", lambda: _take(request, row, form))
        if answer:
            if answer["page"] == "run":
                messages.success(request, _("L’étape est enregistrée."))
            return redirect(f"allowances:{answer['page']}", answer["id"])
    visas = list(row.visas.order_by("pk"))
    sums, states, month = queries.totals(row), queries.states_of(row), Month.of(row.month)
    return render(request, "allowances/run.html", {
        "run": row, "form": form, "turn": turn_of(request.user, row, visas), "work": queries.works_under_way().filter(run=row).first(), "steps": steps_of(visas),
        "refusals": [visa for visa in visas if not visa.accepted], "states": states, "sums": sums,
        "ties": sums["net"] == row.total and sums["split"] == sums["net"] + sums["retained"],
        "payable": sum(states[state] for state in queries.LIVE), "funders": queries.by_funder(row),
        "unconfirmed": attendance.unconfirmed(month, row.form_id).count(), "month": month,
        "blocked": row.lines.filter(state="blocked").select_related("mission__person", "mission__host")[:SHOWN],
        "papers": queries.papers_of(row).defer("data"),
        "files": _files(row), "doors": [door for source in parts.RUN_DOORS for door in source(request.user, row)],
        "reads_presences": request.user.may(P.PRESENCE_READ),
        "may_prepare": request.user.may(P.PAY_PREPARE), "may_reconcile": request.user.may(P.PAY_RECONCILE),
    }, status=form.status)  # fmt: skip


def _files(row: PayRun) -> list[PayFile]:
    """Each with its way to an operator, when it has one."""
    files = list(row.files.select_related("institution", "transmission").defer("content").order_by("pk"))
    for file in files:
        file.way = getattr(file, "transmission", None)
    return files


def _take(request: HttpRequest, row: PayRun, form: StepForm) -> dict:
    accepted = "refuse" not in request.POST
    return _answer(actions.take(
        run=row, step=form.cleaned_data["step"], by=request.user, on=timezone.localdate(), accepted=accepted,
        reason="" if accepted else form.cleaned_data["reason"],
    ))  # fmt: skip


def _answer(found: PayRun | Work) -> dict:
    """Where to go: the run, or the work that the worker does."""
    if isinstance(found, PayRun):
        return {"page": "run", "id": found.pk}
    do_work.defer(id=found.pk)
    return {"page": "work", "id": found.pk}


@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a long work is; the run once it is over."""
    require(request.user, P.PAY_READ)
    found = get_object_or_404(Work.objects.select_related("form", "run"), pk=pk)
    if found.is_over and not found.refusal:
        return redirect("allowances:run", found.run_id)
    return render(request, "allowances/work.html", {"work": found, "may_prepare": request.user.may(P.PAY_PREPARE)})


@require_safe
def paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """A pay sheet to sign, or a bordereau, as PDF."""
    return as_download(get_object_or_404(queries.papers_of(run_or_404(request, pk)), pk=paper))


@require_safe
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The file given to an institution: the same bytes each time."""
    row = run_or_404(request, pk)
    require(request.user, P.AUDIT_READ if request.user.may(P.AUDIT_READ) else P.PAY_EXECUTE)
    found = get_object_or_404(row.files.select_related("institution"), pk=file)
    response = HttpResponse(bytes(found.content), content_type=PROFILES[found.institution.profile].media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    return response


def run_or_404(request: HttpRequest, pk: int) -> PayRun:
    require(request.user, P.PAY_READ)
    return get_object_or_404(PayRun.objects.select_related("form"), pk=pk)
