"""Offers: the candidate's own page, and the officers' list where answers are recorded."""

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import ActionForm
from teriya.foundation.core.words import fold
from teriya.foundation.rules.queries import label
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.placement import offers as actions
from teriya.mobilisation.placement import queries
from teriya.mobilisation.placement.appeals import last_day
from teriya.mobilisation.placement.forms import AnswerForm, OfferFilter, RecordForm
from teriya.mobilisation.placement.models import Offer, Round
from teriya.mobilisation.placement.views.rounds import round_or_404


@require_http_methods(["GET", "POST"])
def offers(request: HttpRequest) -> HttpResponse:
    """The offers of one's perimeter; answers given on paper are recorded in one go, what could not be is told."""
    may_record = request.user.may(P.APPLICATIONS_REGISTER)
    if not may_record and not request.user.may(P.PLACEMENT_READ):
        raise NotAllowed("not_allowed", _("Votre rôle ou votre périmètre ne permet pas cette action."))
    visible, today = Offer.objects.visible_to(request.user), timezone.localdate()
    form = RecordForm(request.POST or None, initial={"on": today})
    form.fields["offers"].queryset = visible
    report = form.send(request, "offers.record", lambda: _record(request, form)) if form.is_valid() else None
    sought = OfferFilter(request.GET)
    sought.fields["vague"].queryset = Wave.objects.filter(rounds__offer__in=visible).distinct().order_by("-starts_on")
    rows = _filtered(visible, sought).select_related(
        "application__person", "application__wave", "seat__need__host", "seat__need__form"
    )
    return render(request, "placement/offers.html", {
        "page": page_of(request, rows.order_by("answer_by", "pk")), "sought": sought, "form": form, "report": report,
        "may_record": may_record, "today": today, "expire": ActionForm(auto_id=False),
        "may_expire": request.user.may(P.PLACEMENT_SIMULATE) and visible.filter(state="proposed", answer_by__lt=today).exists(),
        "chosen": set(request.POST.getlist("offers")) if form.errors else set(),
    }, status=form.status)  # fmt: skip


def _filtered(rows, sought: OfferFilter):
    if not sought.is_valid():
        return rows
    asked = sought.cleaned_data
    if asked["etat"]:
        rows = rows.filter(state=asked["etat"])
    if asked["vague"]:
        rows = rows.filter(application__wave=asked["vague"])
    if asked["q"]:
        named = Q(application__number=asked["q"].strip())
        words = fold(asked["q"]).split()
        rows = (
            rows.filter(named | Q(*[("application__person__folded__contains", word) for word in words]))
            if words
            else rows.filter(named)
        )
    return rows


def _record(request: HttpRequest, form: RecordForm) -> dict:
    done = actions.record_answers(by=request.user, **form.values())
    return {
        "written": len(done.written),
        "refused": [[offer.application.number, no.sentence] for offer, no in done.refused],
    }


@require_POST
def expire(request: HttpRequest) -> HttpResponse:
    """Close the offers left without an answer after their last day."""
    form = ActionForm(request.POST)
    if form.is_valid():
        count = len(actions.expire(by=request.user, on=timezone.localdate()))
        told = ngettext("%(count)d proposition close.", "%(count)d propositions closes.", count)
        messages.success(request, told % {"count": count})
    return redirect("placement:offers")


@require_POST
def call_reserve(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the free seats of a decided round to its reserve."""
    found = round_or_404(request, pk)
    form = ActionForm(request.POST)
    if form.is_valid():
        on = timezone.localdate()
        done = form.send(
            request,
            "offers.call_reserve",
            lambda: {"called": len(actions.call_reserve(round=found, by=request.user, on=on))},
        )
        if done:
            told = ngettext(
                "%(count)d personne de la réserve est appelée.",
                "%(count)d personnes de la réserve sont appelées.",
                done["called"],
            )
            messages.success(request, told % {"count": done["called"]})
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect("placement:wave", found.wave.code)


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What the placement gave me: the offer and its answer, and why for each wish."""
    results = Application.objects.filter(
        person__account=request.user, wave__rounds__state__in=["decided", "published"]
    )
    results = results.select_related("wave").order_by("-wave__starts_on", "pk")
    application = (
        results.filter(wave__code=request.GET["vague"]).first() if "vague" in request.GET else results.first()
    )
    if application is None:
        return render(request, "placement/nothing.html")
    offer = _last_offer(application)
    is_open = bool(offer) and offer.state == "proposed" and offer.answer_by >= timezone.localdate()
    form = AnswerForm((request.POST or None) if is_open else None)
    if form.is_valid() and form.send(request, "offers.answer", lambda: _answer(request, offer, form)):
        return redirect(request.get_full_path())
    round = get_object_or_404(Round.objects.decided().select_related("wave"), wave=application.wave)
    last = last_day(round) if round.state == "published" else None
    return render(request, "placement/mine.html", {
        "appeal": application.appeals.filter(round=round).first(), "last_appeal": last,
        "may_contest": last is not None and timezone.localdate() <= last,
        "application": application, "offer": offer, "is_open": is_open, "form": form, "round": round,
        "why": queries.why(round, application), "post": offer and label("profile", offer.seat.need.profile), "others": results.exclude(pk=application.pk),
    }, status=form.status)  # fmt: skip


def _last_offer(application: Application) -> Offer | None:
    rows = application.offers.select_related("seat__need__host__commune", "seat__need__form")
    return rows.order_by("-pk").first()


def _answer(request: HttpRequest, offer: Offer, form: AnswerForm) -> dict:
    on: date = timezone.localdate()
    [done] = actions.answer(offers=[offer], by=request.user, on=on, **form.values())
    return {"id": done.pk}
