"""What was sent is asked back, or given up once it serves no more; a receipt attests it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.exchange.reciprocity.actions.consenting import decline, locked, own
from teriya.exchange.reciprocity.actions.nominating import give_up_unsent
from teriya.exchange.reciprocity.actions.telling import NO_LETTER, Letter, tell
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.reciprocity.policies import Retraction
from teriya.exchange.reciprocity.states import (
    CLOSED,
    DRAFTS,
    NOMINATION_LIFE,
    NominationState,
    RecallHow,
    WithdrawalCode,
)
from teriya.exchange.wire import actions as wire
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal


@transaction.atomic
def ask_recall(*, nomination: Nomination, how: str, by: Actor, on: date, letter: Letter = NO_LETTER) -> Nomination:
    """The sending side asks for what it sent about the person. Refuses `nothing_left`, `already_erased`."""
    row = locked(nomination)
    require(by, P.EXCHANGES_NOMINATE)
    require_date(by, on)
    if row.sent_on is None:
        raise Refusal("nothing_left", _("Rien n’est parti de ce dossier."))
    _require_kept(row)
    _say_recall(row, how, by, on, letter)
    return row


@transaction.atomic
def give_back(*, nomination: Nomination, how: str, by: Actor, on: date, letter: Letter = NO_LETTER) -> Nomination:
    """The receiving side erases the personal part and says so by a receipt: once asked, or once the candidature is over.

    For a dossier of ours at an agency without the system, the letter is its receipt. Refuses `still_needed`, `already_erased`.
    """
    row = locked(nomination)
    require(by, P.EXCHANGES_ANSWER)
    require_date(by, on)
    _require_kept(row)
    if row.recall_asked_on is None and row.state not in CLOSED:
        raise Refusal("still_needed", _("Ce dossier sert encore, et personne ne le rappelle."))
    parts = 1 if row.is_ours else wire.forget_person(about=row.uid, by=by, on=on)
    content = {"how": how, "parts": parts, "dossier": row.dossier.digest}
    tell("recall.receipt", agency=row.agency, about=row.uid, content=content, is_ours=not row.is_ours, by=by, on=on, letter=letter)  # fmt: skip
    journal.write(
        "exchanges.give_back", "nomination", row.pk, by=by, on=on, permission=P.EXCHANGES_ANSWER, parts=parts
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def retract(*, nomination: Nomination, by: User, on: date) -> Nomination:
    """The person takes the consent back, at any time: nothing more leaves, the candidature is withdrawn, what left is recalled.

    Once arrived, the stay goes on or ends another way; what was sent is recalled all the same.
    """
    row = own(nomination, by)
    if row.state in DRAFTS:
        return decline(nomination=row, by=by, on=on)
    if row.consent and row.consent.withdrawn_on is None:
        wire.withdraw_consent(consent=row.consent, by=by, on=on)
    journal.write("exchanges.retract", "nomination", row.pk, by=by, on=on, permission=P.CONSENTS_OWN)
    if row.sent_on is None or row.erased_on or row.state == NominationState.UNDELIVERED:
        return row
    if not give_up_unsent(row, Retraction(by.id), on):
        if row.state in NOMINATION_LIFE.steps["withdraw"].sources:
            wire.say("nomination.withdraw", to=row.agency, about=row.uid, content={"code": WithdrawalCode.CONSENT.value}, by=by, on=on)  # fmt: skip
        if row.recall_asked_on is None:
            _say_recall(row, RecallHow.DELETE, by, on, NO_LETTER)
    row.refresh_from_db()
    return row


def _say_recall(row: Nomination, how: str, by: Actor, on: date, letter: Letter) -> None:
    tell("recall.ask", agency=row.agency, about=row.uid, content={"how": str(how)}, is_ours=row.is_ours, by=by, on=on, letter=letter)  # fmt: skip
    journal.write(
        "exchanges.recall", "nomination", row.pk, by=by, on=on, permission=P.EXCHANGES_NOMINATE, how=str(how)
    )
    row.refresh_from_db()


def _require_kept(row: Nomination) -> None:
    if row.erased_on:
        raise Refusal("already_erased", _("L’autre agence atteste déjà qu’elle n’a plus ce dossier.") if row.is_ours else _("Ce dossier est déjà effacé ici."))  # fmt: skip
