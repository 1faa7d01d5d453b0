"""The volunteer’s own pages, on a phone: posts abroad, what would leave, yes or no, what left."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.exchange.reciprocity import actions, dossier, queries
from teriya.exchange.reciprocity.forms import OwnForm
from teriya.exchange.reciprocity.models import Candidacy, Offer
from teriya.exchange.reciprocity.states import DRAFTS
from teriya.exchange.reciprocity.views.offers import get_or_post
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm

DOES = {"agree": actions.agree, "decline": actions.decline, "retract": actions.retract}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Where I am thought of, where I applied, what left about me, and the posts open today."""
    require(request.user, P.CONSENTS_OWN)
    person, today = queries.person_of(request.user), timezone.localdate()
    served = person is not None and queries.has_served(person, today)
    return render(request, "reciprocity/mine.html", {
        "nominations": queries.own(request.user), "gone": queries.gone_about(person) if person else [],
        "posts": Offer.objects.abroad(today).select_related("agency").order_by("answer_by", "pk") if served else [],
        "applied": dict(Candidacy.objects.filter(person=person).values_list("offer", "state")) if person else {},
    })  # fmt: skip


@get_or_post
def nomination(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Exactly what would leave about me, to whom, what for, until when: yes, or no. Later: what left, and taking it back."""
    require(request.user, P.CONSENTS_OWN)
    row = get_object_or_404(
        queries.own(request.user).select_related("offer", "agency", "consent", "dossier", "person"), uid=uid
    )
    form = OwnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = form.cleaned_data["step"]
        if form.send(
            request,
            f"exchanges.{step}",
            lambda: {"id": DOES[step](nomination=row, by=request.user, on=timezone.localdate()).pk},
        ):
            messages.success(request, _("C’est noté."))
            return redirect("reciprocity:own", uid)
    return render(request, "reciprocity/own.html", {
        "nomination": row, "form": form, "is_draft": row.state in DRAFTS, "purpose": queries.purpose(row.offer),
        "until": row.consent.until if row.consent else queries.agreed_until(row.offer, timezone.localdate()),
        "part": queries.shown(dossier.personal_part(row)) if row.state in DRAFTS else queries.shown(queries.sent_part(row)),
        "may_retract": row.consent is not None and row.consent.withdrawn_on is None and row.state not in ("declined", "set_aside"),
    }, status=form.status)  # fmt: skip


@get_or_post
def post(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A post abroad, and applying for it."""
    require(request.user, P.CONSENTS_OWN)
    today = timezone.localdate()
    offer = get_object_or_404(Offer.objects.abroad(today).select_related("agency"), uid=uid)
    form = ActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.send(
            request,
            "exchanges.apply",
            lambda: {"id": actions.apply_oneself(offer=offer, by=request.user, on=today).pk},
        ):
            messages.success(request, _("Votre candidature est reçue."))
            return redirect("reciprocity:mine")
    person = queries.person_of(request.user)
    has_applied = person is not None and Candidacy.objects.filter(offer=offer, person=person).exists()
    return render(
        request,
        "reciprocity/post.html",
        {"offer": offer, "form": form, "has_applied": has_applied},
        status=form.status,
    )
