"""The counter's page: one candidate a line, by keyboard alone, each with a receipt to print."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.models import Document
from teriya.foundation.documents.views import as_download
from teriya.foundation.intake.blanks import XLSX
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls import actions, offline, papers
from teriya.mobilisation.calls.counter_form import CounterForm
from teriya.mobilisation.calls.forms import NewPhoneForm, PrintForm
from teriya.mobilisation.calls.models import Application, CallBack, Wave
from teriya.mobilisation.calls.words import never_pay
from teriya.mobilisation.calls.workbook import workbook
from teriya.people import actions as people

_REPEATED = ("commune", "diploma")  # the last value typed at this counter stands in the next line
_SHOWN = 8


@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the candidate who stands here. Nothing is written while somebody known may be this person."""
    require(request.user, P.APPLICATIONS_REGISTER)
    wave = get_object_or_404(Wave.objects.select_related("form"), code=code)
    form = CounterForm(request.POST or None, wave=wave, initial=request.session.get("calls_counter", {}))

    def do() -> dict:
        return offline.write(form, by=request.user, on=timezone.localdate(), code=code)

    if form.is_valid():
        if done := form.send(request, offline.KIND.action, do):
            request.session["calls_counter"] = {name: form.data.get(name, "") for name in _REPEATED}
            return redirect(f"{reverse('calls:counter', args=[code])}?fait={done['pk']}")
        if form.refused == "looks_like":
            form.ask_who()
    mine = wave.applications.filter(entered_by=request.user.pk).select_related("person").order_by("-pk")
    done = mine.filter(pk=request.GET["fait"]).first() if request.GET.get("fait", "").isdecimal() else None
    return render(request, "calls/counter.html", {
        "wave": wave, "form": form, "posts": offline.posts(wave), "done": done, "mine": mine[:_SHOWN], "never_pay": never_pay(),
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt as PDF; an officer makes the one of an application that came by telephone or by file."""
    row = get_object_or_404(Application.objects.visible_to(request.user).select_related("wave", "person__commune__centre"), pk=pk)  # fmt: skip
    issued = Document.objects.filter(subject="application", subject_id=row.pk, series="RECEPISSE").order_by("pk")
    if request.method == "GET":
        return as_download(issued.last() or get_object_or_404(issued))
    require(request.user, P.APPLICATIONS_REGISTER, commune=row.person.commune_id)
    form = ActionForm(request.POST)
    if form.is_valid():
        form.send(request, "calls.receipt", lambda: {"pk": papers.receipt(row, by=request.user, on=timezone.localdate()).pk})  # fmt: skip
    return redirect("calls:receipt", pk)


@require_safe
def call_backs(request: HttpRequest) -> HttpResponse:
    """People of the perimeter who asked by telephone to be called, the oldest first."""
    require(request.user, P.APPLICATIONS_REGISTER)
    communes = request.user.communes(P.APPLICATIONS_REGISTER)
    rows = CallBack.objects.filter(done_on=None).select_related("person__commune").order_by("asked_at")
    rows = rows if communes is None else rows.filter(person__commune__in=communes)
    return render(request, "calls/call_backs.html", {"page": page_of(request, rows), "form": ActionForm()})


@require_POST
def called(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.APPLICATIONS_REGISTER)
    row = get_object_or_404(CallBack, pk=pk)
    form = ActionForm(request.POST)

    def do() -> dict:
        actions.note_called(call=row, by=request.user, on=timezone.localdate())
        return {"pk": row.pk}

    if form.is_valid():
        form.send(request, "calls.called", do)
    return redirect("calls:call_backs")


@require_http_methods(["GET", "POST"])
def blanks(request: HttpRequest, code: str) -> HttpResponse:
    """Print numbered forms to fill with a pen; those already printed stand below."""
    require(request.user, P.APPLICATIONS_REGISTER)
    wave = get_object_or_404(Wave, code=code)
    form = PrintForm(request.POST or None)

    def do() -> dict:
        done = actions.print_forms(wave=wave, by=request.user, on=timezone.localdate(), **form.values())
        return {"pk": done.pk}

    if form.is_valid() and (done := form.send(request, "calls.print_forms", do)):
        return redirect("calls:blank", code, done["pk"])
    page = page_of(request, _printed(wave).order_by("-pk"))
    return render(request, "calls/blanks.html", {"wave": wave, "form": form, "page": page}, status=form.status)


@require_safe
def blank(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    require(request.user, P.APPLICATIONS_REGISTER)
    return as_download(get_object_or_404(_printed(get_object_or_404(Wave, code=code)), pk=pk))


def _printed(wave: Wave) -> QuerySet[Document]:
    return Document.objects.filter(subject="wave", subject_id=wave.pk, kind="formulaire")


@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    """A workbook to fill away from here, with the call's own posts and words; it comes back by the files' door."""
    require(request.user, P.APPLICATIONS_REGISTER)
    wave = get_object_or_404(Wave, code=code)
    answer = HttpResponse(workbook(wave, request.user), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="candidats-{wave.code}.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
def new_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """A telephone lost or shared: the candidate, seen with a paper, goes on under another number."""
    row = get_object_or_404(Application.objects.visible_to(request.user).select_related("wave", "person"), pk=pk)
    require(request.user, P.APPLICATIONS_REGISTER, commune=row.person.commune_id)
    form = NewPhoneForm(request.POST or None)

    def do() -> dict:
        done = people.change_phone(person=row.person, by=request.user, on=timezone.localdate(), **form.values())
        return {"pk": done.pk}

    if form.is_valid() and form.send(request, "calls.new_phone", do):
        return redirect("calls:application", pk)
    context = {"form": form, "application": row, "title": _("Changer le téléphone")}
    return render(request, "calls/act.html", context, status=form.status)
