"""What a host contests of a call: a line, with its reason and proof, answered in time by somebody who had no hand in the call."""

from datetime import date, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.policies import require_officer
from teriya.pay.cofinancing import notices, posting
from teriya.pay.cofinancing.actions.calls import number
from teriya.pay.cofinancing.actions.holding import review
from teriya.pay.cofinancing.models import Call, CallLine, Dispute
from teriya.pay.cofinancing.policies import hands_on, lock_hosts
from teriya.pay.cofinancing.settling import settle
from teriya.pay.cofinancing.states import CALL_LIFE, CLAIM_LIFE, CallKind, CallState, LineKind


@transaction.atomic
def contest(*, line: CallLine, reason: str, by: User, on: date, proof: UploadedFile | None = None) -> Dispute:
    """Contest a line of an issued call, by an officer of its host: it is neither reminded nor counted late until the answer.

    Refuses `nothing_said`, `not_contestable` for a call that no longer stands or a line in the host's favour, `contested_once`.
    """
    require(by, P.SHARES_OWN)
    require_officer(by, line.call.host)
    require_date(by, on)
    lock_hosts([line.call.host_id])
    row = CallLine.objects.select_related("call__host").get(pk=line.pk)
    if row.call.state != CallState.ISSUED or row.amount <= 0:
        raise Refusal("not_contestable", _("Cette ligne ne demande rien à la structure : il n’y a rien à contester."))
    if not reason.strip():
        raise Refusal("nothing_said", _("Dites ce qui est faux dans cette ligne."), field="reason")
    days = rules.amount("host_share_dispute_days", on=on, default=15)
    dispute = Dispute(
        line=row, reason=reason.strip(), opened_by_id=by.pk, opened_on=on, answer_by=on + timedelta(days)
    )
    try:
        with transaction.atomic():
            dispute.save()
    except IntegrityError as error:
        raise Refusal(
            "contested_once", _("Cette ligne a déjà été contestée : la réponse est sur la page de l’appel.")
        ) from error
    if proof:
        dispute.proof = documents.keep(
            file=proof, kind="proof", subject="share_dispute", subject_id=dispute.pk, by=by, on=on
        )
        dispute.save(update_fields=["proof"])
    review([row.call.host_id], because=_("ligne contestée"), by=by, on=on)
    journal.write(
        "shares.contest",
        "share_dispute",
        dispute.pk,
        by=by,
        on=on,
        permission=P.SHARES_OWN,
        host=row.call.host_id,
        line=row.pk,
    )
    return dispute


@transaction.atomic
def answer(*, dispute: Dispute, words: str, by: User, on: date, francs: int = 0) -> Dispute:
    """Reject in words, or uphold for so many francs: a credit is issued at once and settles what the host owes.

    Neither who prepared the call nor who issued it answers. A month upheld is not computed again. Refuses `more_than_line`.
    """
    lock_hosts([dispute.line.call.host_id])
    row = (
        Dispute.objects.select_for_update(of=("self",))
        .select_related("line__call__host__commune", "line__mission")
        .get(pk=dispute.pk)
    )
    require(by, P.SHARES_ANSWER)
    require_other_person(by, *hands_on(row.line.call), row.opened_by_id)
    step = "uphold" if francs else "reject"
    CLAIM_LIFE.check(step, row.state)
    if not 0 <= francs <= row.line.amount:
        sentence = _("Cette ligne est de %(amount)s : l’avoir ne la dépasse pas.") % {
            "amount": in_francs(row.line.amount)
        }
        raise Refusal("more_than_line", sentence, field="francs")
    if not words.strip():
        raise Refusal("reason_required", _("Écrivez la réponse : la structure la lit."), field="words")
    row.answer, row.answered_on = words.strip(), on
    if francs:
        row.credit = _credit(row, francs, by, on)
    row.save(update_fields=["answer", "answered_on", "credit"])
    move(row, CLAIM_LIFE, step, by=by, on=on, reason=words)
    settle([row.line.call.host_id], on=on)
    review([row.line.call.host_id], because=_("contestation admise"), by=by, on=on)
    notices.answered(row)
    journal.write(
        f"shares.{step}",
        "share_dispute",
        row.pk,
        by=by,
        on=on,
        reason=words,
        permission=P.SHARES_ANSWER,
        francs=francs,
    )
    return row


def _credit(row: Dispute, francs: int, by: User, on: date) -> Call:
    """Asked by the host, decided by who answers: the two hands of a credit. It is posted like a call, the other way."""
    contested, line = row.line.call, row.line
    call = Call.objects.create(
        host=contested.host, kind=CallKind.CREDIT, month=line.month, total=-francs, prepared_by_id=row.opened_by_id, prepared_on=on
    )  # fmt: skip
    CallLine.objects.create(
        call=call, kind=LineKind.CREDIT, mission=line.mission, month=line.month, parts=line.parts, whole=line.whole, rate=line.rate,
        amount=-francs, formula=f"Sur {contested.number} : − {in_francs(francs)}", source=f"Contestation admise le {on:%d/%m/%Y}",
    )  # fmt: skip
    number([call], by=by, on=on)
    move(call, CALL_LIFE, "credit", by=by, on=on, reason=row.answer)
    posting.post_calls([call], on=on)
    return call
