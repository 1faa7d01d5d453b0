"""The published placement: open to all, by candidate number only."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from teriya.foundation.documents.models import Document
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.placement import pages, queries
from teriya.mobilisation.placement.appeals import last_day
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.placement.views.deciding import as_archive


def _published(code: str) -> Round:
    return get_object_or_404(Round.objects.select_related("wave"), wave__code=code, state="published")


@login_not_required
@require_safe
def published(request: HttpRequest, code: str) -> HttpResponse:
    """Who goes where by number, with the seed and the digests; `?numero=` finds one person."""
    found, number = _published(code), request.GET.get("numero", "").strip()[:20]
    rows = found.placements.select_related("application__ranking", "need__host").order_by(
        "need__reference", "application"
    )
    if number:
        rows = rows.filter(application__number=number)
    return render(request, "placement/published.html", {
        "round": found, "number": number, "page": page_of(request, rows), "overrides": pages.overrides_of(found),
        "settings": pages.settings_of(found), "last_appeal": last_day(found),
    })  # fmt: skip


@login_not_required
@require_safe
def notice_board(request: HttpRequest, code: str) -> HttpResponse:
    """The published list as PDF, for the notice board of town halls."""
    found = _published(code)
    return as_download(get_object_or_404(Document, subject="round", subject_id=found.pk, series="PUB-PLACEMENT"))


@login_not_required
@require_safe
def thresholds(request: HttpRequest, code: str) -> HttpResponse:
    """Where each post of a published round stopped, and what stopped it."""
    found = _published(code)
    page = page_of(request, queries.thresholds(found))
    rows = [(line, pages.stopped_by(line)) for line in page]
    return render(request, "placement/thresholds.html", {
        "round": found, "page": page, "rows": rows, "held": queries.held_by_quotas(found),
    })  # fmt: skip


@login_not_required
@require_safe
def published_files(request: HttpRequest, code: str) -> HttpResponse:
    """The files by which anyone verifies the published round."""
    return as_archive(_published(code))
