"""Every agency and how far we have come with it; then one agency, from the first contact to the committee."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from teriya.exchange.relations import queries, workbooks
from teriya.exchange.relations.states import Nature
from teriya.exchange.relations.views import agency_in_sight
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require


@require_safe
def relations(request: HttpRequest) -> HttpResponse:
    require(request.user, P.RELATIONS_READ)
    found = queries.standings(timezone.localdate())
    return render(request, "relations/relations.html", {"standings": found})


@require_safe
def relation(request: HttpRequest, code: str) -> HttpResponse:
    """The five steps of a relation, each with what was done and its button."""
    agency = agency_in_sight(request, code)
    today = timezone.localdate()
    story = queries.story(agency)
    meetings = list(story["meetings"])
    return render(request, "relations/relation.html", {
        "partner": agency, "today": today, "missions": story["missions"], "frameworks": story["frameworks"], "conventions": story["conventions"],
        "plans": [row for row in meetings if row.nature == Nature.PLAN], "committees": [row for row in meetings if row.nature == Nature.COMMITTEE],
        "in_force": queries.convention_in_force(agency, today), "to_tell": len(queries.to_tell(agency, today)),
        "may_keep": request.user.may(P.RELATIONS_KEEP), "may_wire": request.user.may(P.WIRE_READ),
    })  # fmt: skip


@require_safe
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """All that binds us to an agency, as a workbook to be sent to it or kept."""
    agency = agency_in_sight(request, code)
    response = HttpResponse(workbooks.relation(agency), content_type=workbooks.XLSX)
    response["Content-Disposition"] = f'attachment; filename="{agency.code}.xlsx"'
    return response
