"""The page of a day's roll: one team, all present except who is ticked."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month
from teriya.mobilisation.hosts.models import Host
from teriya.service.attendance import offline, queries

WEEK = timedelta(days=7)


@require_http_methods(["GET", "POST"])
def roll(request: HttpRequest, day: str, host: int) -> HttpResponse:
    """The roll of a day; works without network (`offline`)."""
    require(request.user, P.PRESENCE_RECORD)
    form = offline.form_of(request.POST or None, by=request.user, day=day, host=host)

    def do() -> dict:
        return offline.write(form, by=request.user, on=timezone.localdate(), day=day, host=host)

    on = offline.day_of(day)
    if form.is_valid() and (answer := form.send(request, offline.ROLL.action, do)):
        messages.success(request, _("Enregistré : %(receipt)s.") % answer)
        return redirect("attendance:team", str(Month.of(on)), host)
    before, after = _neighbours(on)
    return render(request, "attendance/roll.html", {
        "host": Host.objects.get(pk=host), "day": on, "month": Month.of(on), "form": form, "before": before, "after": after,
        "is_called": form["roll"].value() not in (None, "0", 0), "is_to_come": on > timezone.localdate(),
        "number": len(form.fields["absent"].choices),
    }, status=form.status)  # fmt: skip


def _neighbours(day: date) -> tuple[date | None, date | None]:
    """The working days beside a day; none is proposed in the future."""
    days = queries.open_days(day - WEEK, day + WEEK)
    before, after = max((d for d in days if d < day), default=None), min((d for d in days if d > day), default=None)
    return before, after if after and after <= timezone.localdate() else None
