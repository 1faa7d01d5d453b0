"""Messages leave: prepared and committed first, carried, then settled by signed receipts. Nothing depends on an answer."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.exchange.wire import guard, own
from teriya.exchange.wire.actions.saying import SEALED, undo
from teriya.exchange.wire.engine import envelopes
from teriya.exchange.wire.engine.envelopes import Message
from teriya.exchange.wire.engine.keys import Keys
from teriya.exchange.wire.models import Agency, Fact, Outgoing
from teriya.exchange.wire.states import AgencyState, Way
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import update_all
from teriya.foundation.core.sealing import unseal

BUNDLE = 50  # messages that travel together: no more than these wait for a receipt at once
LARGEST = 3_000_000  # characters after which nothing more is added to a bundle
WAITS = (15, 3600)  # seconds: the first, and the longest; each is twice the one before
VOID, KEYS = "wire.void", "wire.keys"

Post = Callable[[Agency, bytes], bytes]


class Undelivered(Exception):
    """The other agency could not be reached, or said no to the whole bundle."""


@dataclass(frozen=True)
class Sent:
    """How many were settled, and whether others are ready at once."""

    settled: int
    more: bool


def deliver(agency: Agency, post: Post, now: datetime | None = None) -> Sent:
    """Carry one bundle and settle what it answers. A failure is kept with its reason, and waited out longer each time."""
    now = now or timezone.now()
    tokens = prepare(agency, now)
    if not tokens:
        return Sent(0, False)
    body = json.dumps({"teriya": 1, "from": own.code(), "to": agency.code, "messages": tokens}).encode()
    try:
        answer = json.loads(post(agency, body))
        settled = settle(agency, answer["receipts"], now)
    except (Undelivered, Refusal, ValueError, KeyError, TypeError) as error:
        _put_off(agency, str(error), now)
        return Sent(0, False)
    Agency.objects.filter(pk=agency.pk).update(tries=0, answered_at=now, next_at=now, error="")
    return Sent(settled, settled > 0)


def _put_off(agency: Agency, error: str, now: datetime) -> None:
    row = Agency.objects.get(pk=agency.pk)
    wait = min(WAITS[0] * 2 ** min(row.tries, 20), WAITS[1])
    Agency.objects.filter(pk=agency.pk).update(
        tries=row.tries + 1, next_at=now + timedelta(seconds=wait), error=error[:300]
    )


@transaction.atomic
def prepare(agency: Agency, now: datetime | None = None) -> list[str]:
    """The messages to carry now, oldest first, each signed and with its rank; whatever may not leave is held or voided.

    Those that wait for a receipt come first, as they were; others fill the bundle. Committed before anything leaves: a crash
    sends the same messages again, under the same ids and ranks.
    """
    now = now or timezone.now()
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.state != AgencyState.KNOWN:
        return []
    pen = _Pen(agency, now)
    waiting = (
        Outgoing.objects.select_for_update(of=("self",)).filter(agency=agency, settled_at=None).select_related("fact")
    )
    pen.again(list(waiting.filter(sequence__isnull=False).order_by("sequence")))
    pen.fill(waiting.filter(sequence=None).exclude(state=Way.VOIDED).order_by("pk"))
    pen.write()
    return [row.token for row in pen.bundle]


class _Pen:
    """One bundle for one agency while it is made ready."""

    def __init__(self, agency: Agency, now: datetime) -> None:
        self.agency, self.now, self.on = agency, now, timezone.localdate(now)
        self.to, self.by, self.version = _keys_of(agency, now), own.key(agency.knows), _spoken(agency)
        self.guard = guard.Guard(agency, self.on)
        self.bundle: list[Outgoing] = []
        self.changed: list[Outgoing] = []
        self.size = 0

    def again(self, rows: Sequence[Outgoing]) -> None:
        """What has a rank. What may leave no more gives it to an empty message, so that those after it can arrive."""
        self.guard.expect(row.fact for row in rows)
        for row in rows:
            if row.state != Way.VOIDED and self._lack(row):
                row.message_id, row.token, row.state = uuid4(), "", Way.VOIDED
            self._add(row)

    def fill(self, rows: QuerySet[Outgoing]) -> None:
        """What has none gets the next one, if it may leave; what was said later about a thing waits with what is held."""
        held: set[UUID] = set()
        while len(self.bundle) < BUNDLE and self.size <= LARGEST:
            part = list(rows[:BUNDLE])
            self.guard.expect(row.fact for row in part)
            self._fill(part, held)
            if len(part) < BUNDLE:
                return
            rows = rows.filter(pk__gt=part[-1].pk)

    def _fill(self, rows: Sequence[Outgoing], held: set[UUID]) -> None:
        for row in rows:
            if len(self.bundle) >= BUNDLE or self.size > LARGEST:
                return
            if row.fact.about in held:
                continue
            if lack := self._lack(row):
                held.add(row.fact.about)
                if (row.state, row.held_because) != (Way.HELD, lack):
                    row.state, row.held_because = Way.HELD, lack
                    self.changed.append(row)
                continue
            self.agency.said += 1
            row.sequence, row.state, row.held_because = self.agency.said, Way.SENT, ""
            self._add(row)

    def _lack(self, row: Outgoing) -> str:
        """Why it may not leave now; empty: it may."""
        try:
            self.guard.check(row.fact)
        except Refusal as no:
            return no.sentence
        return ""

    def _add(self, row: Outgoing) -> None:
        if not row.token:
            row.token = envelopes.wrap(self._message(row), by=self.by, to=self.to)
            self.changed.append(row)
        self.size += len(row.token)
        self.bundle.append(row)

    def write(self) -> None:
        """What changed, in three statements whatever the number."""
        self.agency.save(update_fields=["said"])
        update_all(
            "wire_outgoing",
            self.changed,
            {"message_id": "uuid", "sequence": "bigint", "state": "text", "held_because": "text", "token": "text"},
        )
        carried = Outgoing.objects.filter(pk__in=[row.pk for row in self.bundle])
        carried.update(tries=F("tries") + 1, sent_at=self.now)

    def _message(self, row: Outgoing) -> Message:
        if row.state != Way.VOIDED:
            return message_of(row.fact, self.agency, sequence=row.sequence or 0, version=self.version, now=self.now)
        return Message(own.code(), self.agency.code, str(row.message_id), row.sequence or 0, VOID, str(row.fact.about),
                       row.fact.on.isoformat(), int(self.now.timestamp()), {}, version=self.version)  # fmt: skip


def message_of(fact: Fact, agency: Agency, *, sequence: int, version: int, now: datetime) -> Message:
    """What is said, as it leaves: nothing else goes with it."""
    person = unseal(fact.sealed, f"{SEALED}.{fact.pk}") if fact.sealed else None
    return Message(own.code(), agency.code, str(fact.pk), sequence, fact.kind, str(fact.about), fact.on.isoformat(),
                   int(now.timestamp()), fact.content, person, version)  # fmt: skip


def _keys_of(agency: Agency, now: datetime) -> Keys:
    """What it is written to with: the last key that we pinned."""
    row = agency.keys.believed_at(now).order_by("-since", "-pk")[0]
    return Keys(row.x, row.seals)


def _spoken(agency: Agency) -> int:
    """The highest version that both know. Refuses `no_common_version`."""
    common = set(envelopes.VERSIONS) & set(agency.versions)
    if not common:
        raise Refusal("no_common_version", _("Cette agence et la nôtre ne parlent aucune version commune."))
    return max(common)


@transaction.atomic
def settle(agency: Agency, receipts: Sequence[str], now: datetime | None = None) -> int:
    """Keep the receipts that this agency signed for what we said; how many were new. Refuses a false one, and all with it."""
    now = now or timezone.now()
    known = {key.kid: key.x for key in agency.keys.believed_at(now)}
    read = [
        (envelopes.read_receipt(token, known=known, issuer=agency.code, audience=own.code()), token)
        for token in receipts
    ]
    rows = {
        row.sequence: row
        for row in Outgoing.objects.select_for_update(of=("self",)).select_related("fact").filter(
            agency=agency, sequence__in=[receipt.sequence for receipt, _token in read], settled_at=None
        )
    }  # fmt: skip
    settled = [
        _settled(row, receipt, token, now) for receipt, token in read if (row := rows.pop(receipt.sequence, None))
    ]
    update_all(
        "wire_outgoing", settled, {"receipt": "text", "outcome": "text", "settled_at": "timestamptz", "state": "text"}
    )
    for row in settled:
        _follow(row)
    return len(settled)


def _settled(row: Outgoing, receipt: envelopes.Receipt, token: str, now: datetime) -> Outgoing:
    """The receipt says which of both took the rank: the message, though we voided it too late, or the empty one in its place."""
    row.receipt, row.outcome, row.settled_at = token, receipt.outcome, now
    if receipt.id == str(row.fact_id):
        row.state = Way.APPLIED if receipt.outcome == "applied" else Way.REFUSED
    return row


def _follow(row: Outgoing) -> None:
    """What a refusal undoes, and which keys an agency took: from then on we sign with those, and what waits is signed anew."""
    if row.state == Way.VOIDED:
        undo(row.fact, "voided")
    elif row.state == Way.REFUSED:
        undo(row.fact, row.outcome)
    elif row.state == Way.APPLIED and row.fact.kind == KEYS:
        Agency.objects.filter(pk=row.agency_id).update(knows=row.fact.about.int)
        Outgoing.objects.filter(agency=row.agency_id, settled_at=None).update(token="")
