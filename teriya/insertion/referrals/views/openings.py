"""Pages of job and training offers: proposed, published, matched, answered."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of
from teriya.insertion.referrals import actions, policies, queries
from teriya.insertion.referrals.forms import DecisionForm, InterestForm, OpeningForm
from teriya.insertion.referrals.models import Interest, Opening, Referral
from teriya.insertion.referrals.states import INTEREST_LIFE, OPENING_LIFE, InterestState, OpeningState
from teriya.insertion.referrals.views.directory import get_or_post
from teriya.mobilisation.hosts.models import Host
from teriya.people.models import Person


def _require_reading(user) -> None:
    if not (user.may(P.INSERTION_READ) or user.may(P.OPENINGS_PROPOSE)):
        require(user, P.INSERTION_READ)


@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """Offers that people may answer, the first to close first; `?voir=` for those to publish and those over."""
    _require_reading(request.user)
    rows, today = Opening.objects.visible_to(request.user), timezone.localdate()
    shown = request.GET.get("voir", "open")
    if shown == "proposed":
        rows = rows.filter(state="proposed").order_by("on", "pk")
    elif shown == "over":
        rows = (
            rows.exclude(state="proposed")
            .exclude(state="published", closes_on__gte=today)
            .order_by("-closes_on", "-pk")
        )
    else:
        shown, rows = "open", rows.open(today).order_by("closes_on", "pk")
    rows = rows.select_related("place").annotate(
        interested=Count("interests", filter=~Q(interests__state=InterestState.RETRACTED))
    )
    return render(request, "referrals/openings.html", {
        "page": page_of(request, rows), "shown": shown, "may_offer": request.user.may(P.SERVICES_KEEP) or request.user.may(P.OPENINGS_PROPOSE),
        "is_agent": request.user.may(P.INSERTION_READ),
    })  # fmt: skip


@get_or_post
def offer(request: HttpRequest) -> HttpResponse:
    """A new offer: published by who keeps the directory, proposed by a host or a partner."""
    keeps = request.user.may(P.SERVICES_KEEP)
    require(request.user, P.SERVICES_KEEP if keeps else P.OPENINGS_PROPOSE)
    duties = request.user.host_duties.filter(duty="officer", until=None).values("host")
    hosts = (
        Host.objects.filter(pk__in=duties).order_by("name")
        if not keeps
        else Host.objects.filter(state="accredited").order_by("name")
    )
    own = None if keeps else hosts.select_related("commune").first()
    form = OpeningForm(
        request.POST or None, hosts=hosts, initial={"host": own, "commune": own.commune.name} if own else None
    )
    if form.is_valid():
        answer = form.send(request, "referrals.offer", lambda: {
            "id": actions.offer(new=form.new(), by=request.user, on=timezone.localdate()).pk})  # fmt: skip
        if answer:
            messages.success(
                request, _("L’offre est publiée.") if keeps else _("L’offre est proposée ; l’agence la publie.")
            )
            return redirect("referrals:opening", answer["id"])
    return render(
        request,
        "referrals/act.html",
        {"form": form, "title": _("Proposer une offre"), "back": "referrals:openings"},
        status=form.status,
    )


@get_or_post
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer: what is said, what one may decide, whom it suits and why, who is interested."""
    _require_reading(request.user)
    row = get_object_or_404(Opening.objects.visible_to(request.user).select_related("place__region", "host"), pk=pk)
    form, today, is_agent = (
        DecisionForm(request.POST or None),
        timezone.localdate(),
        request.user.may(P.INSERTION_READ),
    )
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.send(
            request,
            "referrals.decide",
            lambda: {"id": actions.decide(opening=row, by=request.user, on=today, **values).pk},
        ):
            messages.success(request, _("La décision est enregistrée."))
            return redirect("referrals:opening", pk)
    interests = (
        row.interests.filter(policies.reached(request.user, P.INSERTION_READ))
        .select_related("person__commune")
        .order_by("on", "pk")
    )
    return render(request, "referrals/opening.html", {
        "opening": row, "form": form, "is_agent": is_agent, "is_open": row.is_open(today),
        "steps": {step.name for step in OPENING_LIFE.open_from(row.state)} if request.user.may(P.SERVICES_KEEP) else set(),
        "suits": queries.people_for(row, request.user, today) if is_agent and row.is_open(today) else [],
        "interests": interests, "count": row.interests.exclude(state=InterestState.RETRACTED).count(),
        "history": queries.history_of("opening", pk, OpeningState), "answers": request.user.may(P.REFERRALS_MAKE),
    }, status=form.status)  # fmt: skip


@get_or_post
def interest(request: HttpRequest, pk: int) -> HttpResponse:
    """What comes of an interest."""
    require(request.user, P.REFERRALS_MAKE)
    rows = Interest.objects.filter(policies.reached(request.user, P.REFERRALS_MAKE)).select_related(
        "person", "opening"
    )
    row, form = get_object_or_404(rows, pk=pk), InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.send(
            request,
            "referrals.interest",
            lambda: {
                "id": actions.answer_interest(interest=row, by=request.user, on=timezone.localdate(), **values).pk
            },
        ):
            messages.success(request, _("La nouvelle est notée."))
            return redirect("referrals:opening", row.opening_id)
    steps = {step.name for step in INTEREST_LIFE.open_from(row.state) if request.user.may(step.permission)}
    return render(request, "referrals/interest.html", {
        "interest": row, "form": form, "steps": steps, "history": queries.history_of("interest", pk, InterestState)}, status=form.status)  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The volunteer's own offers, the best first and why, and where one was directed."""
    require(request.user, P.PLANS_OWN)
    person, today = Person.objects.alive().filter(account=request.user).first(), timezone.localdate()
    is_sought = bool(person) and queries.is_sought(person, today)
    suits = queries.offers_for(person, today) if is_sought else []
    said = dict(Interest.objects.filter(person=person).values_list("opening", "state")) if person else {}
    return render(request, "referrals/mine.html", {
        "is_sought": is_sought, "suits": [(one, said.get(one.opening.pk, "")) for one in suits],
        "referrals": Referral.objects.filter(person=person).select_related("service").order_by("-pk") if person else [],
    })  # fmt: skip


@get_or_post
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer, as a volunteer reads it: one button says « ça m’intéresse », or takes it back."""
    require(request.user, P.PLANS_OWN)
    person, today = Person.objects.alive().filter(account=request.user).first(), timezone.localdate()
    row = get_object_or_404(Opening.objects.exclude(state="proposed").select_related("place__region", "host"), pk=pk)
    said = Interest.objects.filter(opening=row, person=person).first() if person else None
    if not person or (said is None and not queries.is_sought(person, today)):
        raise Http404
    form = ActionForm(request.POST or None)
    wants = said is None or said.state == InterestState.RETRACTED
    if request.method == "POST" and form.is_valid():
        if form.send(request, "referrals.say", lambda: {
            "id": actions.say_interest(opening=row, is_interested=wants, by=request.user, on=today).pk}):  # fmt: skip
            done = (
                _("C’est noté : votre centre vous rappelle.")
                if wants
                else _("C’est noté : vous n’êtes plus sur la liste.")
            )
            messages.success(request, done)
            return redirect("referrals:mine")
    suits = next((one for one in queries.offers_for(person, today) if one.opening.pk == pk), None)
    may_change = row.is_open(today) if wants else said.state in ("said", "introduced")
    return render(request, "referrals/answer.html", {
        "opening": row, "form": form, "said": said, "wants": wants, "may_change": may_change, "suits": suits}, status=form.status)  # fmt: skip
