"""The boards of the contribution: the country, a region, a sector, a host. They read, and write nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.contribution.boards import board, queries
from teriya.contribution.boards.asked import Asked
from teriya.contribution.boards.forms import BoardForm, NoteForm
from teriya.contribution.collection import queries as collection
from teriya.contribution.evidence.queries import before_and_after
from teriya.contribution.figures import queries as figures
from teriya.contribution.worth import queries as worth
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts.policies import sectors_of


@require_safe
def director(request: HttpRequest) -> HttpResponse:
    """Ten numbers at most, an indicator on the map and over a year; who reads a part of the country is sent to it."""
    require(request.user, P.BOARDS_READ)
    if request.user.communes(P.BOARDS_READ) is not None:
        return redirect("boards:region")
    form = BoardForm(request.GET)
    on = form.day(today := timezone.localdate())
    asked = Asked(on, opens=on == today)
    return render(request, "boards/director.html", {
        "board": board.of_country(asked, form.value("indicateur")), "map": rules.region_map(), "about": rules.agency(),
        "form": NoteForm() if request.user.may(P.NOTES_MAKE) else None, "caveat": board.CAVEAT, "value_caveat": worth.caveat(),
    })  # fmt: skip


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """The communes where one reads; whoever reads everywhere chooses a region."""
    require(request.user, P.BOARDS_READ)
    form, communes, regions = BoardForm(request.GET), request.user.communes(P.BOARDS_READ), list(places.regions())
    chosen = next(
        (one for one in regions if one.code == form.value("region")), regions[0] if communes is None else None
    )
    on = form.day(today := timezone.localdate())
    asked = Asked(on, communes, chosen.code if chosen else "", opens=on == today)
    return render(request, "boards/region.html", {
        "board": board.of_perimeter(asked, form.value("indicateur")), "regions": regions if communes is None else [], "caveat": board.CAVEAT,
        "waiting": collection.to_validate(request.user, today).count() if communes is not None else 0, "region": chosen, "title": chosen.name if chosen else _("Votre centre"),
    })  # fmt: skip


@require_safe
def sector(request: HttpRequest) -> HttpResponse:
    """What a ministry reads of its own sector: volunteers host by host, needs, indicators. No name of anybody."""
    require(request.user, P.BOARDS_SECTOR)
    form, own = (
        BoardForm(request.GET),
        [(code, rules.label("domain", code)) for code in sorted(sectors_of(request.user))],
    )
    if not own:
        return render(request, "boards/no_sector.html")
    code, name = next((one for one in own if one[0] == form.value("secteur")), own[0])
    communes = request.user.communes(P.BOARDS_SECTOR)
    asked = Asked(form.day(today := timezone.localdate()), communes, sector=code)
    found = board.of_sector(asked, form.value("indicateur"))
    page = page_of(request, sorted(found.people.split.items(), key=lambda item: (-item[1], item[0])))
    hosts = figures.names("host", [key for key, _count in page])
    return render(request, "boards/sector.html", {
        "board": found, "sectors": own, "sector": code, "title": name, "map": rules.region_map(), "caveat": board.CAVEAT, "page": page,
        "hosts": [(hosts[key], count) for key, count in page], "needs": queries.needs(code, communes) if asked.on == today else None,
    })  # fmt: skip


@require_safe
def host(request: HttpRequest) -> HttpResponse:
    """What one's own volunteers counted at a host, month by month, what waits for one's word, and the facility before and after."""
    require(request.user, P.INDICATORS_ATTEST)
    form, hosts = BoardForm(request.GET), queries.own_hosts(request.user)
    if not hosts:
        return render(request, "boards/no_host.html")
    chosen = next((one for one in hosts if one.pk == form.value("structure")), hosts[0])
    asked = Asked(form.day(timezone.localdate()))
    told, names = queries.of_host(asked, chosen, request.user)
    return render(request, "boards/host.html", {
        "board": board.of_host(asked, told, names, form.value("indicateur")), "hosts": hosts if len(hosts) > 1 else [], "host": chosen,
        "waiting": collection.to_attest(request.user).count(), "stories": before_and_after(chosen, asked.on), "caveat": board.CAVEAT,
    })  # fmt: skip
