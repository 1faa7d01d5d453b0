"""Agreements: the list, one agreement, writing and signing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_upload
from teriya.foundation.ui.parts import page_of
from teriya.partnerships.agreements import actions, pages, queries
from teriya.partnerships.agreements.forms import (
    DraftForm,
    EnvelopeForm,
    ReasonForm,
    SignForm,
    StepForm,
    TermsForm,
    VersionForm,
)
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Version
from teriya.partnerships.agreements.states import AgreementState

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Those that one reads, those that run first; `?etat=` keeps one state."""
    require(request.user, P.AGREEMENTS_READ)
    rows = Agreement.objects.visible_to(request.user).select_related("partner").order_by("-pk")
    state = request.GET.get("etat", "")
    rows = rows.filter(state=state) if state in AgreementState.values else rows
    page = page_of(request, rows)
    return render(request, "agreements/agreements.html", {
        "page": page, "rows": pages.told(list(page), timezone.localdate()), "state": state, "states": AgreementState.choices,
        "may_write": request.user.may(P.AGREEMENTS_WRITE),
    })  # fmt: skip


@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement: its money drawn, tranches, envelopes with their terms in words, expenses, amendments, gifts in kind."""
    row = visible(request, pk)
    return render(request, "agreements/agreement.html", pages.of(row, request.user, timezone.localdate()))


@get_or_post
def draft(request: HttpRequest) -> HttpResponse:
    """Write an agreement."""
    require(request.user, P.AGREEMENTS_WRITE)
    form = DraftForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "agreements.draft", lambda: {"id": actions.draft(
            clauses=form.clauses(), by=request.user, on=timezone.localdate(), **form.plain()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("La convention est écrite : donnez-lui ses enveloppes et ses tranches."))
            return redirect("agreements:agreement", answer["id"])
    return act(request, form, _("Écrire une convention"), _("Enregistrer"))


@get_or_post
def decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Start, suspend, resume, close or cancel, with the reason where the step asks for one."""
    row = visible(request, pk)
    found = pages.step_of(row, step, request.user)
    form = (ReasonForm if found.reason_required else StepForm)(request.POST or None, initial={"step": step})
    if "step" in form.fields:
        form.fields.pop("reason")
        form.fields["step"].widget = form.fields["step"].hidden_widget()
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        if form.send(request, f"agreements.{step}", lambda: {"id": actions.decide(
            agreement=row, step=step, reason=reason, by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return redirect("agreements:agreement", pk)
    return act(request, form, pages.STEPS[step], pages.STEPS[step], row)


@get_or_post
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an amendment, from what the version in force says."""
    row = visible(request, pk)
    require(request.user, P.AGREEMENTS_WRITE)
    last = queries.in_force(row, timezone.localdate())
    last.agreement = row
    form = VersionForm(request.POST or None, version=last, is_new=True)
    if form.is_valid() and form.send(request, "agreements.amend", lambda: {"id": actions.amend(
        agreement=row, clauses=form.clauses(), by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
        messages.success(request, _("L’avenant attend sa signature, qu’une autre personne enregistre."))
        return redirect("agreements:agreement", pk)
    return act(request, form, _("Écrire un avenant"), _("Enregistrer"), row)


@get_or_post
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a version that nobody has signed."""
    version = _version(request, pk, P.AGREEMENTS_WRITE)
    form = VersionForm(request.POST or None, version=version, is_new=False)
    if form.is_valid() and form.send(request, "agreements.correct", lambda: {"id": actions.correct(
        version=version, clauses=form.clauses(), by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
        return redirect("agreements:agreement", version.agreement_id)
    return act(request, form, _("Corriger le texte"), _("Enregistrer"), version.agreement)


@get_or_post
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the signature, with the paper."""
    version = _version(request, pk, P.AGREEMENTS_SIGN)
    form = SignForm(request.POST or None, request.FILES or None, version=version)
    if form.is_valid() and form.send(request, "agreements.sign", lambda: {"id": actions.sign(
        version=version, by=request.user, **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La signature est enregistrée."))
        return redirect("agreements:agreement", version.agreement_id)
    return act(request, form, _("Enregistrer la signature"), _("Enregistrer"), version.agreement)


@get_or_post
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an amendment up."""
    version = _version(request, pk, P.AGREEMENTS_WRITE)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(request, "agreements.withdraw", lambda: {"id": actions.withdraw(
        version=version, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("agreements:agreement", version.agreement_id)
    return act(request, form, _("Retirer l’avenant"), _("Retirer"), version.agreement)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper."""
    version = _version(request, pk, P.AGREEMENTS_READ)
    return as_upload(
        get_object_or_404(Version.objects.exclude(paper=None).select_related("paper"), pk=version.pk).paper
    )


@get_or_post
def add_envelope(request: HttpRequest, pk: int) -> HttpResponse:
    """One more envelope, in a version being written."""
    version = _version(request, pk, P.AGREEMENTS_WRITE)
    form = EnvelopeForm(request.POST or None, agreement=version.agreement)
    if form.is_valid() and form.send(request, "agreements.add_envelope", lambda: {"id": actions.add_envelope(
        version=version, code=form.cleaned_data["code"], title=form.cleaned_data["title"], terms=form.terms(),
        by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
        return redirect("agreements:agreement", version.agreement_id)
    return act(request, form, _("Ajouter une enveloppe"), _("Ajouter"), version.agreement)


@get_or_post
def terms(request: HttpRequest, pk: int, envelope: int) -> HttpResponse:
    """What a version being written lets one envelope pay, from what it pays today."""
    version = _version(request, pk, P.AGREEMENTS_WRITE)
    row = get_object_or_404(AgreementEnvelope, pk=envelope, agreement=version.agreement)
    form = TermsForm(request.POST or None, agreement=version.agreement, terms=queries.terms_of(version).get(row.pk))
    if form.is_valid() and form.send(request, "agreements.set_terms", lambda: {"id": actions.set_terms(
        version=version, envelope=row, terms=form.terms(), by=request.user, on=timezone.localdate()).pk}):  # fmt: skip
        return redirect("agreements:agreement", version.agreement_id)
    return act(request, form, _("Termes de « %(title)s »") % {"title": row.title}, _("Enregistrer"), version.agreement)


def visible(request: HttpRequest, pk: int) -> Agreement:
    """An agreement in the person's sight."""
    require(request.user, P.AGREEMENTS_READ)
    return get_object_or_404(Agreement.objects.visible_to(request.user).select_related("partner"), pk=pk)


def _version(request: HttpRequest, pk: int, permission: P) -> Version:
    require(request.user, permission)
    seen = Agreement.objects.visible_to(request.user)
    return get_object_or_404(Version.objects.filter(agreement__in=seen).select_related("agreement__partner"), pk=pk)


def act(request: HttpRequest, form, title: str, submit: str, row: Agreement | None = None) -> HttpResponse:
    """The page of one form about an agreement."""
    context = {"form": form, "title": title, "submit": submit, "agreement": row}
    return render(request, "agreements/act.html", context, status=form.status)
