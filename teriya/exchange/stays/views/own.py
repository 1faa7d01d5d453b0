"""From a telephone: the volunteer abroad, and the structure that receives one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.reciprocity.queries import names
from teriya.exchange.stays import offline, queries
from teriya.exchange.stays.states import Voice
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import month_or_404
from teriya.foundation.documents.views import as_download

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One’s own stays, or those that one’s structure receives: what to do next, in the order of days."""
    if not (request.user.may(P.STAYS_OWN) or request.user.may(P.STAYS_HOST)):
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))
    today = timezone.localdate()
    told = []
    for stay, voice in offline.own_stays(request.user):
        reports = list(stay.reports.all())
        told.append({
            "stay": stay, "is_volunteer": voice == Voice.VOLUNTEER, "who": names(stay.nomination),
            "months": [(code, month_or_404(code).first) for code in queries.months_missing(stay, voice, today)],
            "told": [(one, month_or_404(one.of).first) for one in reports if one.voice == voice and one.about == "status"],
            "lines": list(stay.lines.in_order()), "talks": queries.talks(stay, reports, today), "certificate": queries.certificate_of(stay),
        })  # fmt: skip
    return render(request, "stays/mine.html", {"rows": told})


@get_or_post
def month(request: HttpRequest, uid: UUID, month: str) -> HttpResponse:
    """A month in a few taps; works without network (`offline`), and without script."""
    stay, voice = offline.spoken_for(request.user, uid)
    form = offline.month_form(request.POST or None, by=request.user, uid=uid, month=month)

    def do() -> dict:
        return offline.write_month(form, by=request.user, on=timezone.localdate(), uid=uid, month=month)

    if form.is_valid() and form.send(request, offline.MONTH.action, do):
        messages.success(
            request, _("Merci : les deux agences lisent comment va le mois. Vos mots restent à la nôtre.")
        )
        return redirect("stays:mine")
    first = month_or_404(month).first
    return render(request, "stays/month.html", {"stay": stay, "is_volunteer": voice == Voice.VOLUNTEER, "who": names(stay.nomination), "form": form, "month": first}, status=form.status)  # fmt: skip


@require_safe
def paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The joint certificate as PDF: the person’s own, or an officer’s."""
    own = [stay for stay, voice in offline.own_stays(request.user) if voice == Voice.VOLUNTEER and stay.uid == uid]
    stay = own[0] if own else offline.stay_or_404(request.user, uid)
    certificate = queries.certificate_of(stay)
    if certificate is None or certificate.document is None:
        raise Http404
    return as_download(certificate.document)
