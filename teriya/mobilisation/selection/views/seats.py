"""A jury: its members, a replacement, conflicts to settle, second hearings, the minutes and their signatures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.mobilisation.selection import hearing, members, planning
from teriya.mobilisation.selection import minutes as actions
from teriya.mobilisation.selection.forms import (
    AgainForm,
    InkForm,
    MoveForm,
    RecordedConflictForm,
    ReplaceForm,
    SubstituteForm,
)
from teriya.mobilisation.selection.models import Conflict, Hearing, Jury, JuryMember, Minutes
from teriya.mobilisation.selection.queries import has_sat, heard_by


@require_http_methods(["GET", "POST"])
def jury(request: HttpRequest, pk: int) -> HttpResponse:
    """A jury's members and work; here its minutes are drawn."""
    found = _jury(request, pk)
    form, may_plan = ActionForm(request.POST or None), request.user.may(P.INTERVIEWS_PLAN)

    def do() -> dict:
        return {"id": actions.draw_minutes(jury=found, by=request.user, on=timezone.localdate()).pk}

    if form.is_valid() and form.send(request, "selection.draw_minutes", do):
        return redirect("selection:jury", pk)
    counts = Hearing.objects.live().filter(jury=found).still_there().by_state()
    states = {state: counts.get(state, 0) for state in ("called", "present", "absent", "heard", "contested")}
    return render(request, "selection/jury.html", {
        "jury": found, "form": form, "may_plan": may_plan, "may_seat": request.user.may(P.JURY_RANK), "states": states,
        "members": found.members.all(), "minutes": found.minutes.select_related("document").prefetch_related("signatures__member"),
        "sittings": found.sittings.all(),
        "may_draw": may_plan and not (states["called"] or states["present"] or states["contested"]) and has_sat(found),
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.JURY_RANK)
    member = get_object_or_404(JuryMember.objects.seated().select_related("jury__wave"), pk=pk)
    form = ReplaceForm(request.POST or None)

    def do() -> dict:
        new = members.replace_member(member=member, by=request.user, on=timezone.localdate(), **form.values())
        return {"id": new.pk}

    if form.is_valid() and form.send(request, "selection.replace", do):
        return redirect("selection:jury", member.jury_id)
    return render(request, "selection/replace.html", {"member": member, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def record_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """The centre types a conflict of interest that a member without account wrote."""
    require(request.user, P.INTERVIEWS_PLAN)
    member = get_object_or_404(JuryMember.objects.seated().select_related("jury__wave"), pk=pk, user=None)
    communes = request.user.communes(P.INTERVIEWS_PLAN)
    rows = heard_by(member.jury).exclude(conflicts__member=member).select_related("person", "wave").order_by("pk")
    form = RecordedConflictForm(
        request.POST or None, rows=rows if communes is None else rows.filter(person__commune__in=communes)
    )

    def do() -> dict:
        said = members.record_conflict(member=member, by=request.user, on=timezone.localdate(), **form.values())
        return {"id": said.pk}

    if form.is_valid() and (done := form.send(request, "selection.record_conflict", do)):
        return redirect("selection:settle", done["id"])
    return render(request, "selection/record_conflict.html", {"member": member, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A conflict of interest: another juror for this candidate, or another jury."""
    require(request.user, P.INTERVIEWS_PLAN)
    rows = Conflict.objects.within(request.user, P.INTERVIEWS_PLAN)
    found = get_object_or_404(rows.select_related("application__person", "application__wave", "member__jury"), pk=pk)
    today, wave = timezone.localdate(), found.application.wave
    free = planning.free_slots(wave, found.application, on=today)
    asked = request.POST.get("way", "")
    another = SubstituteForm(request.POST if asked == "another" else None, prefix="a")
    elsewhere = MoveForm(request.POST if asked == "elsewhere" else None, prefix="e", free=free)

    def seat() -> dict:
        return {"state": members.seat_another(conflict=found, by=request.user, on=today, **another.values()).state}

    def send_on() -> dict:
        return {"state": members.hear_elsewhere(conflict=found, by=request.user, on=today, **elsewhere.values()).state}

    if another.is_valid() and another.send(request, "selection.seat_another", seat):
        return redirect("selection:interviews", wave.code)
    if elsewhere.is_valid() and elsewhere.send(request, "selection.hear_elsewhere", send_on):
        return redirect("selection:interviews", wave.code)
    status = max(another.status, elsewhere.status)
    typed_by = User.objects.filter(pk=found.typed_by_id).first()
    return render(request, "selection/settle.html", {
        "conflict": found, "another": another, "elsewhere": elsewhere, "free": free, "typed_by": typed_by,
    }, status=status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Three scores too far apart: who hears the candidate again."""
    rows = Hearing.objects.within(request.user, P.INTERVIEWS_PLAN).filter(state="contested")
    found = get_object_or_404(rows.select_related("application__person", "application__wave", "jury__venue"), pk=pk)
    today, wave = timezone.localdate(), found.application.wave
    free = planning.free_slots(wave, found.application, on=today)
    form = AgainForm(request.POST or None, free=free, same=found.jury)

    def do() -> dict:
        return {"id": hearing.hear_again(hearing=found, by=request.user, on=today, **form.values()).pk}

    if form.is_valid() and form.send(request, "selection.hear_again", do):
        return redirect("selection:interviews", wave.code)
    return render(request, "selection/again.html", {
        "hearing": found, "form": form, "sheets": found.sheets.all(),
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A member signs on the account; who organises records what was signed in ink."""
    found = get_object_or_404(Minutes.objects.select_related("jury__wave", "document"), pk=pk)
    _jury(request, found.jury_id)
    own = JuryMember.objects.seated().filter(jury=found.jury, user=request.user).first()
    signed = found.signatures.values("member")
    left = JuryMember.objects.seated().filter(jury=found.jury).exclude(pk__in=signed)
    form = ActionForm(request.POST or None) if own else InkForm(request.POST or None, rows=left)

    def do() -> dict:
        today = timezone.localdate()
        if own:
            return {"id": actions.sign(minutes=found, by=request.user, on=today).pk}
        return {"id": actions.record_ink(minutes=found, by=request.user, on=today, **form.values()).pk}

    if form.is_valid() and form.send(request, "selection.sign", do):
        return redirect("selection:jury", found.jury_id)
    return render(request, "selection/sign.html", {
        "minutes": found, "form": form, "own": own, "left": left, "signatures": found.signatures.select_related("member"),
    }, status=form.status)  # fmt: skip


@require_safe
def jury_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Minutes.objects.select_related("document"), pk=pk)
    _jury(request, found.jury_id)
    return as_download(found.document)


def _jury(request: HttpRequest, pk: int) -> Jury:
    """For its members, and for those who organise or rank."""
    found = get_object_or_404(Jury.objects.select_related("wave", "venue", "centre"), pk=pk)
    user = request.user
    if not (user.may(P.INTERVIEWS_PLAN) or user.may(P.JURY_RANK) or Jury.objects.of(user).filter(pk=pk).exists()):
        raise NotAllowed(
            "not_in_jury", _("Seuls les membres du jury et ceux qui organisent les entretiens lisent ceci.")
        )
    return found
