"""The pages of registers taken on: which, what each told, and taking one back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.people import history
from teriya.people.forms import UndoTakeOnForm
from teriya.people.models import PastService, TakeOn


@require_safe
def take_ons(request: HttpRequest) -> HttpResponse:
    """Registers taken on, the last first."""
    require(request.user, P.PEOPLE_READ)
    page = page_of(request, TakeOn.objects.visible_to(request.user).counted().order_by("-pk"))
    names = dict(User.objects.filter(pk__in=[row.by_id for row in page]).values_list("pk", "name"))
    return render(request, "people/take_ons.html", {
        "page": page, "rows": [(row, names.get(row.by_id, "")) for row in page],
        "may_bring": request.user.may(P.HISTORY_TAKE_ON),
    })  # fmt: skip


@require_safe
def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    """What one register told: its waves, then its lines, filtered by wave and by proof."""
    row = _seen(request, pk)
    lines = PastService.objects.visible_to(request.user).filter(take_on=row)
    asked = {name: request.GET.get(name, "") for name in ("forme", "vague", "preuve")}
    shown = lines.unproven() if asked["preuve"] == "manquante" else lines
    if asked["forme"]:
        shown = shown.filter(form=asked["forme"], wave=asked["vague"])
    by = User.objects.filter(pk__in=[row.by_id, row.undone_by_id or 0]).in_bulk()
    return render(request, "people/take_on.html", {
        "take_on": row, "by": by.get(row.by_id), "undone_by": by.get(row.undone_by_id), "waves": history.waves_of(lines),
        "page": page_of(request, shown.select_related("person").order_by("line")), "asked": asked,
        "may_undo": row.undone_on is None and request.user.may(P.HISTORY_TAKE_ON),
        "is_mine": row.by_id == request.user.pk,
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole register back."""
    row = _seen(request, pk)
    require(request.user, P.HISTORY_TAKE_ON)
    form = UndoTakeOnForm(request.POST or None)
    if form.is_valid() and form.send(request, "people.undo_take_on", lambda: _undo(request, row, form)):
        return redirect("people:take_on", row.pk)
    return render(request, "people/undo_take_on.html", {"take_on": row, "form": form}, status=form.status)


def _undo(request: HttpRequest, row: TakeOn, form: UndoTakeOnForm) -> dict:
    history.undo(taking=row, by=request.user, on=timezone.localdate(), **form.values())
    return {"id": row.pk}


def _seen(request: HttpRequest, pk: int) -> TakeOn:
    return get_object_or_404(TakeOn.objects.visible_to(request.user).counted(), pk=pk)
