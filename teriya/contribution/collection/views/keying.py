"""The centre’s table, and its workbook."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from teriya.contribution.collection import actions, keying, reading, workbook
from teriya.contribution.collection.states import Channel
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month
from teriya.foundation.core.web import month_or_404
from teriya.foundation.intake.blanks import XLSX


@require_http_methods(["GET", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """One profile of a month, by keyboard alone; what is keyed leaves the table."""
    require(request.user, P.INDICATORS_KEY)
    today = timezone.localdate()
    month = month_or_404(request.GET["mois"]).first if request.GET.get("mois") else reading.previous_month(today)
    left = keying.to_key(request.user, month)
    profiles = sorted(set(left.order_by().values_list("profile", flat=True)) & reading.counting_profiles())
    profile = request.GET.get("profil", "") or (profiles[0] if profiles else "")
    missions = list(left.filter(profile=profile)[: keying.LINES])
    if request.method == "POST":  # the lines that the page showed
        shown = {int(name.split("-")[0]) for name in request.POST if name.split("-")[0].isdecimal()}
        missions = list(left.filter(profile=profile, pk__in=shown))
    form = keying.TableForm(request.POST or None, missions=missions, month=month, profile=profile, on=today)

    def do() -> dict:
        sent = actions.send_many(rows=form.cleaned_data["rows"], channel=Channel.BATCH, by=request.user, on=today)
        return {"reports": [report.pk for report in sent]}

    if form.is_valid() and (answer := form.send(request, "collection.send_many", do)):
        count = len(answer["reports"])
        messages.success(
            request,
            ngettext(
                "%(count)s relevé saisi : sa structure l’atteste.",
                "%(count)s relevés saisis : leurs structures les attestent.",
                count,
            )
            % {"count": count},
        )
        return redirect(f"{reverse('collection:key')}?mois={Month.of(month)}&profil={profile}")
    return render(request, "collection/key.html", {"form": form, "month": month, "profile": profile, "profiles": profiles, "left": left.filter(profile=profile).count()}, status=form.status)  # fmt: skip


@require_safe
def blank(request: HttpRequest, month: str) -> HttpResponse:
    """The workbook of a month: every mission of one’s communes that has still to be counted."""
    require(request.user, P.INDICATORS_KEY)
    first = month_or_404(month).first
    rows = keying.to_key(request.user, first).filter(profile__in=reading.counting_profiles())
    answer = HttpResponse(workbook.blank(rows, first), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="indicateurs-{month}.xlsx"'
    return answer
