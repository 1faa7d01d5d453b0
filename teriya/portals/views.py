"""The doors: what each person finds on coming in. They read every room and write nothing but who read what."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from teriya.foundation.accounts import sessions
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_download
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui import navigation
from teriya.foundation.ui.parts import page_of
from teriya.pay.arrears.queries import published_delays
from teriya.people.actions import note_reading
from teriya.people.models import Person
from teriya.portals import behind, dashboard
from teriya.portals.dossier import documents_of, dossier_of, records_of
from teriya.portals.oneself import oneself
from teriya.portals.search import search
from teriya.portals.waiting import tasks_of
from teriya.service.missions.models import Mission


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me; for a visitor, what this site is and its two doors."""
    if not request.user.is_authenticated:
        return render(
            request, "portals/landing.html", {"about": rules.agency(), "has_delay": published_delays().exists()}
        )
    if sessions.lacks_second_factor(request):  # the page is open to all, so the guard at the doors did not look
        return redirect("mfa_index")
    today = timezone.localdate()
    wings = [group for group in navigation.menu(request) if len(group.links) > 1]
    return render(
        request,
        "portals/home.html",
        {"tasks": tasks_of(request.user, today), "oneself": oneself(request.user), "wings": wings},
    )


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    return render(request, "portals/search.html", {"text": text, "found": search(text, request.user)})


@require_safe
def director(request: HttpRequest) -> HttpResponse:
    """Ten numbers, the map of the regions, the forms of volunteering; prints as a note of one page."""
    require(request.user, P.DASHBOARD_READ)
    today, at = timezone.localdate(), timezone.localtime()
    now = dashboard.census(today)
    return render(request, "portals/director.html", {
        "figures": dashboard.numbers(today, now, at), "forms": dashboard.by_form(now, translation.get_language()), "total": now.total,
        "map": rules.region_map(), "regions": dashboard.by_region(now), "at": at, "about": rules.agency(),
    })  # fmt: skip


@require_safe
def behind_number(request: HttpRequest, code: str) -> HttpResponse:
    """The missions that a number counts, within the reader's rights; `?region=` keeps one region."""
    require(request.user, P.DASHBOARD_READ)
    if code not in behind.LISTS:
        raise Http404
    kind = behind.LISTS[code]
    rows = kind.rows(timezone.localdate()).filter(pk__in=Mission.objects.visible_to(request.user).values("pk"))
    region = places.regions().filter(code=request.GET.get("region")).first()
    rows = rows.filter(host__commune__region=region) if region else rows
    rows = rows.select_related("person", "host__commune__region", "form").order_by("since", "pk")
    return render(request, "portals/behind.html", {
        "title": kind.title, "page": page_of(request, rows), "region": region, "regions": places.regions(),
    })  # fmt: skip


@require_safe
def dossier(request: HttpRequest, matricule: str) -> HttpResponse:
    """One person's story across the rooms. The reading is journalled; an alias leads to the record that stands."""
    asked = get_object_or_404(Person.objects.visible_to(request.user), matricule=matricule)
    parts = dossier_of(asked, request.user)
    if parts["person"] != asked:
        return redirect("portals:dossier", parts["person"].matricule)
    note_reading([asked], by=request.user, on=timezone.localdate())
    return render(request, "portals/dossier.html", parts)


@require_safe
def paper(request: HttpRequest, matricule: str, pk: int) -> HttpResponse:
    """A paper of the dossier, as PDF: opening it is a reading too."""
    person = get_object_or_404(Person.objects.visible_to(request.user), matricule=matricule)
    document = get_object_or_404(documents_of(person, request.user), pk=pk)
    note_reading([person], by=request.user, on=timezone.localdate())
    return as_download(document)


@require_safe
def my_dossier(request: HttpRequest) -> HttpResponse:
    """The own file, and who looked at it."""
    own = get_object_or_404(Person, account=request.user)
    head = get_object_or_404(Person.objects.filter(records_of(own)), merged_into=None)
    note_reading([head], by=request.user, on=timezone.localdate())
    return render(request, "portals/dossier.html", dossier_of(head, request.user))
