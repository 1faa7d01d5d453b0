"""Scenarios: saved, named, compared side by side with what is forecast today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of
from teriya.pay.forecast import actions, frozen, words
from teriya.pay.forecast.engine.balances import Account
from teriya.pay.forecast.engine.months import first_of
from teriya.pay.forecast.forms import ScenarioForm, month_choices
from teriya.pay.forecast.models import Scenario
from teriya.pay.forecast.reading import MONTHS, day_before, forecast

MOST = 3  # scenarios beside the base


@dataclass(frozen=True)
class Column:
    """A scenario, or the base, as it is compared."""

    name: str
    on: date
    said: list[str]
    result: dict[str, Any]
    pk: int | None = None

    @property
    def account(self) -> Account:
        return Account(self.result["opening"], self.result["received"], self.result["spent"])

    @property
    def received(self) -> int:
        return sum(self.result["received"])

    @property
    def spent(self) -> int:
        return sum(self.result["spent"])

    @property
    def left(self) -> int:
        return self.account.balances[-1]

    @property
    def until(self) -> date | None:
        return self.day(self.result["dry"])

    def day(self, dry: int | None) -> date | None:
        return None if dry is None else day_before(self.result["start"] + dry)

    def balance(self, month: int) -> int | None:
        place = month - self.result["start"]
        return self.account.balances[place] if 0 <= place < len(self.result["spent"]) else None


def _column(scenario: Scenario, names: dict[int, str]) -> Column:
    said = [words.change_of(change, names) for change in scenario.changes]
    return Column(scenario.name, scenario.on, said, scenario.result, scenario.pk)


def _envelopes() -> dict[int, str]:
    return dict(Envelope.objects.values_list("pk", "title"))


@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """Those that were kept; tick up to three to set them beside today's forecast."""
    require(request.user, P.FORECAST_READ)
    page, names = page_of(request, Scenario.objects.defer("inputs", "result")), _envelopes()
    rows = [(one, [words.change_of(change, names) for change in one.changes]) for one in page.object_list]
    return render(request, "forecast/scenarios.html", {"page": page, "rows": rows, "may_plan": request.user.may(P.FORECAST_PLAN), "most": MOST})  # fmt: skip


@require_http_methods(["GET", "POST"])
def new_scenario(request: HttpRequest) -> HttpResponse:
    require(request.user, P.FORECAST_PLAN)
    today = timezone.localdate()
    form = ScenarioForm(
        request.POST or None, envelopes=_envelopes().items(), codes=rules.form_codes(), months=month_choices(today, MONTHS)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = form.send(request, "forecast.save", lambda: {
            "id": actions.save_scenario(name=form.cleaned_data["name"], changes=form.changes(), by=request.user, on=today).pk})  # fmt: skip
        if done:
            messages.success(request, _("Le scénario est gardé, avec les lignes sur lesquelles il est compté."))
            return redirect("forecast:scenario", done["id"])
    return render(request, "forecast/new_scenario.html", {"form": form}, status=form.status)


@require_safe
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """As it was counted; then what the same changes would give on the rows of today."""
    require(request.user, P.FORECAST_READ)
    one, names, today = get_object_or_404(Scenario, pk=pk), _envelopes(), timezone.localdate()
    column = _column(one, names)
    same = frozen.result(frozen.again(one.inputs, one.changes)) == one.result
    return render(request, "forecast/scenario.html", {
        **_side_by_side([_today(one, today), column]), "one": one, "column": column, "same": same, "by": User.objects.filter(pk=one.by_id).first(),
    })  # fmt: skip


def _today(one: Scenario, today: date) -> Column:
    """The same changes on the rows of today."""
    found = frozen.afresh(one.changes, today)
    return Column(_("Recompté aujourd’hui"), today, [], frozen.result(found))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Today's forecast and up to three scenarios, side by side."""
    require(request.user, P.FORECAST_READ)
    asked = [int(pk) for pk in request.GET.getlist("s") if pk.isdecimal()][:MOST]
    names, today = _envelopes(), timezone.localdate()
    kept = Scenario.objects.defer("inputs").in_bulk(asked)
    base = Column(_("Prévision d’aujourd’hui"), today, [], frozen.result(forecast(today)))
    columns = [base, *(_column(kept[pk], names) for pk in dict.fromkeys(asked) if pk in kept)]
    return render(request, "forecast/compare.html", _side_by_side(columns))


def _side_by_side(columns: list[Column]) -> dict[str, Any]:
    """Rows of the table: francs, until when, regions, months."""
    regions = {one.pk: one.name for one in places.regions()}
    figures = [
        (_("Au départ"), [one.result["opening"] for one in columns]), (_("Entre en 24 mois"), [one.received for one in columns]),
        (_("Sort en 24 mois"), [one.spent for one in columns]), (_("Reste à la fin"), [one.left for one in columns]),
        (_("Sans argent"), [one.result["uncovered"] for one in columns]),
    ]  # fmt: skip
    seen = {row["region"] for one in columns for row in one.result["regions"]} & set(regions)
    until = [(_("Ensemble"), [one.until for one in columns])] + [
        (regions[pk], [_of_region(one, pk) for one in columns]) for pk in sorted(seen, key=lambda pk: regions[pk])
    ]
    start = min(one.result["start"] for one in columns)
    months = [(first_of(start + place), [one.balance(start + place) for one in columns]) for place in range(MONTHS)]
    return {"columns": columns, "figures": figures, "until": until, "months": months,
            "people": [one.result["months_served"] for one in columns]}  # fmt: skip


def _of_region(one: Column, region: int) -> date | None:
    row = next((row for row in one.result["regions"] if row["region"] == region), None)
    return one.day(row["dry"]) if row else None
