"""Pages of posts: those abroad, those at home."""

from uuid import UUID

from django.contrib import messages
from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.reciprocity import actions, queries
from teriya.exchange.reciprocity.forms import DeclaredOfferForm, OfferFilter, OfferForm, WithdrawOfferForm
from teriya.exchange.reciprocity.models import Offer
from teriya.exchange.reciprocity.states import LIVE, PostState
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of

get_or_post = require_http_methods(["GET", "POST"])


def one(request: HttpRequest, uid: UUID, permission: str = P.EXCHANGES_READ) -> Offer:
    require(request.user, permission)
    return get_object_or_404(Offer.objects.visible_to(request.user).select_related("agency", "host"), uid=uid)


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Those that stand, abroad or at home; those withdrawn apart."""
    require(request.user, P.EXCHANGES_READ)
    form = OfferFilter(request.GET)
    asked = form.cleaned_data["voir"] if form.is_valid() else ""
    rows = Offer.objects.visible_to(request.user).select_related("agency")
    gone = Q(state__in=[PostState.WITHDRAWN, PostState.UNDELIVERED])
    rows = rows.filter(gone) if asked == "retirees" else rows.exclude(gone).filter(is_ours=asked == "ici")
    rows = rows.annotate(people=Count("nominations", filter=Q(nominations__state__in=LIVE)))
    is_past = ExpressionWrapper(Q(answer_by__lt=timezone.localdate()), output_field=BooleanField())
    page = page_of(request, rows.order_by(is_past, "answer_by", "pk"))
    return render(
        request,
        "reciprocity/offers.html",
        {"page": page, "form": form, "today": timezone.localdate(), "may_offer": request.user.may(P.EXCHANGES_OFFER)},
    )


@require_safe
def offer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One post: its sheet, who is proposed for it, the call that we made for it."""
    row, today = one(request, uid), timezone.localdate()
    rows = row.nominations.select_related("person", "dossier", "agency").order_by("-sent_on", "-pk")
    is_open = row.state == PostState.OPEN
    return render(request, "reciprocity/offer.html", {
        "offer": row, "people": queries.named(rows, request.user), "stages": [] if row.is_ours else queries.lines(queries.call(row)),
        "may_propose": is_open and not row.is_ours and row.answer_by >= today and request.user.may(P.EXCHANGES_NOMINATE),
        "may_withdraw": is_open and request.user.may(P.EXCHANGES_OFFER) and (row.is_ours or not row.agency.speaks),
        "may_receive": is_open and row.is_ours and not row.agency.speaks and request.user.may(P.EXCHANGES_ANSWER),
    })  # fmt: skip


@get_or_post
def publish(request: HttpRequest) -> HttpResponse:
    require(request.user, P.EXCHANGES_OFFER)
    form = OfferForm(request.POST or None)
    return _published(request, form, _("Offrir un poste"), lambda: actions.publish_offer(
        agency=form.cleaned_data["agency"], new=form.new(), by=request.user, on=timezone.localdate()))  # fmt: skip


@get_or_post
def declare(request: HttpRequest) -> HttpResponse:
    require(request.user, P.EXCHANGES_OFFER)
    form = DeclaredOfferForm(request.POST or None, request.FILES or None)
    return _published(request, form, _("Poste offert par lettre"), lambda: actions.declare_offer(
        agency=form.cleaned_data["agency"], new=form.new(), letter=form.letter(), by=request.user, on=timezone.localdate()))  # fmt: skip


def _published(request: HttpRequest, form: OfferForm, title: str, do) -> HttpResponse:
    if form.is_valid() and (answer := form.send(request, "exchanges.publish", lambda: {"uid": str(do().uid)})):
        messages.success(request, _("L’offre est publiée."))
        return redirect("reciprocity:offer", answer["uid"])
    return render(request, "reciprocity/form.html", {"form": form, "title": title, "back": "reciprocity:offers"}, status=form.status)  # fmt: skip


@get_or_post
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = one(request, uid, P.EXCHANGES_OFFER)
    form = WithdrawOfferForm(request.POST or None, request.FILES or None, declared=not row.is_ours)
    if form.is_valid():
        values = form.values()
        if form.send(request, "exchanges.withdraw_offer", lambda: {"uid": str(
            actions.withdraw_offer(offer=row, by=request.user, on=timezone.localdate(), **values).uid)}):  # fmt: skip
            messages.success(request, _("L’offre est retirée."))
            return redirect("reciprocity:offer", uid)
    return render(request, "reciprocity/form.html", {
        "form": form, "title": _("Retirer cette offre"), "about": row.title, "back": "reciprocity:offer", "of": uid, "tone": "stop",
        "warning": _("Ceux qui étaient proposés, même acceptés, ne partent plus."),
    }, status=form.status)  # fmt: skip
