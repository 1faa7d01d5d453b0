"""Recording a signature, and what follows: envelopes open, money may be committed; suspending, closing, cancelling."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import EnvelopeMovement
from teriya.partnerships.agreements import queries
from teriya.partnerships.agreements.actions.writing import locked
from teriya.partnerships.agreements.engine.currency import francs
from teriya.partnerships.agreements.models import Agreement, AgreementEnvelope, Expense, Terms, Version
from teriya.partnerships.agreements.statements import statements
from teriya.partnerships.agreements.states import AGREEMENT_LIFE, VERSION_LIFE, Opens
from teriya.partnerships.partners import actions as partners
from teriya.partnerships.partners.models import Opportunity

K = EnvelopeMovement.Kind


@transaction.atomic
def sign(
    *, version: Version, paper: UploadedFile, signed_on: date, by: User, on: date, lead: Opportunity | None = None
) -> Version:  # fmt: skip
    """Record the signature of an agreement or of an amendment, with the signed paper; never who wrote it.

    Its new envelopes open. Where the agreement opens at signature, what each envelope gains or loses is granted or withdrawn
    at the version's rate. `lead`: what was sought of the funder, which this agreement concludes. Refuses `not_allocated` until the envelopes share the whole amount, `below_tranches`.
    """
    require(by, P.AGREEMENTS_SIGN)
    require_date(by, on)
    agreement = locked(version.agreement)
    row = Version.objects.get(pk=version.pk)
    require_other_person(by, row.entered_by_id, agreement.entered_by_id if row.number == 1 else None)
    VERSION_LIFE.check("sign", row.state)
    if signed_on > on:
        raise Refusal("day_to_come", _("Une signature n’est pas à venir."), field="signed_on")
    terms = queries.terms_of(row)
    _require_whole(agreement, row, terms)
    row.paper = documents.keep(
        file=paper, kind="agreement", subject="agreement", subject_id=agreement.pk, by=by, on=on
    )
    row.signed_on, row.signed_by_id = signed_on, by.pk
    row.save(update_fields=["paper", "signed_on", "signed_by_id"])
    before = _allocated_before(row)
    move(row, VERSION_LIFE, "sign", by=by, on=on)
    if row.number == 1:
        move(agreement, AGREEMENT_LIFE, "sign", by=by, on=on)
        if lead:
            partners.sign(opportunity=lead, agreement_reference=agreement.reference, partner=agreement.partner,
                          amount=francs(row.amount, row.rate, agreement.currency), by=by, on=on)  # fmt: skip
    _open(agreement, row, on)
    granted = _grant(row, terms, before, on) if agreement.opens == Opens.SIGNATURE else {}
    journal.write("agreements.sign", "agreement", agreement.pk, by=by, on=on, permission=P.AGREEMENTS_SIGN,
                  version=row.number, signed_on=signed_on.isoformat(), paper=row.paper.sha256, granted=granted)  # fmt: skip
    return row


def _require_whole(agreement: Agreement, version: Version, terms: dict[int, Terms]) -> None:
    given = sum(one.amount for one in terms.values())
    if given != version.amount:
        sentence = _(
            "Les enveloppes se partagent %(given)s : la convention donne %(amount)s. Partagez tout le montant d’abord."
        )
        said = {"given": agreement.written(given), "amount": agreement.written(version.amount)}
        raise Refusal("not_allocated", sentence % said)
    tranches = queries.promised(agreement)
    if tranches > version.amount:
        sentence = _("Les tranches font %(tranches)s : annulez d’abord celles qui dépassent %(amount)s.")
        said = {"tranches": agreement.written(tranches), "amount": agreement.written(version.amount)}
        raise Refusal("below_tranches", sentence % said)


def _allocated_before(version: Version) -> dict[int, int]:
    """Envelope → its part of the amount until this version."""
    rows = version.agreement.versions.filter(state="signed").order_by("-since", "-number")
    last = rows.first()
    return {pk: one.amount for pk, one in queries.terms_of(last).items()} if last else {}


def _open(agreement: Agreement, version: Version, on: date) -> None:
    for row in agreement.envelopes.filter(envelope=None).order_by("pk"):
        row.envelope = ledger.open_envelope(
            code=row.code, title=row.title, funder=agreement.partner.name, kind=agreement.partner.kind, kept_by="agreement", on=on,
            closes_on=version.last_day,
        )  # fmt: skip
        row.save(update_fields=["envelope"])


def _grant(version: Version, terms: dict[int, Terms], before: dict[int, int], on: date) -> dict[str, int]:
    """What each envelope gains (or loses, negative) by this version, in francs at its rate."""
    moved = {}
    envelopes = AgreementEnvelope.objects.filter(pk__in=terms).select_related("envelope")
    for row in envelopes.order_by("envelope"):
        gained = francs(terms[row.pk].amount - before.get(row.pk, 0), version.rate, version.agreement.currency)
        if gained:
            kind = K.GRANTED if gained > 0 else K.WITHDRAWN
            ledger.move(row.envelope, kind, [ledger.Part("agreement", version.pk, abs(gained))], on=on)
            moved[row.code] = gained
    return moved


@transaction.atomic
def decide(*, agreement: Agreement, step: str, by: User, on: date, reason: str = "") -> Agreement:
    """Start, suspend, resume, close or cancel.

    Closing refuses `not_settled` while anything is to justify, to give back, to check or to receive; what was never
    committed is withdrawn. Cancelling refuses `money_moved` once a franc was called, received or committed.
    """
    row = locked(agreement)
    AGREEMENT_LIFE.check(step, row.state)
    if step == "close":
        _require_settled(row)
    if step == "cancel":
        _require_untouched(row)
    move(row, AGREEMENT_LIFE, step, by=by, on=on, reason=reason)
    _lead_follows(row, step, by=by, on=on)
    withdrawn = _withdraw_rest(row, on) if step in ("close", "cancel") else {}
    journal.write(f"agreements.{step}", "agreement", row.pk, by=by, on=on, reason=reason,
                  permission=AGREEMENT_LIFE.steps[step].permission, withdrawn=withdrawn)  # fmt: skip
    return row


def _lead_follows(agreement: Agreement, step: str, *, by: User, on: date) -> None:
    """The lead that the agreement concluded starts and closes with it."""
    before = {"start": "signed", "close": "running"}.get(step)
    for lead in Opportunity.objects.filter(agreement_reference=agreement.reference, state=before or ""):
        partners.advance(opportunity=lead, step=step, by=by, on=on)


def _require_settled(agreement: Agreement) -> None:
    said, found = [], statements(agreement)
    for envelope in agreement.envelopes.all():
        one = found.get(envelope.pk)
        if one and one.balance > 0:
            said.append(_("%(title)s : %(left)s à justifier ou à rembourser") % {"title": envelope.title, "left": in_francs(one.balance)})  # fmt: skip
        if one and one.outstanding:
            said.append(_("%(title)s : %(left)s engagés et pas encore dépensés") % {"title": envelope.title, "left": in_francs(one.outstanding)})  # fmt: skip
        if one and one.unproven:
            said.append(_("%(title)s : %(left)s en cours de paiement") % {"title": envelope.title, "left": in_francs(one.unproven)})  # fmt: skip
    waiting = Expense.objects.filter(parts__envelope__agreement=agreement, state="entered")
    if waiting.exists():
        said.append(_("une dépense attend d’être vérifiée"))
    if agreement.tranches.filter(state__in=("promised", "called")).exists():
        said.append(_("une tranche est encore attendue : recevez-la ou annulez-la"))
    if agreement.versions.filter(state="drafted").exists():
        said.append(_("un avenant est en rédaction"))
    if said:
        raise Refusal("not_settled", _("La convention ne se clôt pas encore : %(why)s.") % {"why": " ; ".join(said)})


def _require_untouched(agreement: Agreement) -> None:
    touched = agreement.tranches.exclude(state__in=("promised", "cancelled")).exists()
    rows = EnvelopeMovement.objects.filter(envelope__agreement_envelope__agreement=agreement)
    if touched or rows.exclude(kind__in=(K.GRANTED, K.WITHDRAWN)).exists():
        raise Refusal(
            "money_moved", _("De l’argent a été appelé, reçu ou engagé : suspendez la convention, puis fermez-la.")
        )


def _withdraw_rest(agreement: Agreement, on: date) -> dict[str, int]:
    """What was granted and never committed can no longer be."""
    moved = {}
    envelopes = {row.pk: row for row in agreement.envelopes.select_related("envelope")}
    for pk, one in statements(agreement).items():
        if one.available > 0:
            part = ledger.Part("agreement_closed", agreement.pk, one.available)
            ledger.move(envelopes[pk].envelope, K.WITHDRAWN, [part], on=on)
            moved[envelopes[pk].code] = one.available
    return moved
