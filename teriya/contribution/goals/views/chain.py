"""The chain from needs to targets, for a country, a region, a domain, a target or one need; the missions behind; its file."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.contribution.goals import exports, queries
from teriya.contribution.goals.engine.eras import eras
from teriya.contribution.goals.forms import ScopeForm
from teriya.contribution.goals.words import limits
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.places import queries as places
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts.models import Need
from teriya.service.missions.models import Mission


@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    """`?du=&au=` months, `&domaine=`, `&cible=`, `&region=`; `&jour=` as it was known then."""
    require(request.user, P.CHAIN_READ)
    scope = asked(request)
    return render(request, "goals/chain.html", _shown(request, scope))


@require_safe
def of_need(request: HttpRequest, reference: str) -> HttpResponse:
    """The chain of one need, from what the host asked to the targets that its volunteers’ work contributes to."""
    need = _need(request, reference)
    return render(request, "goals/chain.html", _shown(request, asked(request, need)))


def _need(request: HttpRequest, reference: str) -> Need:
    require(request.user, P.CHAIN_READ)
    communes = request.user.communes(P.CHAIN_READ)
    rows = Need.objects.select_related("host__commune")
    return get_object_or_404(
        rows if communes is None else rows.filter(host__commune__in=communes), reference=reference
    )


def asked(request: HttpRequest, need: Need | None = None) -> queries.Scope:
    """What the address names, within the perimeter of who reads. A need: since it was asked for, unless months are given."""
    form, today = ScopeForm(request.GET), timezone.localdate()
    first, last = form.months(today)
    if need is not None and not form.value("du"):
        first = min(need.starts_on.replace(day=1), last)
    return queries.Scope(
        first, last, form.known_on(today), domain=form.value("domaine"), target=form.value("cible"), region=form.value("region"),
        need=need, communes=request.user.communes(P.CHAIN_READ),
    )  # fmt: skip


def _shown(request: HttpRequest, scope: queries.Scope) -> dict[str, Any]:
    kinds = {era.kind for era in eras(scope.first, scope.last)}
    return {
        "scope": scope, "chain": queries.chain(scope), "limits": limits(), "today": timezone.localdate(), "query": request.GET.urlencode(),
        "domains": rules.terms("domain"), "regions": places.regions(),
        "targets": [(f"{kind}:{goal.code}", kind, goal) for kind in sorted(kinds, reverse=True) for goal in indicators.goals(kind)],
        "may_list": request.user.may(P.MISSIONS_READ),
    }  # fmt: skip


@require_safe
def missions(request: HttpRequest) -> HttpResponse:
    """The missions behind every link, each with its days; `?besoin=` those of one need. Within one’s sight of missions."""
    require(request.user, P.CHAIN_READ)
    require(request.user, P.MISSIONS_READ)
    reference = request.GET.get("besoin", "")
    need = _need(request, reference) if reference else None
    scope = asked(request, need)
    days = {one.mission: one.days for one in queries.chain(scope).missions}
    rows = Mission.objects.visible_to(request.user).filter(pk__in=days).select_related("person", "host__commune", "seat__need").order_by("host__name", "pk")  # fmt: skip
    page = page_of(request, rows)
    return render(request, "goals/missions.html", {"scope": scope, "page": page, "rows": [(row, days[row.pk]) for row in page], "query": request.GET.urlencode()})  # fmt: skip


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The chain as a workbook, each figure with its definition and the sentence that limits it."""
    require(request.user, P.CHAIN_READ)
    scope = asked(request)
    answer = HttpResponse(exports.workbook(queries.chain(scope), scope), content_type=exports.XLSX)
    answer["Content-Disposition"] = f'attachment; filename="chaine-{_month(scope.first)}-{_month(scope.last)}.xlsx"'
    return answer


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
