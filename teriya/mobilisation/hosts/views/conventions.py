"""Pages of conventions: entered once with their table; facilities confirm from their telephone, or their centre for them."""

from django.core.paginator import Page
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents import queries as documents
from teriya.foundation.documents.views import as_upload
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts import conventions as actions
from teriya.mobilisation.hosts.actions import NewHost
from teriya.mobilisation.hosts.convention_forms import ConfirmForm, ConventionForm, LineForm, MemberForm
from teriya.mobilisation.hosts.forms import ReasonForm
from teriya.mobilisation.hosts.models import Convention, Need, Planned, SectorMember
from teriya.mobilisation.hosts.needs import require_writer
from teriya.mobilisation.hosts.plan import plan_of
from teriya.mobilisation.hosts.policies import require_sector
from teriya.mobilisation.hosts.views.reports import MOST, report_of


@require_safe
def conventions(request: HttpRequest) -> HttpResponse:
    """The sector conventions, the latest first, with what they plan."""
    require(request.user, P.HOSTS_READ)
    rows = Convention.objects.annotate(
        planned=Sum("lines__places"), left=Count("lines", filter=Q(lines__state="planned"))
    ).order_by("-on", "-pk")
    context = {
        "page": page_of(request, rows), "may_write": request.user.may(P.CONVENTIONS_WRITE),
        "may_name": request.user.may(P.HOSTS_ACCREDIT),
    }  # fmt: skip
    return render(request, "hosts/conventions.html", context)


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a convention."""
    require(request.user, P.CONVENTIONS_WRITE)
    form = ConventionForm(request.POST or None, request.FILES or None)

    def do() -> dict:
        values = form.values()
        return {"id": actions.enter_convention(by=request.user, on=timezone.localdate(), **values).pk}

    if form.is_valid() and (answer := form.send(request, "conventions.enter", do)):
        return redirect("hosts:convention", answer["id"])
    return render(request, "hosts/enter_convention.html", {"form": form}, status=form.status)


@require_safe
def convention(request: HttpRequest, pk: int) -> HttpResponse:
    """One convention: its terms, its document, what it plans and who has confirmed."""
    require(request.user, P.HOSTS_READ)
    row = get_object_or_404(Convention, pk=pk)
    lines = Planned.objects.visible_to(request.user).filter(convention=row)
    page: Page = page_of(
        request, lines.select_related("host__commune", "form", "need").order_by("host__commune__name", "pk")
    )
    counts = list(
        lines.values_list("form__code")
        .annotate(Sum("places"), Count("host__commune", distinct=True))
        .order_by("form__code")
    )
    return render(request, "hosts/convention.html", {
        "convention": row, "page": page, "counts": counts, "last_day": actions.last_day(row),
        "documents": documents.uploads(actions.PAPERS, [pk]), "plan": plan_of(
            Need.objects.filter(planned__convention=row), lines, timezone.localdate()
        ),
        "may_write": actions.may_write(request.user, row), "may_confirm": request.user.may(P.HOSTS_REGISTER),
    })  # fmt: skip


@require_safe
def document(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    """The signed document of a convention."""
    require(request.user, P.HOSTS_READ)
    return as_upload(get_object_or_404(documents.uploads(actions.PAPERS, [pk]), pk=upload))


@require_http_methods(["GET", "POST"])
def add_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Write one line of a convention by hand."""
    row = get_object_or_404(Convention, pk=pk)
    require(request.user, P.CONVENTIONS_WRITE)
    require_sector(request.user, row.domain)
    form = LineForm(request.POST or None, convention=row)

    def do() -> dict:
        values = form.values()
        host = values.pop("host") or NewHost(domain=row.domain, **values.pop("new_host"))
        values.pop("new_host", None)
        line = actions.NewPlanned(convention=row, host=host, **values)
        return {"id": actions.plan([line], by=request.user, on=timezone.localdate())[0].pk}

    if form.is_valid() and form.send(request, "conventions.plan", do):
        return redirect("hosts:convention", pk)
    return render(request, "hosts/add_line.html", {"convention": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The lines that wait for this person: a facility’s own on its telephone, or all those of a centre.

    What something stops is shown with the reason, and left out.
    """
    require(request.user, P.NEEDS_WRITE)
    waiting = Planned.objects.to_confirm_by(request.user).select_related("host__commune", "form", "convention")
    rows = list(waiting.order_by("convention", "host__commune__name", "pk")[:MOST])
    stopped = actions.against_confirming(rows, timezone.localdate())
    form = ConfirmForm(request.POST or None, among=[row.pk for row in rows if row.pk not in stopped])

    def do() -> dict:
        chosen = [row for row in rows if row.pk in form.values()["chosen"]]
        return {"done": len(actions.confirm(chosen, by=request.user, on=timezone.localdate()))}

    if form.is_valid() and form.send(request, "conventions.confirm", do):
        return redirect(f"{request.path}?recu={form.cleaned_data['receipt']}")
    return render(request, "hosts/confirm.html", {
        "lines": [(row, stopped.get(row.pk)) for row in rows], "form": form, "report": report_of(request),
        "places": sum(row.places for row in rows), "ready": len(rows) - len(stopped),
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a facility does not want what was planned for it."""
    rows = Planned.objects.visible_to(request.user).select_related("host__commune", "convention", "form")
    line = get_object_or_404(rows, pk=pk)
    require_writer(request.user, [line.host])
    form = ReasonForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.decline(line=line, by=request.user, **form.values()).pk}

    if form.is_valid() and form.send(request, "conventions.decline", do):
        return redirect("hosts:confirm")
    return render(request, "hosts/decline.html", {"line": line, "form": form}, status=form.status)


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Needs by domain and region against the envelopes, for all that this person sees."""
    require(request.user, P.HOSTS_READ)
    needs, lines = Need.objects.visible_to(request.user), Planned.objects.visible_to(request.user)
    return render(request, "hosts/plan.html", {"plan": plan_of(needs, lines, timezone.localdate())})


@require_http_methods(["GET", "POST"])
def members(request: HttpRequest) -> HttpResponse:
    """Who speaks for each sector; naming one opens the account by which a ministry enters its conventions."""
    require(request.user, P.HOSTS_ACCREDIT)
    form = MemberForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.name_sector_member(by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "conventions.name_member", do):
        return redirect("hosts:members")
    rows = SectorMember.objects.filter(until=None).select_related("user").order_by("domain", "user__name")
    return render(request, "hosts/members.html", {"form": form, "members": rows}, status=form.status)


@require_http_methods(["GET", "POST"])
def end_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a person no longer speaks for a sector."""
    require(request.user, P.HOSTS_ACCREDIT)
    member = get_object_or_404(SectorMember.objects.select_related("user"), pk=pk, until=None)
    form = ActionForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.end_sector_member(member=member, by=request.user, on=timezone.localdate()).pk}

    if form.is_valid() and form.send(request, "conventions.end_member", do):
        return redirect("hosts:members")
    return render(request, "hosts/end_member.html", {"form": form, "member": member}, status=form.status)
