"""Cohorts side by side as they are known today, the figure that may be frozen, the file of the statistician."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.insertion.cohorts import actions, exports, picture, queries
from teriya.insertion.cohorts.forms import CohortForm
from teriya.insertion.cohorts.queries import Cohort
from teriya.insertion.surveys.queries import horizons
from teriya.people.models import Person

YEARS = 5  # side by side, when cohorts are split by year
BY = (
    ("annee", gettext_lazy("année")),
    ("forme", gettext_lazy("forme")),
    ("vague", gettext_lazy("vague")),
    ("region", gettext_lazy("région")),
    ("sexe", gettext_lazy("sexe")),
)


@require_http_methods(["GET", "POST"])
def cohorts(request: HttpRequest) -> HttpResponse:
    """The cohort chosen, split, each line whole: rate, bounds, answers; then what their differences are worth. POST freezes it."""
    require(request.user, P.RATES_READ)
    today = timezone.localdate()
    asked, by = _asked(request, today)
    form, may_freeze = ActionForm(request.POST or None), request.user.may(P.RATES_FREEZE)
    if request.method == "POST" and form.is_valid():
        answer = form.send(
            request, "cohorts.freeze", lambda: {"id": actions.freeze(cohort=asked, by=request.user, on=today).pk}
        )
        if answer:
            messages.success(request, _("Le taux est figé. Une autre personne, la direction, le publie."))
            return redirect("cohorts:figure", answer["id"])
    communes = queries.seen_by(request.user)
    complete, open_until = queries.complete_on(asked), queries.open_until(asked)
    members = queries.reached(asked, today, communes, years=YEARS if by == "annee" else 1)
    found, whole = queries.lines(members, by, asked.horizon, today), queries.whole(members, asked, today)
    return render(request, "cohorts/cohorts.html", {
        "lines": [(line, picture.bar(line.rate), line.rate.parts) for line in found], "differences": queries.differences(found), "asked": asked, "whole": whole, "bar": picture.bar(whole.rate), "parts": whole.rate.parts, "by": by,
        "years": queries.years(today), "horizons": horizons(today), "forms": rules.form_codes(), "regions": places.regions(), "sexes": Person.Sex.choices,
        "groups": BY, "form": form, "may_freeze": may_freeze and complete <= today and bool(whole.found.population), "open_until": open_until,
        "complete": complete, "is_complete": complete <= today, "is_open": complete <= today <= open_until, "may_export": request.user.may(P.RATES_EXPORT), "query": request.GET.urlencode(),
    }, status=form.status)  # fmt: skip


def _asked(request: HttpRequest, today: date) -> tuple[Cohort, str]:
    """What the address names; else this year and those before it, at the second horizon of the pack."""
    form, known = CohortForm(request.GET), horizons(today)
    horizon, by = form.value("horizon"), form.value("par")
    cohort = Cohort(
        year=form.value("annee", today.year), horizon=horizon if horizon in known else known[:2][-1], form=form.value("forme"),
        wave=form.value("vague"), region=form.value("region"), sex=form.value("sexe") if form.value("sexe") in Person.Sex.values else "",
    )  # fmt: skip
    return cohort, by if by in queries.GROUPS else "annee"


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The people of the cohort of the address, without names: `?format=xlsx` for a workbook."""
    require(request.user, P.RATES_EXPORT)
    today = timezone.localdate()
    asked, _by = _asked(request, today)
    found, is_book = actions.hand_over(cohort=asked, by=request.user, on=today), request.GET.get("format") == "xlsx"
    content = exports.as_workbook(found) if is_book else exports.as_csv(found)
    answer = HttpResponse(content, content_type=exports.XLSX if is_book else exports.CSV)
    name = f"insertion-{asked.year}-{asked.horizon}m-{today}.{'xlsx' if is_book else 'csv'}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
