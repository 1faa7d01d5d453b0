"""The yearbook: asked for and followed, read whole by who may open its lists, published without what could show somebody."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.yearbook import actions, queries, showing
from teriya.contribution.yearbook.counting import MEASURES
from teriya.contribution.yearbook.forms import AskForm, DecideForm
from teriya.contribution.yearbook.jobs import make_yearbook
from teriya.contribution.yearbook.models import Edition
from teriya.contribution.yearbook.showing import Link, nowhere
from teriya.contribution.yearbook.states import EDITION_LIFE
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import watched
from teriya.foundation.documents.views import as_download
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Series, page_of

BUTTONS = ("publish", "set_aside", "withdraw")


@require_http_methods(["GET", "POST"])
def yearbooks(request: HttpRequest) -> HttpResponse:
    """Every edition; who may freeze asks for another, and follows the worker."""
    require(request.user, P.FIGURES_READ)
    form = AskForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.send(request, "yearbook.ask", lambda: _ask(request, form.cleaned_data["year"]))
    ):
        return redirect("yearbook:yearbooks")
    page = page_of(request, Edition.objects.defer("content").order_by("-year", "-pk"))
    return watched(request, "yearbook/yearbooks.html", queries.last_asked(), {
        "form": form, "page": page, "may_ask": request.user.may(P.FIGURES_FREEZE)})  # fmt: skip


def _ask(request: HttpRequest, year: int) -> dict:
    row = actions.ask(year=year, by=request.user, on=timezone.localdate())
    transaction.on_commit(lambda: make_yearbook.defer(id=row.pk))
    return {"id": row.pk}


@require_http_methods(["GET", "POST"])
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition whole, every number of it open on its list; what this person may decide."""
    require(request.user, P.FIGURES_READ)
    row, form = get_object_or_404(Edition, pk=pk), DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = request.POST.get("step", "")
        step = step if step in BUTTONS else "publish"
        if form.send(request, "yearbook.decide", lambda: {"id": actions.decide(
                edition=row, step=step, by=request.user, on=timezone.localdate(), reason=form.cleaned_data["reason"]).pk}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return redirect("yearbook:edition", pk)
    may = request.user.may(P.FIGURES_PUBLISH) and request.user.pk != row.prepared_by_id
    link = _lists(row) if request.user.may(P.MISSIONS_READ) else nowhere
    return render(request, "yearbook/edition.html", _shown(row, whole=True, link=link) | {
        "form": form, "steps": [step.name for step in EDITION_LIFE.open_from(row.state)] if may else [],
    }, status=form.status)  # fmt: skip


def _lists(row: Edition) -> Link:
    """The list behind each number, as it was known on the day of the edition."""
    asked = {"du": f"{row.year}-01-01", "au": f"{row.year}-12-31", "connu": row.on}

    def link(measure: str, **cell: str) -> str:
        keys = {f"c_{name}": key for name, key in cell.items()}
        return f"{reverse('figures:behind')}?{urlencode({'mesure': measure} | asked | keys)}"

    return link


def _shown(row: Edition, *, whole: bool, link: Link = nowhere) -> dict[str, Any]:
    content, shown = row.content, {"whole": whole, "link": link}
    labels, values = showing.years(content, whole=whole)
    language = "en" if (get_language() or "").startswith("en") else "fr"
    return {
        "edition": row, "whole": whole, "tables": showing.tables(content, **shown), "labels": labels, "series": [Series(showing.heads()[1], values)],
        "crossed": [found for name in ("form", "age", "sector", "region") if (found := showing.crossed(content, name, **shown))],
        "counted": showing.counted(content, **shown), "restated": content["restated"], "map": rules.region_map(),
        "totals": [
            (head, number, content["definitions"][language][code])
            for (head, number), code in zip(showing.totals(content, **shown), MEASURES, strict=True)
        ],
    }  # fmt: skip


@require_safe
def edition_paper(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.FIGURES_READ)
    return as_download(get_object_or_404(Edition.objects.select_related("document").defer("content"), pk=pk).document)


@login_not_required
@require_safe
def public(request: HttpRequest, year: int) -> HttpResponse:
    """The yearbook of a year as everybody reads it."""
    row = get_object_or_404(queries.published(), year=year)
    years = list(queries.published().values_list("year", flat=True))
    return render(request, "yearbook/public.html", _shown(row, whole=False) | {"years": years})


@login_not_required
@require_safe
def paper(request: HttpRequest, year: int) -> HttpResponse:
    return as_download(get_object_or_404(queries.published().select_related("document"), year=year).document)
