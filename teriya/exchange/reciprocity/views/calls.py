"""The call for a post abroad: who answered it, and how it narrowed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teriya.exchange.reciprocity import actions, queries
from teriya.exchange.reciprocity.forms import CallForm, EnterForm
from teriya.exchange.reciprocity.models import Offer
from teriya.exchange.reciprocity.views.offers import get_or_post
from teriya.exchange.reciprocity.views.offers import one as one_offer
from teriya.foundation.accounts.permissions import P
from teriya.foundation.ui.parts import page_of


@get_or_post
def call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Candidates of one post, one stage further for those ticked."""
    offer = _abroad(request, uid)
    rows = offer.candidacies.select_related("person__commune").order_by("stopped_on", "-state", "on", "pk")
    page = page_of(request, rows)
    form = CallForm(request.POST or None, ids=[row.pk for row in page.object_list])
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if done := form.send(request, "exchanges.call", lambda: {"people": _step(offer, values, request.user)}):
            said = ngettext("C’est noté pour %(n)s personne.", "C’est noté pour %(n)s personnes.", done["people"])
            messages.success(request, said % {"n": done["people"]})
            return redirect("reciprocity:call", uid)
    return render(request, "reciprocity/call.html", {
        "offer": offer, "page": page, "form": form, "stages": queries.lines(queries.call(offer)), "enter": EnterForm(),
    }, status=form.status)  # fmt: skip


def _step(offer: Offer, values: dict, by) -> int:
    known = {"offer": offer, "ids": values["ids"], "by": by, "on": timezone.localdate()}
    if values["step"] == "stop":
        return actions.stop(because=values["because"], **known)
    return actions.advance(step=values["step"], **known)


@get_or_post
def enter(request: HttpRequest, uid: UUID) -> HttpResponse:
    """An application that came on paper."""
    offer = _abroad(request, uid)
    form = EnterForm(request.POST or None)
    if form.is_valid():
        person = form.cleaned_data["person"]
        if form.send(request, "exchanges.enter", lambda: {"id": actions.enter(
            offer=offer, person=person, by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
            messages.success(request, _("La candidature est inscrite."))
            return redirect("reciprocity:call", uid)
    return render(request, "reciprocity/form.html", {
        "form": form, "title": _("Inscrire une candidature"), "about": offer.title, "back": "reciprocity:call", "of": uid,
    }, status=form.status)  # fmt: skip


def _abroad(request: HttpRequest, uid: UUID) -> Offer:
    offer = one_offer(request, uid, P.EXCHANGES_NOMINATE)
    if offer.is_ours:
        raise Http404
    return offer
