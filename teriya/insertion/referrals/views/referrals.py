"""Pages of referrals: who is directed where, what is late, the news."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.insertion.referrals import actions, links, policies, queries
from teriya.insertion.referrals.forms import AnswerForm, NewsForm, ReferForm, ReferralFilter
from teriya.insertion.referrals.models import Referral
from teriya.insertion.referrals.states import REFERRAL_LIFE, ReferralState
from teriya.insertion.referrals.views.directory import get_or_post


@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Those of which news is due, the latest first; `?etat=` keeps one state."""
    require(request.user, P.INSERTION_READ)
    form, rows = ReferralFilter(request.GET), Referral.objects.visible_to(request.user)
    state = form.cleaned_data["etat"] if form.is_valid() else ""
    rows = rows.filter(state=state).order_by("-sent_on", "-pk") if state else rows.waiting()
    page = page_of(request, rows.select_related("person__commune", "service"))
    return render(request, "referrals/referrals.html", {"page": page, "form": form, "today": timezone.localdate()})


@get_or_post
def refer(request: HttpRequest, matricule: str) -> HttpResponse:
    """Direct one person to a service of the region where they live."""
    require(request.user, P.REFERRALS_MAKE)
    people = policies.people(request.user, P.REFERRALS_MAKE).select_related("commune__region")
    person = get_object_or_404(people, matricule=matricule)
    form = ReferForm(request.POST or None, region=person.commune.region)
    if form.is_valid():
        answer = form.send(
            request,
            "referrals.refer",
            lambda: {"id": actions.refer(person=person, by=request.user, **form.values()).pk},
        )
        if answer:
            messages.success(request, _("La personne est orientée ; un SMS le lui dit."))
            return redirect("referrals:referral", answer["id"])
    return render(request, "referrals/refer.html", {
        "form": form, "person": person, "past": Referral.objects.filter(person=person).select_related("service").order_by("-pk"),
    }, status=form.status)  # fmt: skip


@get_or_post
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """One referral, its news, and what may be written of it."""
    require(request.user, P.INSERTION_READ)
    rows = Referral.objects.visible_to(request.user).select_related("person", "service")
    row, form = get_object_or_404(rows, pk=pk), NewsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.send(
            request, "referrals.note", lambda: {"id": actions.note(referral=row, by=request.user, **values).pk}
        ):
            messages.success(request, _("La nouvelle est notée."))
            return redirect("referrals:referral", pk)
    steps = {step.name for step in REFERRAL_LIFE.open_from(row.state)} if request.user.may(P.REFERRALS_MAKE) else set()
    return render(request, "referrals/referral.html", {
        "referral": row, "form": form, "steps": steps, "history": queries.history_of("referral", pk, ReferralState), "today": timezone.localdate(),
    }, status=form.status)  # fmt: skip


@login_not_required
@get_or_post
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What the service reads and answers, without an account; nothing of the person once the referral is over."""
    row, form = links.opened(token), AnswerForm(request.POST or None)
    if row is None:
        return render(request, "referrals/link_over.html", status=404)
    if request.method == "POST" and form.is_valid():
        by, values = links.Bearer(row.pk), form.values()
        if form.send(
            request,
            "referrals.by_link",
            lambda: {"id": actions.note(referral=row, by=by, on=timezone.localdate(), **values).pk},
            by=by,
        ):
            return render(request, "referrals/link_done.html")
    steps = {step.name for step in REFERRAL_LIFE.open_from(row.state)} & set(links.ANSWERS)
    return render(request, "referrals/link.html", {"referral": row, "form": form, "steps": steps}, status=form.status)
