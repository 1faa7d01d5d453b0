"""Letters to an agency without the system: what is left to tell it, what was told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.relations import actions, queries
from teriya.exchange.relations.models import Letter
from teriya.exchange.relations.telling import told
from teriya.exchange.relations.views import agency_in_sight
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download


@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, code: str) -> HttpResponse:
    """Exactly what the next letter will say, before it is written; what is kept back, with its reason; former letters."""
    agency = agency_in_sight(request, code)
    form = ActionForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.send(
            request, "relations.write_letter", lambda: {"pk": actions.write_letter(agency=agency, by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
        messages.success(request, _("Le courrier est écrit : imprimez-le et envoyez-le."))
        return redirect("relations:letters", code)
    waiting = [(told(fact), why) for fact, why in queries.to_tell(agency, timezone.localdate())]
    return render(request, "relations/letters.html", {
        "partner": agency, "form": form, "waiting": waiting, "may_write": request.user.may(P.RELATIONS_KEEP) and any(not why for _told, why in waiting),
        "letters": agency.letters.select_related("document"),
    }, status=form.status)  # fmt: skip


@require_safe
def letter(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    agency = agency_in_sight(request, code)
    return as_download(get_object_or_404(Letter.objects.select_related("document"), agency=agency, pk=pk).document)
