"""What another agency says: taken once, in the order in which it said it, answered by a signed receipt."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.exchange.wire import kinds, own
from teriya.exchange.wire.actions.saying import fact_of
from teriya.exchange.wire.actions.sending import VOID
from teriya.exchange.wire.engine import envelopes
from teriya.exchange.wire.engine.envelopes import Message, Receipt
from teriya.exchange.wire.guard import Guard
from teriya.exchange.wire.models import Agency, Fact, Incoming
from teriya.exchange.wire.states import AgencyState, Direction
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import update_all
from teriya.foundation.journal import actions as journal

APPLIED = "applied"
WINDOW = 400  # ranks ahead of the first that is waited for
FAULTS = (
    ValueError,
    TypeError,
    KeyError,
    LookupError,
    ObjectDoesNotExist,
    DatabaseError,
)  # of ours, or of what was said
log = logging.getLogger(__name__)


@transaction.atomic
def receive(agency: Agency, tokens: Sequence[str], now: datetime | None = None) -> list[str]:
    """Take a bundle, whole or not at all; the receipts of what is settled, in the order of ranks.

    What comes twice gets its first receipt again; what comes before its turn waits for it. Refuses, and takes nothing of the
    bundle: what `envelopes.unwrap` refuses, `agency_not_known`, `too_far_ahead`, `other_message` (another one took that id or
    rank).
    """
    now = now or timezone.now()
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.state != AgencyState.KNOWN:
        raise Refusal(
            "agency_not_known", _("La liaison avec cette agence n’est pas confirmée, ou elle est suspendue.")
        )
    ear = _Ear(agency, now)
    read = {token: ear.unwrap(token) for token in dict.fromkeys(tokens)}
    new = ear.take(read)
    ear.apply_in_turn()
    Incoming.objects.bulk_create(new)
    update_all(
        "wire_incoming",
        ear.settled_before,
        {"outcome": "text", "sentence": "text", "receipt": "text", "token": "text"},
    )
    agency.save(update_fields=["heard"])
    ranks = [message.sequence for message in read.values()]
    found = Incoming.objects.filter(agency=agency, sequence__in=ranks).exclude(receipt="").order_by("sequence")
    return list(found.values_list("receipt", flat=True))


class _Ear:
    """One bundle of one agency while it is taken."""

    def __init__(self, agency: Agency, now: datetime) -> None:
        self.agency, self.now = agency, now
        self.known = {key.kid: key.x for key in agency.keys.believed_at(now)}
        self.opened_by, self.code, self.signs = own.all_at(now), own.code(), own.key(agency.knows)
        self.waiting = {row.sequence: row for row in agency.incoming.filter(outcome="", sequence__gt=agency.heard)}
        self.messages: dict[int, Message] = {}
        self.settled_before: list[Incoming] = []
        self.guard = Guard(agency, timezone.localdate(now))

    def unwrap(self, token: str) -> Message:
        message = envelopes.unwrap(
            token, known=self.known, opened_by=self.opened_by, issuer=self.agency.code, audience=self.code
        )
        if not 0 < message.sequence <= self.agency.heard + WINDOW:
            raise Refusal("too_far_ahead", _("Ce message vient trop tôt : envoyez d’abord ceux d’avant lui."))
        if not is_uuid(message.id):
            raise Refusal("message_unfit", _("L’identifiant de ce message n’en est pas un."))
        return message

    def take(self, read: dict[str, Message]) -> list[Incoming]:
        """The rows of what is new; a message that its sender voided gives its rank to the void."""
        ids = [message.id for message in read.values()]
        former = {
            row.sequence: row for row in self.agency.incoming.filter(sequence__in=[m.sequence for m in read.values()])
        }
        by_id = {str(row.message_id): row.sequence for row in self.agency.incoming.filter(message_id__in=ids)}
        new: dict[int, Incoming] = {}
        for token, message in read.items():
            row = former.get(message.sequence) or new.get(message.sequence)
            if by_id.setdefault(message.id, message.sequence) != message.sequence:
                raise Refusal("other_message", _("Cet identifiant est déjà celui d’un autre message."))
            if row is None:
                row = new[message.sequence] = Incoming(agency=self.agency, sequence=message.sequence, came_at=self.now)
                self.waiting[message.sequence] = row
            elif str(row.message_id) == message.id:
                continue
            elif VOID not in (row.kind, message.kind):
                raise Refusal("other_message", _("Ce rang est déjà celui d’un autre message."))
            elif row.outcome or row.kind == VOID:
                continue
            row.message_id, row.kind, row.token = UUID(message.id), message.kind[:40], token
            row.digest = envelopes.digest_of(token)
            self.messages[message.sequence] = message
            if row.pk:
                row.save(update_fields=["message_id", "kind", "token", "digest"])
        return list(new.values())

    def apply_in_turn(self) -> None:
        """From the first that was waited for, as far as there is no gap: all together, or one by one where one may not stand."""
        turn = list(self._turn())
        if turn and not self._apply_together(turn):
            for row in turn:
                self._apply_alone(row)
        for row in turn:
            receipt = Receipt(self.code, self.agency.code, str(row.message_id), row.sequence, row.digest, row.outcome, int(self.now.timestamp()))  # fmt: skip
            row.receipt = envelopes.acknowledge(receipt, by=self.signs)
            if row.pk:
                self.settled_before.append(row)

    def _turn(self) -> Iterator[Incoming]:
        while row := self.waiting.pop(self.agency.heard + 1, None):
            self.agency.heard += 1
            yield row

    def _apply_together(self, rows: Sequence[Incoming]) -> bool:
        """Whether all stand; else nothing of them is written, and nobody knows yet which one may not."""
        try:
            with transaction.atomic():
                heard = [self._fact(row) for row in rows]
                facts = Fact.objects.bulk_create([fact for fact, _person, _kind in filter(None, heard)])
                for fact, person, kind in filter(None, heard):
                    kind.apply(fact, person)
        except (Refusal, *FAULTS):
            return False
        for row in rows:
            row.outcome = APPLIED
        if facts:
            journal.write("wire.hear", "agency", self.agency.code, by=None, on=timezone.localdate(self.now), rows=[str(fact.pk) for fact in facts])  # fmt: skip
        return True

    def _apply_alone(self, row: Incoming) -> None:
        """In a savepoint of its own: one that may not stand leaves nothing, and holds nobody up."""
        try:
            with transaction.atomic():
                if heard := self._fact(row):
                    fact, person, kind = heard
                    fact.save(force_insert=True)
                    kind.apply(fact, person)
                    journal.write(
                        "wire.hear",
                        kind.name,
                        fact.about,
                        by=None,
                        on=fact.on,
                        agency=self.agency.code,
                        fact=str(fact.pk),
                    )
            row.outcome = APPLIED
        except Refusal as no:
            row.outcome, row.sentence, row.token = no.code[:40], no.sentence[:300], ""
        except FAULTS:
            log.exception("wire: %s of %s cannot be applied", row.kind, self.agency.code)
            row.outcome, row.sentence, row.token = "cannot_apply", _("Ce message ne peut pas être appliqué ici."), ""

    def _fact(self, row: Incoming) -> tuple[Fact, dict[str, Any] | None, kinds.Kind] | None:
        """What was said, not yet written, with its personal part and its kind; None of a void."""
        message = self.messages.get(row.sequence) or self.unwrap(row.token)
        if message.kind == VOID:
            return None
        kind = kinds.known(message.kind)
        person = dict(message.person) if message.person else None
        if bool(person) != kind.person_fields:
            raise Refusal("content_unfit", _("La partie personnelle manque, ou n’a pas à être là."))
        if person:
            self.guard.check_authorised(person, Direction.IN)
        about, on = UUID(message.about), date.fromisoformat(message.on)
        fact = fact_of(
            kind,
            id=row.message_id,
            agency=self.agency,
            is_ours=False,
            about=about,
            content=message.said,
            person=person,
            on=on,
        )
        return fact, person, kind


def is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
