"""The accounts of hosts, for the agency."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Figure, page_of
from teriya.mobilisation.hosts import holds
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing import queries
from teriya.pay.cofinancing.forms import HostFilter
from teriya.pay.cofinancing.models import Call, Payment
from teriya.pay.cofinancing.statements import statement_of
from teriya.pay.cofinancing.terms import is_rated, kinds_owing


@require_safe
def hosts(request: HttpRequest) -> HttpResponse:
    """Every host that owes or has been called, with its account; filtered by name, region, kind and state of the account."""
    require(request.user, P.SHARES_READ)
    today = timezone.localdate()
    every = Host.objects.filter(
        Q(legal_form__in=kinds_owing(today))
        | Q(pk__in=Call.objects.values("host"))
        | Q(pk__in=Payment.objects.values("host"))
    )
    late = queries.days_late(every.values("pk"), today)
    form = HostFilter(
        request.GET,
        regions=_regions(every),
        kinds=[(kind, rules.label("legal_form", kind)) for kind in sorted(kinds_owing(today))],
    )
    rows = _kept(every, form.cleaned_data, late) if form.is_valid() else every
    page = page_of(request, rows.select_related("commune__region").order_by("name", "pk"))
    ids = [host.pk for host in page]
    sums, blocked = queries.balances(ids), holds.blocked(ids)
    owed = sum(queries.balances(every.values_list("pk", flat=True)).values())
    figures = [
        Figure(_("Dû par les structures"), in_francs(owed), definition=_("appels émis, moins ce qui est payé")),
        Figure(_("En retard"), in_francs(sum(francs for _days, francs in late.values())), is_good=not late,
               definition=_("après l’échéance, ni contesté ni couvert par un échéancier")),
    ]  # fmt: skip
    return render(request, "cofinancing/hosts.html", {
        "page": page, "form": form, "figures": figures, "is_rated": is_rated(today),
        "rows": [(host, sums[host.pk], late.get(host.pk), host.pk in blocked) for host in page],
    })  # fmt: skip


def _regions(rows) -> list[tuple[str, str]]:
    ids = rows.values("commune__region")
    return list(Place.objects.filter(pk__in=ids).order_by("name").values_list("code", "name"))


def _kept(rows, asked: dict, late: dict):
    rows = rows.named(asked["q"])
    rows = rows.filter(commune__region__code=asked["region"]) if asked["region"] else rows
    rows = rows.filter(legal_form=asked["genre"]) if asked["genre"] else rows
    if asked["etat"] == "late":
        return rows.filter(pk__in=late)
    if asked["etat"] == "held":
        return rows.filter(pk__in=holds.blocked(rows.values("pk")))
    if asked["etat"] == "credit":
        sums = queries.balances(rows.values_list("pk", flat=True))
        return rows.filter(pk__in=[host for host, francs in sums.items() if francs < 0])
    return rows


@require_safe
def host(request: HttpRequest, number: str) -> HttpResponse:
    """One host's account, and what this person may do about it."""
    require(request.user, P.SHARES_READ)
    row = get_object_or_404(Host.objects.select_related("commune__region"), number=number)
    told = statement_of(row, timezone.localdate())
    return render(request, "cofinancing/host.html", {
        "host": row, "told": told, "may_prepare": request.user.may(P.SHARES_PREPARE), "may_read_host": request.user.may(P.HOSTS_READ),
    })  # fmt: skip
