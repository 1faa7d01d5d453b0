from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.models import Document
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls import actions, dossiers, pages, parts
from teriya.mobilisation.calls.forms import DrawForm, FilterForm, NeedsForm, ReasonForm, WaveForm, WithdrawForm
from teriya.mobilisation.calls.judging import ACTS
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.calls.news import news_of
from teriya.mobilisation.calls.states import CHECKED
from teriya.people import actions as people


@require_safe
def waves(request: HttpRequest) -> HttpResponse:
    """The calls, the latest first."""
    require(request.user, P.WAVES_READ)
    rows = Wave.objects.select_related("form").annotate(received=Count("applications")).order_by("-opens_on", "code")
    context = {
        "page": page_of(request, rows),
        "may_open": request.user.may(P.WAVES_OPEN),
        "may_register": request.user.may(P.APPLICATIONS_REGISTER),
    }
    return render(request, "calls/waves.html", context)


@require_safe
def wave(request: HttpRequest, code: str) -> HttpResponse:
    """Where a wave stands, how many are left at each step, what is to do next."""
    require(request.user, P.WAVES_READ)
    row = _wave(code)
    return render(request, "calls/wave.html", {
        "wave": row, "facts": pages.facts_of_wave(row), "funnel": pages.funnel(row),
        "tasks": parts.tasks_of(request.user, row), "may_read": request.user.may(P.APPLICATIONS_READ),
        "may_open": request.user.may(P.WAVES_OPEN), "poster": ActionForm(),
        "has_poster": Document.objects.filter(subject="wave", subject_id=row.pk, kind="affiche").exists(),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def open_wave(request: HttpRequest) -> HttpResponse:
    require(request.user, P.WAVES_OPEN)
    form = WaveForm(request.POST or None)

    def do() -> dict:
        return {"code": actions.open_wave(by=request.user, on=timezone.localdate(), **form.values()).code}

    if form.is_valid() and (done := form.send(request, "calls.open", do)):
        return redirect("calls:needs", done["code"])
    return render(request, "calls/open.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest, code: str) -> HttpResponse:
    """Choose what a wave offers."""
    require(request.user, P.WAVES_OPEN)
    row = _wave(code)
    form = NeedsForm(request.POST or None, wave=row)

    def do() -> dict:
        actions.attach_needs(wave=row, by=request.user, on=timezone.localdate(), **form.values())
        return {"code": row.code}

    if form.is_valid() and form.send(request, "calls.attach_needs", do):
        return redirect("calls:wave", code)
    chosen = page_of(request, row.needs.select_related("host").order_by("reference"))
    return render(request, "calls/needs.html", {"wave": row, "form": form, "page": chosen}, status=form.status)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    require(request.user, P.WAVES_OPEN)
    row = _wave(code)
    form = ActionForm(request.POST or None)

    def do() -> dict:
        return {"state": actions.close_wave(wave=row, by=request.user, on=timezone.localdate()).state}

    if form.is_valid() and form.send(request, "calls.close", do):
        return redirect("calls:wave", code)
    return render(request, "calls/close.html", {"wave": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """Write down a public draw."""
    require(request.user, P.WAVES_OPEN)
    row = _wave(code)
    form = DrawForm(request.POST or None)

    def do() -> dict:
        return {
            "drawn": actions.draw_lottery(wave=row, by=request.user, on=timezone.localdate(), **form.values()).drawn
        }

    if form.is_valid() and form.send(request, "calls.draw", do):
        return redirect("calls:wave", code)
    return render(request, "calls/draw.html", {"wave": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    require(request.user, P.WAVES_OPEN)
    row = _wave(code)
    form = ReasonForm(request.POST or None)

    def do() -> dict:
        return {
            "state": actions.reopen_wave(wave=row, by=request.user, on=timezone.localdate(), **form.values()).state
        }

    if form.is_valid() and form.send(request, "calls.reopen", do):
        return redirect("calls:wave", code)
    return render(request, "calls/reopen.html", {"wave": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def eligibility(request: HttpRequest, code: str) -> HttpResponse:
    """What a check would find now, then the check itself."""
    require(request.user, P.APPLICATIONS_CHECK)
    row = _wave(code)
    form = ActionForm(request.POST or None)

    def do() -> dict:
        return dict(actions.check_eligibility(wave=row, by=request.user, on=timezone.localdate()))

    if form.is_valid() and form.send(request, "calls.check", do):
        return redirect("calls:applications", code)
    waiting = list(row.applications.to_check(request.user).select_related("person"))
    return render(request, "calls/eligibility.html", {
        "wave": row, "form": form, "total": len(waiting), "counts": pages.count_rows(dossiers.preview(row, waiting)),
        "conditions": pages.conditions(row), "unknown": pages.conditions_on_papers(row),
    }, status=form.status)  # fmt: skip


@require_safe
def applications(request: HttpRequest, code: str) -> HttpResponse:
    require(request.user, P.APPLICATIONS_READ)
    row = _wave(code)
    form = FilterForm(request.GET)
    rows = form.narrow(row.applications.visible_to(request.user)).select_related("person__commune")
    page = page_of(request, rows.order_by("pk"))
    return render(request, "calls/applications.html", {
        "wave": row, "form": form, "page": page, "may_check": request.user.may(P.APPLICATIONS_CHECK),
    })  # fmt: skip


@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: the person, the wishes, what was found, what happened. Another's file read is journalled."""
    rows = Application.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("wave__form", "person__commune__centre"), pk=pk)
    is_own = row.person.account_id == request.user.pk
    if not is_own:
        people.note_reading([row.person], by=request.user, on=timezone.localdate())
    return render(request, "calls/application.html", {
        "application": row, "facts": pages.facts_of(row), "wishes": pages.wishes_of(row), "news": news_of(row),
        **pages.read_on_papers(row), "earlier": pages.earlier_than(row), "acts": [(code, act[0]) for code, act in ACTS.items()],
        "may_check": row.state in CHECKED and request.user.may(P.APPLICATIONS_CHECK, commune=row.person.commune_id),
        "blocks": parts.facts_of(request.user, row), "story": pages.story_of(row), "is_own": is_own,
        "may_register": request.user.may(P.APPLICATIONS_REGISTER, commune=row.person.commune_id),
        "may_withdraw": is_own or request.user.may(P.APPLICATIONS_REGISTER, commune=row.person.commune_id),
    })  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """A candidate's own applications, each in plain words."""
    rows = Application.objects.filter(person__account=request.user).select_related("wave", "person__commune__centre")
    page = page_of(request, rows.prefetch_related("wave__milestones").order_by("-pk"))
    return render(request, "calls/mine.html", {"page": page, "news": [news_of(row) for row in page]})


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Application.objects.visible_to(request.user).select_related("wave", "person"), pk=pk)
    is_own = row.person.account_id == request.user.pk
    if not is_own:
        require(request.user, P.APPLICATIONS_REGISTER, commune=row.person.commune_id)
    form = (WithdrawForm if is_own else ReasonForm)(request.POST or None)

    def do() -> dict:
        done = actions.withdraw(application=row, by=request.user, on=timezone.localdate(), **form.values())
        return {"state": done.state}

    if form.is_valid() and form.send(request, "calls.withdraw", do):
        return redirect("calls:application", pk)
    context = {"application": row, "form": form, "is_own": is_own, "title": _("Retirer une candidature")}
    return render(request, "calls/withdraw.html", context, status=form.status)


def _wave(code: str) -> Wave:
    return get_object_or_404(Wave.objects.select_related("form"), code=code)
