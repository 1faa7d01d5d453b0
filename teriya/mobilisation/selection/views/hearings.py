"""A member of a jury: who is still to score, the sheet of one candidate, a conflict of interest declared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import members, minutes, offline, queries
from teriya.mobilisation.selection.forms import ConflictForm, SheetForm, in_language
from teriya.mobilisation.selection.models import Sheet
from teriya.mobilisation.selection.policies import SCORED_IN, chair_of, seats_of


@require_safe
def scores(request: HttpRequest, code: str) -> HttpResponse:
    """Those whom this person still has to score, by the hour. What the others gave is not there."""
    require(request.user, P.JURY_SCORE)
    wave = get_object_or_404(Wave, code=code)
    seats = seats_of(request.user, wave)
    waiting, number = queries.to_score(request.user, wave), request.GET.get("numero", "").strip()[:20]
    sealed = Sheet.objects.filter(hearing__application__wave=wave, by_id=request.user.pk).exclude(sealed="").count()
    drawn = [(seat, minutes.latest(seat.jury)) for seat in seats]
    return render(request, "selection/scores.html", {
        "wave": wave, "seats": seats, "number": number, "sealed": sealed, "waiting": waiting.count(),
        "page": page_of(request, waiting.filter(number=number) if number else waiting, offline.MOST), "is_open": wave.state in SCORED_IN,
        "to_sign": [(seat, one) for seat, one in drawn if one and not one.signatures.filter(member=seat).exists()],
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One sheet: marked, then sealed; the next candidate follows."""
    require(request.user, P.JURY_SCORE)
    row = offline.candidate(code, pk)
    member, grid, found = chair_of(request.user, row), queries.grid_of(row.wave), queries.hearing_of(row)
    base, now = found.version if found else 0, offline.as_it_stands(found, member)
    form = SheetForm(request.POST or None, grid=grid, now=now, initial={"base": base})

    def do() -> dict:
        return offline.write(form, by=request.user, on=timezone.localdate(), code=code, pk=pk)

    if form.is_valid() and form.send(request, offline.KIND.action, do):
        following = queries.to_score(request.user, row.wave).first()
        return redirect("selection:sheet", code, following.pk) if following else redirect("selection:scores", code)
    if "base" in form.data and form.errors:
        form.come_up_to_date(base)
    done = found and found.sheets.filter(chair=member.chair).first()
    return render(request, "selection/sheet.html", {
        "application": row, "wave": row.wave, "hearing": found, "member": member, "form": form, "grid": grid, "done": done,
        "named": offline.named(row), "following": _following(request.user, row),
        "title": grid.fr if in_language() == "fr" else grid.en,
    }, status=form.status)  # fmt: skip


def _following(user: User, row: Application) -> Application | None:
    """Who comes after this candidate in one's list."""
    rows = list(queries.to_score(user, row.wave))
    places = [n for n, one in enumerate(rows, 1) if one.pk == row.pk]
    return rows[places[0]] if places and places[0] < len(rows) else None


@require_safe
def given(request: HttpRequest, code: str) -> HttpResponse:
    """The candidates whom this person scored; once the three sheets are open, the scores and their spread."""
    require(request.user, P.JURY_SCORE)
    wave = get_object_or_404(Wave, code=code)
    seats_of(request.user, wave)
    rows = Sheet.objects.filter(hearing__application__wave=wave, by_id=request.user.pk).exclude(sealed="")
    rows = rows.select_related("hearing__application__person").prefetch_related("hearing__sheets").order_by("-pk")
    return render(request, "selection/given.html", {"wave": wave, "page": page_of(request, rows)})


@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    require(request.user, P.JURY_SCORE)
    row = offline.candidate(code, pk)
    chair_of(request.user, row)
    form = ConflictForm(request.POST or None)

    def do() -> dict:
        said = members.declare_conflict(application=row, by=request.user, on=timezone.localdate(), **form.values())
        return {"id": said.pk}

    if form.is_valid() and form.send(request, "selection.declare_conflict", do):
        return redirect("selection:scores", code)
    return render(request, "selection/conflict.html", {"application": row, "form": form}, status=form.status)
