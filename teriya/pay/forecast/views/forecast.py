"""The forecast: by month, by funder and by region; the lines behind every cell; its workbook."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.places import queries as places
from teriya.foundation.ui.parts import page_of
from teriya.pay.forecast import files, pictures, queries
from teriya.pay.forecast.engine.balances import Account
from teriya.pay.forecast.engine.months import first_of
from teriya.pay.forecast.queries import Chosen
from teriya.pay.forecast.reading import Forecast, day_before
from teriya.pay.forecast.reading import forecast as forecast_on
from teriya.pay.forecast.words import funder_of


@dataclass(frozen=True)
class Month:
    """A line of the table. `code`: its name in an address."""

    first: date
    received: int
    spent: int
    balance: int

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class Source:
    """Who pays, over the whole forecast; `until`: the last day with money, none where it pays every month."""

    kind: str
    funder: str
    name: str
    account: Account
    until: date | None

    @property
    def received(self) -> int:
        return sum(self.account.received)

    @property
    def spent(self) -> int:
        return sum(self.account.spent)

    @property
    def uncovered(self) -> int:
        return sum(self.account.uncovered)


def months_of(found: Forecast, account: Account) -> list[Month]:
    return [
        Month(first_of(month), came, left, balance)
        for month, came, left, balance in zip(
            found.months, account.received, account.spent, account.balances, strict=True
        )
    ]


def until(found: Forecast, dry: int | None) -> date | None:
    return None if dry is None else day_before(found.start + dry)


def sources_of(found: Forecast) -> list[Source]:
    """The most spent first; those that pay nothing within the forecast are left out."""
    rows = [
        Source(kind, funder, funder_of(funder), account, until(found, account.dry))
        for (kind, funder), account in found.of_funders().items() if any(account.spent) or any(account.received)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.spent, row.name))


@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    """Twenty-four months of money, from the running one."""
    require(request.user, P.FORECAST_READ)
    found = forecast_on(timezone.localdate())
    asked = request.GET.get("financeur", "")
    rows = sources_of(found)
    account = next((row.account for row in rows if asked and row.funder == queries.funder_named(asked)), found.whole)
    shown = months_of(found, account)
    return render(request, "forecast/forecast.html", {
        "found": found, "months": shown, "sources": rows, "asked": asked, "flows": pictures.flows(account, found.start),
        "left": pictures.balance(account, found.start), "account": account, "until": until(found, account.dry),
        "spent": sum(account.spent), "received": sum(account.received), "now": timezone.now(), "uncovered": sum(account.uncovered),
        "sorts": queries.by_sort(found, asked),
    })  # fmt: skip


@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """What a cell of the forecast is made of: its lines, each a product, and the missions of that month."""
    require(request.user, P.FORECAST_READ)
    today, regions = timezone.localdate(), list(places.regions())
    found, chosen = forecast_on(today), Chosen.read(request.GET, {one.code: one.pk for one in regions})
    kept = chosen.keep(found)
    missions = queries.missions_behind(found, chosen)
    return render(request, "forecast/lines.html", {
        "chosen": chosen, "groups": queries.lines_by_sort(kept), "out": sum(line.francs for line in kept if not line.comes_in),
        "comes": sum(line.francs for line in kept if line.comes_in), "page": page_of(request, missions), "regions": regions,
        "funders": [(funder or queries.UNFUNDED, funder_of(funder)) for _kind, funder in found.of_funders()],
        "months": [first_of(month) for month in found.months], "today": today,
    })  # fmt: skip


@require_safe
def funded_until(request: HttpRequest) -> HttpResponse:
    """Until when each region and each envelope has money."""
    require(request.user, P.FORECAST_READ)
    found = forecast_on(timezone.localdate())
    names = {one.pk: one for one in places.regions()}
    regions = [
        {"place": names[region], "until": until(found, reach.dry), "spent": sum(reach.spent), "uncovered": sum(reach.uncovered)}
        for region, reach in found.regions.items() if region in names
    ]  # fmt: skip
    envelopes = [
        {"purse": found.purses[envelope], "account": account, "until": until(found, account.dry), "spent": sum(account.spent),
         "received": sum(account.received), "uncovered": sum(account.uncovered)}
        for envelope, account in found.accounts.items() if envelope in found.purses and (any(account.spent) or account.opening)
    ]  # fmt: skip
    unfunded = found.accounts.get(0)
    return render(request, "forecast/funded_until.html", {
        "regions": sorted(regions, key=lambda row: (row["until"] or date.max, row["place"].name)), "now": timezone.now(),
        "envelopes": sorted(envelopes, key=lambda row: (row["until"] or date.max, row["purse"].title)),
        "unfunded": sum(unfunded.spent) if unfunded else 0, "end": day_before(found.months[-1] + 1), "found": found,
    })  # fmt: skip


@require_safe
def taken_away(request: HttpRequest) -> HttpResponse:
    """Months, funders, regions and every line, in a workbook."""
    require(request.user, P.FORECAST_READ)
    today = timezone.localdate()
    content = files.workbook(forecast_on(today), {one.pk: one.name for one in places.regions()})
    answer = HttpResponse(content, content_type=files.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="prevision-{today}.xlsx"'
    return answer
