"""Arrears: the list with its filters, its file, the matrix by age; what a volunteer reads above the own payments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Row, page_of
from teriya.pay.arrears import files, queries, words
from teriya.pay.arrears.engine.ages import BUCKETS
from teriya.pay.arrears.queries import Chosen
from teriya.pay.arrears.reading import Owed
from teriya.pay.arrears.states import Cause
from teriya.service.missions.models import Mission

LATEST = 12  # months above the own payments


@dataclass(frozen=True)
class Shown:
    """A month as a line of the page. `url`: its pay line, for who reads pay."""

    owed: Owed
    mission: Mission
    why: str
    holder: str
    late: int
    url: str

    @property
    def cause(self) -> str:
        return str(Cause(self.owed.cause).label)


@require_safe
def arrears(request: HttpRequest) -> HttpResponse:
    """Every month that is late, the oldest first: what is missing, why, who holds it."""
    require(request.user, P.ARREARS_READ)
    today, names = timezone.localdate(), queries.funders()
    found, unrated = queries.arrears(request.user, today)
    kept = _chosen(request).keep(found, names, today)
    page = page_of(request, kept)
    page.object_list = _shown(page.object_list, today, request.user.may(P.PAY_READ))
    francs = sum(owed.missing for owed in kept)
    return render(request, "arrears/arrears.html", {
        "page": page, "filters": _filters(request, found, names), "francs": francs, "people": len({owed.person for owed in kept}),
        "months": len(kept), "estimated": sum(owed.missing for owed in kept if owed.is_estimate), "query": request.GET.urlencode(),
        "causes": _by_cause(request, kept), "unrated": unrated,
    })  # fmt: skip


def _chosen(request: HttpRequest) -> Chosen:
    """The filters of the address; what is not one of their values is left out."""
    asked = request.GET
    region = places.regions().filter(code=asked.get("region", "")).values_list("pk", flat=True).first()
    age, cause = asked.get("age", ""), asked.get("cause", "")
    return Chosen(
        region=region, form=asked.get("forme", ""), funder=None if asked.get("financeur", "") == "" else _funder(asked["financeur"]),
        cause=cause if cause in Cause.values else "", bucket=int(age) if age in {str(n) for n in range(len(BUCKETS))} else None,
    )  # fmt: skip


UNFUNDED = "-"  # in an address: what no envelope pays


def _funder(asked: str) -> str:
    return queries.NOBODY if asked == UNFUNDED else asked


@dataclass(frozen=True)
class Filter:
    """A choice of the search form: (value, label, chosen?)."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


def _filters(request: HttpRequest, found: list[Owed], names: dict[int, str]) -> list[Filter]:
    """Only what would leave something in the list."""
    seen = {owed.region for owed in found}
    funders = sorted({name for owed in found for name in queries.funders_of(owed, names)})
    causes, forms = {owed.cause for owed in found}, {owed.form for owed in found}
    choices = {
        ("region", _("Région")): [(one.code, one.name) for one in places.regions() if one.pk in seen],
        ("forme", _("Forme")): [(code, code) for code in rules.form_codes() if code in forms],
        ("financeur", _("Financeur")): [(name or UNFUNDED, name or _("aucun")) for name in funders],
        ("cause", _("Cause")): [(code, str(label)) for code, label in Cause.choices if code in causes],
        ("age", _("Jours de retard")): [(str(n), label) for n, (_limit, label) in enumerate(BUCKETS)],
    }
    return [
        Filter(name, label, [(value, text, request.GET.get(name) == value) for value, text in options])
        for (name, label), options in choices.items()
    ]


def _by_cause(request: HttpRequest, kept: list[Owed]) -> list[Row]:
    """Francs of each cause, the most first; each leads to its months."""
    found = {
        cause: sum(owed.missing for owed in kept if owed.cause == cause) for cause in {owed.cause for owed in kept}
    }
    asked = request.GET.copy()
    asked.pop("page", None)
    rows = []
    for cause, francs in sorted(found.items(), key=lambda pair: -pair[1]):
        asked["cause"] = cause
        rows.append(Row(str(Cause(cause).label), francs, f"?{asked.urlencode()}"))
    return rows


def _shown(found: list[Owed], today: date, reads_pay: bool) -> list[Shown]:
    missions = Mission.objects.select_related("person", "host__commune").in_bulk([owed.mission for owed in found])
    return [
        Shown(owed, missions[owed.mission], words.why(owed), words.holder(owed), owed.late(today),
              reverse("allowances:line", args=[owed.line]) if owed.line and reads_pay else "")
        for owed in found
    ]  # fmt: skip


@require_safe
def taken_away(request: HttpRequest) -> HttpResponse:
    """The list as it is narrowed, whole: `?format=xlsx` for a workbook."""
    require(request.user, P.ARREARS_READ)
    today, names = timezone.localdate(), queries.funders()
    kept = _chosen(request).keep(queries.arrears(request.user, today)[0], names, today)
    rows, is_book = files.lines(kept, names, today), request.GET.get("format") == "xlsx"
    content = files.as_workbook(rows) if is_book else files.as_csv(rows)
    answer = HttpResponse(content, content_type=files.XLSX if is_book else files.CSV)
    answer["Content-Disposition"] = f'attachment; filename="arrieres-{today}.{"xlsx" if is_book else "csv"}"'
    return answer


@require_safe
def ageing(request: HttpRequest) -> HttpResponse:
    """What is late by age, for each funder and each region: francs and people."""
    require(request.user, P.ARREARS_READ)
    today, names = timezone.localdate(), queries.funders()
    found, _unrated = queries.arrears(request.user, today)
    regions = {one.pk: (one.code, one.name) for one in places.regions()}
    tables = [
        (_("Financeur"), "financeur", queries.ageing(found, today, queries.by_funder(names, _("aucun")))),
        (_("Région"), "region", queries.ageing(found, today, lambda owed: [(*regions[owed.region], owed.missing)])),
    ]
    whole = queries.ageing(found, today, lambda owed: [("", _("Ensemble"), owed.missing)])
    marks = [Row(f"{label} j", cell.francs, f"{reverse('arrears:arrears')}?age={n}") for n, ((_limit, label), cell) in
             enumerate(zip(BUCKETS, whole[0].cells, strict=True))] if whole else []  # fmt: skip
    return render(request, "arrears/ageing.html", {
        "tables": tables, "whole": whole[0] if whole else None, "bars": marks, "buckets": [label for _limit, label in BUCKETS], "today": today,
    })  # fmt: skip


def said_to(user: User) -> str:
    """Above a volunteer's payments: how far the money of each month is, and who holds what is late."""
    today = timezone.localdate()
    months = queries.own_months(user, today)[:LATEST]
    if not months:
        return ""
    shown = [
        (owed, words.plainly(owed) if owed.missing and owed.due_on < today else "", owed.late(today))
        for owed in months
    ]
    missing = sum(owed.missing for owed in months if owed.due_on < today)
    return render_to_string("arrears/own.html", {"months": shown, "missing": missing})


def doors(user: User) -> Iterator[tuple[str, str]]:
    """Beside the runs of pay."""
    if user.may(P.ARREARS_READ):
        yield _("Arriérés"), reverse("arrears:arrears")
    if user.may(P.PAY_READ):
        yield _("Combien coûterait ce mois"), reverse("arrears:simulation")
