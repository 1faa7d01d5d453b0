"""The extract of the institute of statistics: what it is, then its file, each taking in the journal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.contribution.opendata import actions
from teriya.contribution.opendata.extract import COLUMNS
from teriya.contribution.opendata.forms import ExtractForm
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require


@require_safe
def extract(request: HttpRequest) -> HttpResponse:
    require(request.user, P.OPENDATA_EXTRACT)
    form = ExtractForm(initial={"annee": timezone.localdate().year - 1})
    return render(request, "opendata/extract.html", {"form": form, "columns": COLUMNS})


@require_safe
def take(request: HttpRequest) -> HttpResponse:
    """The archive of the year that the address names, under the agreement that it names."""
    require(request.user, P.OPENDATA_EXTRACT)
    form = ExtractForm(request.GET)
    if not form.is_valid():
        return render(request, "opendata/extract.html", {"form": form, "columns": COLUMNS}, status=422)
    year, reference = form.cleaned_data["annee"], form.cleaned_data["reference"]
    content = actions.hand_over(year=year, reference=reference, by=request.user, on=timezone.localdate())
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="extrait-{year}.zip"'
    return answer
