"""Criteria, the published list and its proof, appeals against it."""

from collections import Counter

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.places import queries as places
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import contests as actions
from teriya.mobilisation.selection import lists, queries
from teriya.mobilisation.selection.forms import AnswerForm, ContestForm, CriteriaForm, in_language
from teriya.mobilisation.selection.models import Contest, Listing
from teriya.mobilisation.selection.states import Outcome


@require_http_methods(["GET", "POST"])
def criteria(request: HttpRequest, code: str) -> HttpResponse:
    """How a wave is selected: read, and published anew until somebody is scored or drawn."""
    require(request.user, P.APPLICATIONS_READ)
    wave = _wave(code)
    held = lists.criteria_in_force(wave)
    first = {"mode": held.mode, "places": held.places, "reserve": held.reserve, "women": held.women}
    promised = dict(wave.quotas.values_list("region__code", "places"))  # what the call published, until said otherwise
    floors = {f"r_{region}": count for region, count in (held.regions if held.pk else promised).items()}
    form = CriteriaForm(request.POST or None, initial=first | floors)

    def do() -> dict:
        return {"id": lists.publish_criteria(wave=wave, by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and form.send(request, "selection.criteria", do):
        return redirect("selection:ranking", code)
    return render(request, "selection/criteria.html", {
        "wave": wave, "form": form, "may_rank": request.user.may(P.JURY_RANK), **_told(wave),
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it will be read, then its publication by another person than who ranked."""
    require(request.user, P.LISTS_PUBLISH)
    found = get_object_or_404(Listing.objects.select_related("wave__form"), pk=pk)
    form = ActionForm(request.POST or None)

    def do() -> dict:
        return {"state": lists.publish(listing=found, by=request.user, on=timezone.localdate()).state}

    if form.is_valid() and form.send(request, "selection.publish", do):
        return redirect("selection:published", found.wave.code)
    tally = Counter(row[3] for row in found.rows)
    counts = [(label, tally[value]) for value, label in Outcome.choices if tally[value]]
    return render(request, "selection/publish.html", {
        "listing": found, "form": form, "counts": counts, "no": lists.against_publishing(found.wave),
        "unsigned": queries.unsigned(found.wave),
    }, status=form.status)  # fmt: skip


@login_not_required
@require_safe
def published(request: HttpRequest, code: str) -> HttpResponse:
    """The list by number, open to all, with all it takes to make it again; `?numero=` finds one person."""
    found, number = _published(code), request.GET.get("numero", "").strip()[:20]
    rows = [row for row in found.rows if not number or row[0] == number]
    page = page_of(request, rows)
    lines = [(*row[:3], Outcome(row[3]), lists.why_in_words(row[4])) for row in page]
    return render(request, "selection/published.html", {
        "listing": found, "wave": found.wave, "number": number, "page": page, "lines": lines, **_told(found.wave),
    })  # fmt: skip


@login_not_required
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The published list as PDF, for the notice board of town halls."""
    return as_download(_published(code).board)


@login_not_required
@require_safe
def numbers(request: HttpRequest, code: str) -> HttpResponse:
    """The numbers of a published list, one a line: what the draw is made again from."""
    text = "".join(f"{row[0]}\n" for row in sorted(_published(code).rows, key=lambda row: (len(row[0]), row[0])))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_http_methods(["GET", "POST"])
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """A candidate contests the published list, for an application of one's own; here the answer is read."""
    rows = Application.objects.filter(person__account=request.user).select_related("wave__form", "person")
    found = get_object_or_404(rows, pk=pk)
    listing = Listing.objects.filter(wave=found.wave, state="published").first()
    form = ContestForm(request.POST or None)

    def do() -> dict:
        row = actions.contest(application=found, by=request.user, on=timezone.localdate(), **form.values())
        return {"id": row.pk}

    if form.is_valid() and form.send(request, "selection.contest", do):
        return redirect("selection:contest", pk)
    return render(request, "selection/contest.html", {
        "application": found, "form": form, "listing": listing, "filed": found.contests.order_by("-pk"),
        "is_open": listing and timezone.localdate() <= listing.appeal_until and not found.contests.filter(listing=listing).exists(),
    }, status=form.status)  # fmt: skip


@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    """The appeals of one's perimeter, those that wait first."""
    require(request.user, P.APPEALS_ANSWER)
    rows = (
        Contest.objects.to_answer_by(request.user).select_related("application__wave").order_by("state", "answer_by")
    )
    return render(request, "selection/contests.html", {"page": page_of(request, rows), "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.APPEALS_ANSWER)
    rows = Contest.objects.to_answer_by(request.user).select_related(
        "application__wave", "application__person", "listing"
    )
    found = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST or None)

    def do() -> dict:
        return {
            "state": actions.answer(contest=found, by=request.user, on=timezone.localdate(), **form.values()).state
        }

    if form.is_valid() and form.send(request, "selection.answer", do):
        return redirect("selection:contests")
    line = next((row for row in found.listing.rows if row[0] == found.application.number), None)
    return render(request, "selection/answer.html", {
        "contest": found, "form": form, "scores": queries.scores_of(found.application),
        "line": line and (line[1], line[2], Outcome(line[3]).label, lists.why_in_words(line[4])),
    }, status=form.status)  # fmt: skip


def _told(wave: Wave) -> dict:
    """The criteria in force, in words: mode, places and floors, and the grid."""
    held, grid = lists.criteria_in_force(wave), queries.grid_of(wave)
    names = {region.code: region.name for region in places.regions()}
    return {
        "criteria": held, "mode": held.get_mode_display(),
        "grid": [(row["name"][in_language()], row["points"]) for row in grid.facts["criteria"]],
        "floors": [(names[code], count) for code, count in sorted(held.regions.items())],
    }  # fmt: skip


def _published(code: str) -> Listing:
    rows = Listing.objects.select_related("wave__form", "board")
    return get_object_or_404(rows, wave__code=code, state="published")


def _wave(code: str) -> Wave:
    return get_object_or_404(Wave.objects.select_related("form"), code=code)
