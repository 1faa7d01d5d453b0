"""The gallery: every component as it looks, with the line that calls it."""

import json
from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teriya.foundation.ui.forms import SampleForm
from teriya.foundation.ui.parts import Facing, Figure, Moment, Row, Series, Task, page_of

REGIONS = [("TG-S", "Savanes", 618), ("TG-K", "Kara", 1204), ("TG-C", "Centrale", 972), ("TG-P", "Plateaux", 1710),
           ("TG-M", "Maritime", 1978)]  # fmt: skip


@require_http_methods(["GET", "POST"])
def gallery(request: HttpRequest) -> HttpResponse:
    if not request.user.is_staff_member:
        raise Http404
    form = SampleForm(request.POST or None, request.FILES or None)
    form.is_valid()
    return render(request, "ui/gallery.html", {"form": form, **_samples(request)}, status=form.status)


def _samples(request: HttpRequest) -> dict:
    today = timezone.localdate()
    names = [f"{_('Structure')} {n}" for n in range(1, 61)]
    return {
        "page": page_of(request, names),
        "facts": [(_("Matricule"), "TG-26-004 817"), (_("Née le"), "12/03/1998"), (_("Centre"), "CRV Plateaux")],
        "tasks": [
            Task(_("Doublons à trancher"), "#tasks", 3, today - timedelta(12)),
            Task(_("Prises de service à confirmer"), "#tasks", 1, today - timedelta(6), detail="MENSAH Essi · USP Kpélé 2"),
        ],
        "figures": [
            Figure(_("Volontaires en service"), "6 482", "#figure", _("▲ 190 sur un mois"), True, "7 000",
                   _("Missions commencées et non finies, ce jour.")),
            Figure(_("Paie en retard"), "41", "#figure", _("▲ 12 sur un mois"), False),
        ],
        "pair": [(_("Nom"), "ADJOVI", "ADJOVI"), (_("Prénoms"), "Kossi", "Kossi Mawuli"), (_("Né le"), "1995", "11/04/1995")],
        "moments": [
            Moment(_("Présences pointées"), date(2026, 10, 31)),
            Moment(_("Confirmées par le centre"), date(2026, 11, 3), detail="CRV Plateaux"),
            Moment(_("Reçu par le volontaire"), is_done=False),
        ],
        "map": json.loads((settings.ROOT / "countries/tg/map.json").read_text()),
        "regions": [Row(name, value, "#map", code) for code, name, value in REGIONS],
        "exchanged": [Facing(_("Convenus"), 5, 5), Facing(_("Arrivés"), 4, 2, "#facing", "#facing", "80 %", "40 %")],
        "months": [date_format(date(2026, number, 1), "F") for number in range(1, 7)],
        "series": [Series(_("Réalisé"), (120, 180, None, 260, 300, 410)), Series(_("Cible"), (100, 200, 300, 400, 500, 600))],
        "countries": ["Togo", "Mali", "Burkina Faso"],
        "born": date(1998, 3, 12),
        "seen": today - timedelta(12),
    }  # fmt: skip
