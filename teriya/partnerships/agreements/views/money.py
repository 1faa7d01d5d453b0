"""The money of an agreement: tranches, lines charged, what goes back, gifts in kind; who reads it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download
from teriya.foundation.ui.parts import page_of
from teriya.partnerships.agreements import actions, pages
from teriya.partnerships.agreements.forms import (
    CallForm,
    CarryForm,
    InKindForm,
    PayBackForm,
    PromiseForm,
    ReaderForm,
    ReasonForm,
    ReceiveForm,
    RefuseLineForm,
    RepaymentForm,
)
from teriya.partnerships.agreements.models import (
    Agreement,
    AgreementEnvelope,
    Ineligible,
    Membership,
    Repayment,
    Tranche,
)
from teriya.partnerships.agreements.statements import lines_of, statements
from teriya.partnerships.agreements.views.agreements import act, get_or_post, visible


@get_or_post
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a tranche."""
    row = visible(request, pk)
    require(request.user, P.AGREEMENTS_WRITE)
    form = PromiseForm(request.POST or None, agreement=row)
    if form.is_valid() and form.send(request, "tranches.promise", lambda: {"id": actions.promise(
        agreement=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("agreements:agreement", pk)
    return act(request, form, _("Ajouter une tranche"), _("Ajouter"), row)


@get_or_post
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the funder for it, by a letter."""
    tranche = _tranche(request, pk, P.TRANCHES_CALL)
    form = CallForm(request.POST or None, tranche=tranche)
    if form.is_valid() and form.send(request, "tranches.call", lambda: {"id": actions.call(
        tranche=tranche, by=request.user, **form.values()).pk}):  # fmt: skip
        messages.success(
            request, _("La tranche est appelée : envoyez la lettre. Une autre personne enregistrera ce qui arrive.")
        )
        return redirect("agreements:agreement", tranche.agreement_id)
    return act(
        request, form, _("Appeler la tranche %(number)s") % {"number": tranche.number}, _("Appeler"), tranche.agreement
    )


@get_or_post
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """What the bank credited."""
    tranche = _tranche(request, pk, P.TRANCHES_RECEIVE)
    form = ReceiveForm(request.POST or None, tranche=tranche)
    if form.is_valid() and form.send(request, "tranches.receive", lambda: {"id": actions.receive(
        tranche=tranche, by=request.user, **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La somme est enregistrée."))
        return redirect("agreements:agreement", tranche.agreement_id)
    return act(request, form, _("Enregistrer ce qui arrive de la tranche %(number)s") % {"number": tranche.number}, _("Enregistrer"), tranche.agreement)  # fmt: skip


@get_or_post
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A tranche that will not come."""
    tranche = _tranche(request, pk, P.AGREEMENTS_READ)
    step = pages.giving_up(tranche, request.user)
    require(request.user, step.permission)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(request, "tranches.give_up", lambda: {"id": actions.give_up(
        tranche=tranche, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("agreements:agreement", tranche.agreement_id)
    title = _("La tranche %(number)s ne viendra pas") % {"number": tranche.number}
    return act(request, form, title, _("Enregistrer"), tranche.agreement)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The call letter as PDF."""
    tranche = _tranche(request, pk, P.AGREEMENTS_READ)
    return as_download(
        get_object_or_404(Tranche.objects.exclude(letter=None).select_related("letter"), pk=tranche.pk).letter
    )


@require_safe
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Advance, justification, refund: envelope by envelope, down to the lines charged."""
    row = visible(request, pk)
    today = timezone.localdate()
    envelopes = list(row.envelopes.exclude(envelope=None).order_by("code"))
    found = statements(row)
    page = page_of(request, lines_of(row))
    return render(request, "agreements/lines.html", {
        "agreement": row, "rows": [(one, found[one.pk], found[one.pk].to_refund(pages.is_over(row, today))) for one in envelopes],
        "page": page, "lines": [(line, pages.SOURCES.get(line.source, line.source)) for line in page], "repayments": Repayment.objects.filter(envelope__agreement=row).select_related("envelope").order_by("-pk"),
        "may_enter": request.user.may(P.EXPENSES_ENTER) and row.state in pages.LIVE,
        "may_check": request.user.may(P.EXPENSES_CHECK) and row.state in pages.LIVE,
    })  # fmt: skip


@get_or_post
def refuse_line(request: HttpRequest, pk: int, source: str, line: int) -> HttpResponse:
    """The funder refuses one line."""
    envelope = _envelope(request, pk, P.EXPENSES_ENTER)
    form = RefuseLineForm(request.POST or None, initial={"amount": pages.amount_of(envelope, source, line)})
    if form.is_valid() and form.send(request, "agreements.refuse_line", lambda: {"id": actions.refuse_line(
        envelope=envelope, source=source, source_id=line, by=request.user, **form.values()).pk}):  # fmt: skip
        return redirect("agreements:lines", envelope.agreement_id)
    return act(request, form, _("Le bailleur refuse une ligne"), _("Enregistrer"), envelope.agreement)


@get_or_post
def carry_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Another envelope bears what the funder refuses."""
    require(request.user, P.EXPENSES_CHECK)
    seen = Agreement.objects.visible_to(request.user)
    line = get_object_or_404(
        Ineligible.objects.filter(envelope__agreement__in=seen).select_related("envelope__agreement"), pk=pk
    )
    form = CarryForm(request.POST or None)
    if form.is_valid() and form.send(request, "agreements.carry_line", lambda: {"id": actions.carry_line(
        line=line, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("agreements:lines", line.envelope.agreement_id)
    return act(
        request, form, _("Une autre enveloppe porte la ligne refusée"), _("Enregistrer"), line.envelope.agreement
    )


@get_or_post
def repay(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to give money back."""
    envelope = _envelope(request, pk, P.EXPENSES_ENTER)
    found = statements(envelope.agreement).get(envelope.pk)
    form = RepaymentForm(request.POST or None, initial={"amount": max(found.balance, 0) if found else None})
    if form.is_valid() and form.send(request, "repayments.enter", lambda: {"id": actions.enter_repayment(
        envelope=envelope, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le remboursement attend une autre personne, qui le paie."))
        return redirect("agreements:lines", envelope.agreement_id)
    return act(request, form, _("Rendre au bailleur"), _("Proposer"), envelope.agreement)


@get_or_post
def repayment(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay it, or refuse it."""
    require(request.user, P.TRANCHES_RECEIVE)
    seen = Agreement.objects.visible_to(request.user)
    row = get_object_or_404(
        Repayment.objects.filter(envelope__agreement__in=seen).select_related("envelope__agreement"), pk=pk
    )
    form = PayBackForm(request.POST or None)
    if form.is_valid() and form.send(request, "repayments.decide", lambda: {"id": actions.decide_repayment(
        repayment=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La décision est enregistrée."))
        return redirect("agreements:lines", row.envelope.agreement_id)
    may = row.state == "entered" and request.user.pk != row.entered_by_id
    return render(request, "agreements/repayment.html", {"repayment": row, "agreement": row.envelope.agreement, "form": form, "may_decide": may}, status=form.status)  # fmt: skip


@get_or_post
def in_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """What is given and is not money."""
    row = visible(request, pk)
    require(request.user, P.AGREEMENTS_WRITE)
    form = InKindForm(request.POST or None)
    if form.is_valid() and form.send(request, "agreements.give_in_kind", lambda: {"id": actions.give_in_kind(
        agreement=row, by=request.user, **form.values()).pk}):  # fmt: skip
        return redirect("agreements:agreement", pk)
    return act(request, form, _("Contribution en nature"), _("Enregistrer"), row)


@get_or_post
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, at the partner's, reads the agreement."""
    row = visible(request, pk)
    require(request.user, P.AGREEMENTS_WRITE)
    form = ReaderForm(request.POST or None)
    if form.is_valid() and form.send(request, "agreements.admit", lambda: {"id": actions.admit(
        agreement=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("agreements:agreement", pk)
    return act(request, form, _("Ajouter un lecteur"), _("Ajouter"), row)


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """This person reads it no more."""
    require(request.user, P.AGREEMENTS_WRITE)
    seen = Agreement.objects.visible_to(request.user)
    member = get_object_or_404(Membership.objects.filter(agreement__in=seen), pk=pk)
    form = ActionForm(request.POST)
    if form.is_valid():
        form.send(request, "agreements.dismiss", lambda: {"id": actions.dismiss(member=member, by=request.user, on=timezone.localdate()).pk})  # fmt: skip
    return redirect("agreements:agreement", member.agreement_id)


def _tranche(request: HttpRequest, pk: int, permission: P) -> Tranche:
    require(request.user, permission)
    seen = Agreement.objects.visible_to(request.user)
    return get_object_or_404(Tranche.objects.filter(agreement__in=seen).select_related("agreement__partner"), pk=pk)


def _envelope(request: HttpRequest, pk: int, permission: P) -> AgreementEnvelope:
    require(request.user, permission)
    seen = Agreement.objects.visible_to(request.user)
    return get_object_or_404(
        AgreementEnvelope.objects.filter(agreement__in=seen).select_related("agreement__partner"), pk=pk
    )
