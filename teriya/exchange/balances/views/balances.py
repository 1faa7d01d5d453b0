"""The balance with each agency, drawn and written; each number opens on its list; what was said before the system, beside."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.contribution.figures import past
from teriya.exchange.balances import queries
from teriya.exchange.balances.engine.balance import Balance, Stage, Verdict, Way
from teriya.exchange.balances.queries import Between, Held
from teriya.exchange.balances.words import STAGES, VERDICTS, WAYS, gap_told
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import Facing, Series, page_of

ALL = "reciprocity_all"  # series of claims of a country’s whole exchange; those with one country bear its code


@require_safe
def balances(request: HttpRequest) -> HttpResponse:
    """Each agency with the balance of the convention in force, those beyond their tolerance first."""
    require(request.user, P.BALANCES_READ)
    today = timezone.localdate()
    all_ = queries.overview(today)
    return render(request, "balances/balances.html", {
        "found": [(one, _judged(one.now)) for one in all_], "drawn": [_arrived(one) for one in all_], "said": past.series(today, ALL), "today": today,
        "sent": sum(one.arrived[Way.OUT] for one in all_), "received": sum(one.arrived[Way.IN] for one in all_),
    })  # fmt: skip


def _arrived(one: Between) -> Facing:
    urls = (reverse("balances:behind", args=[one.agency.code, way, Stage.DEPLOYED]) if one.arrived[way] else "" for way in Way)  # fmt: skip
    return Facing(one.agency.name, one.arrived[Way.OUT], one.arrived[Way.IN], *urls)


@require_safe
def balance(request: HttpRequest, code: str) -> HttpResponse:
    """One agency: each convention against its tolerance, each year, what was said in the past."""
    require(request.user, P.BALANCES_READ)
    agency, today = get_object_or_404(Agency, code=code), timezone.localdate()
    found = queries.between(agency, today)
    series = f"reciprocity_{agency.country.lower()}" if agency.country else "-"
    return render(request, "balances/balance.html", {
        "other": agency, "today": today,
        "held": [(one, _judged(one), _faced(found, one.balance, held=one)) for one in found.held],
        "years": [(one, _faced(found, one.balance, year=one.year)) for one in found.years],
        "labels": [str(one.year) for one in reversed(found.years)], "drawn": _drawn(found),
        "sent": found.arrived[Way.OUT], "received": found.arrived[Way.IN], "said": past.series(today, series), "conflicts": past.conflicts(series),
    })  # fmt: skip


def _judged(held: Held | None) -> dict:
    """What a page says of the balance in force: its tone and word, and in a sentence what to do."""
    if held is None:
        return {}
    found = held.balance
    tone, word = VERDICTS[found.verdict]
    reached = Stage.ACCEPTED if found.verdict == Verdict.COMING else Stage.DEPLOYED
    return {"tone": tone, "word": word, "said": gap_told(found), "gave_more": found.gap(reached) > 0, "beyond": found.beyond, "since": held.since,
            "verdict": str(found.verdict), "room_out": found.room(Way.OUT), "room_in": found.room(Way.IN)}  # fmt: skip


def _faced(found: Between, balance: Balance, *, held: Held | None = None, year: int = 0) -> list[Facing]:
    query = urlencode({"convention": held.convention.uid} if held else {"annee": year})
    agreed = Facing(_("Convenus"), balance.agreed.get(Way.OUT, 0), balance.agreed.get(Way.IN, 0))
    return [agreed, *(
        Facing(str(word), balance.count(stage, Way.OUT), balance.count(stage, Way.IN),
               *(f"{reverse('balances:behind', args=[found.agency.code, way, stage])}?{query}" if balance.count(stage, way) else "" for way in Way),
               *(held.share(stage, way) if held and stage == Stage.DEPLOYED else "" for way in Way))
        for stage, word in STAGES.items()
    )]  # fmt: skip


def _drawn(found: Between) -> list[Series]:
    """Those arrived, year by year, where there are several years and somebody arrived."""
    if len(found.years) < 2 or not any(found.arrived.values()):
        return []
    years = found.years[::-1]
    return [Series(str(WAYS[way]), [one.balance.count(Stage.DEPLOYED, way) for one in years]) for way in Way]


@require_safe
def behind(request: HttpRequest, code: str, way: str, stage: str) -> HttpResponse:
    """The stays that a number counts: `?annee=`, `?convention=`. No name: a person’s file is read from the dossier."""
    require(request.user, P.BALANCES_READ)
    agency = get_object_or_404(Agency, code=code)
    try:
        asked_way, asked_stage = Way(way), Stage(stage)
        year = int(request.GET.get("annee") or 0)
        uid = UUID(request.GET["convention"]) if request.GET.get("convention") else None
    except ValueError as error:
        raise Http404 from error
    found = queries.between(agency, timezone.localdate())
    rows = found.behind(asked_stage, asked_way, year=year, uid=uid)
    held = next((one for one in found.held if one.convention.uid == uid), None)
    return render(request, "balances/behind.html", {
        "other": agency, "page": page_of(request, rows), "count": len(rows), "stage": STAGES[asked_stage], "way": WAYS[asked_way], "year": year,
        "may_open": request.user.may(P.EXCHANGES_READ), "convention": held and held.convention,
    })  # fmt: skip
