"""Counting: a measure over some days, split, each number open on its list; the table may be frozen."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.figures import actions, notes, queries
from teriya.contribution.figures.forms import CountForm
from teriya.contribution.figures.measures import DIMENSIONS, Measure
from teriya.contribution.figures.queries import Scope
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import Row, page_of
from teriya.people.models import Person
from teriya.service.missions.models import Mission


def asked_in(request: HttpRequest, today: date) -> CountForm:
    """What the address asks; else the people mobilised since January, by region."""
    default = {"mesure": "mobilised", "du": f"{today.year}-01-01", "au": str(today), "par": "region"}
    return CountForm(request.GET if "mesure" in request.GET else default)


@require_http_methods(["GET", "POST"])
def count(request: HttpRequest) -> HttpResponse:
    """The number, its definition, its parts. POST freezes it, for the whole agency."""
    require(request.user, P.FIGURES_READ)
    today = timezone.localdate()
    asked, form, may_freeze = (
        asked_in(request, today),
        ActionForm(request.POST or None),
        request.user.may(P.FIGURES_FREEZE),
    )
    context: dict[str, Any] = {"asked": asked, "form": form, "may_freeze": may_freeze}
    if asked.is_valid():
        measure = queries.measure(asked.cleaned_data["mesure"])
        assert measure is not None
        if request.method == "POST" and form.is_valid():
            answer = form.send(request, "figures.freeze", lambda: {"code": actions.freeze(
                measure=measure, scope=asked.scope(today), split=asked.by, by=request.user, on=today).code})  # fmt: skip
            if answer:
                messages.success(request, _("Le chiffre est figé. Une autre personne, la direction, le publie."))
                return redirect("figures:figure", answer["code"])
        scope = asked.scope(today, request.user.communes(P.FIGURES_READ))
        context |= counted(request, measure, scope, asked.by)
    return render(request, "figures/count.html", context, status=422 if asked.errors else form.status)


def counted(request: HttpRequest, measure: Measure, scope: Scope, by: tuple[str, ...]) -> dict[str, Any]:
    """The table in words, each of its numbers with the address of its list for those who may open it."""
    cells = queries.table(measure, scope, by)
    may_open = request.user.may(P.MISSIONS_READ)
    lead = urlencode({name: value for name, value in request.GET.items() if name not in {"par", "et", "page"}} or
                     {"mesure": measure.code, "du": scope.first, "au": scope.last})  # fmt: skip

    def opens(**cell: str) -> str:
        return (
            f"{reverse('figures:behind')}?{lead}&{urlencode({f'c_{name}': key for name, key in cell.items()})}"
            if may_open
            else ""
        )

    return {
        "known": scope.on, "measure": measure, "total": sum(cells.values()), "definition": measure.said_on(scope.on), "days": notes.days_of(measure, scope),
        "population": notes.population_of(measure, scope), "url": opens(), "is_partial": scope.communes is not None,
        "by": [str(DIMENSIONS[name]) for name in by], "rows": _rows(by[0], cells, opens) if len(by) == 1 else [],
        "grid": _grid(by, cells, opens) if len(by) == 2 else None,
    }  # fmt: skip


def _rows(name: str, cells: dict, opens: Any) -> list[Row]:
    said = queries.names(name, [key for (key,) in cells])
    return [Row(said[key], amount, opens(**{name: key})) for (key,), amount in sorted(cells.items())]


def _grid(by: tuple[str, ...], cells: dict, opens: Any) -> dict[str, Any]:
    """Two dimensions crossed, with the sums of both sides."""
    rows, columns = (sorted({key[place] for key in cells}) for place in (0, 1))
    said = [queries.names(name, keys) for name, keys in zip(by, (rows, columns), strict=True)]
    lines = [
        (said[0][row], [(cells.get((row, column), 0), opens(**{by[0]: row, by[1]: column})) for column in columns],
         sum(cells.get((row, column), 0) for column in columns))
        for row in rows
    ]  # fmt: skip
    return {
        "columns": [said[1][column] for column in columns], "lines": lines,
        "totals": [sum(cells.get((row, column), 0) for row in rows) for column in columns],
    }  # fmt: skip


@require_safe
def behind(request: HttpRequest) -> HttpResponse:
    """The missions and lines of history that one number counts, in the perimeter of who reads their files."""
    require(request.user, P.FIGURES_READ)
    require(request.user, P.MISSIONS_READ)
    today = timezone.localdate()
    asked = asked_in(request, today)
    if not asked.is_valid():
        return redirect("figures:count")
    measure = queries.measure(asked.cleaned_data["mesure"])
    assert measure is not None
    scope = asked.scope(today, request.user.communes(P.MISSIONS_READ))
    cell = {
        name.removeprefix("c_"): value
        for name, value in request.GET.items()
        if name.startswith("c_") and name[2:] in measure.dimensions
    }
    page = page_of(request, queries.Lines(measure, scope, cell))
    people = Person.objects.in_bulk([line.person for line in page])
    missions = Mission.objects.select_related("host").in_bulk([line.mission for line in page if line.mission])
    page.object_list = [(line, people[line.person], missions.get(line.mission)) for line in page]
    back = urlencode(
        {name: value for name, value in request.GET.items() if not name.startswith("c_") and name != "page"}
    )
    return render(request, "figures/behind.html", {
        "page": page, "measure": measure, "days": notes.days_of(measure, scope), "is_partial": scope.communes is not None,
        "cell": ", ".join(queries.names(name, [key])[key] for name, key in (scope.narrowed | cell).items()),
        "back": f"{reverse('figures:count')}?{back}",
    })  # fmt: skip
