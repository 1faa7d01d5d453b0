"""Messages leave: prepared and committed first, carried, then settled by signed receipts. Nothing depends on an answer."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.exchange.wire import guard, own
from teriya.exchange.wire.actions.saying import SEALED, undo, withdraw
from teriya.exchange.wire.engine import envelopes
from teriya.exchange.wire.engine.envelopes import Message
from teriya.exchange.wire.engine.keys import Keys, Private
from teriya.exchange.wire.models import Agency, Fact, Outgoing
from teriya.exchange.wire.states import AgencyState, Way
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.sealing import unseal

BUNDLE = 50  # messages that travel together
LARGEST = 4_000_000  # characters of a bundle
WINDOW = 200  # messages that may wait for a receipt at once
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

    Committed before anything leaves: a crash sends the same messages again, under the same ids and ranks.
    """
    now = now or timezone.now()
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.state != AgencyState.KNOWN:
        return []
    to, by, version = _keys_of(agency, now), own.key(agency.knows), _spoken(agency)
    rows = Outgoing.objects.select_for_update(of=("self",)).filter(agency=agency, settled_at=None)
    rows = rows.exclude(state=Way.VOIDED, sequence=None).select_related("fact").order_by("sequence", "pk")[:WINDOW]
    held: set = set()
    for row in rows:  # those that have a rank come first: their order no longer changes
        _make_ready(row, agency, to=to, by=by, version=version, held=held, now=now)
    agency.save(update_fields=["said"])
    return _bundled([row for row in rows if row.token])


def _make_ready(
    row: Outgoing, agency: Agency, *, to: Keys, by: Private, version: int, held: set, now: datetime
) -> None:
    """Give it its rank and its signature if it may leave; what was said later about the same thing waits with it."""
    try:
        if row.state != Way.VOIDED:
            guard.check(row.fact, agency, timezone.localdate(now))
    except Refusal as no:
        if row.sequence is not None:
            _void(row, agency, to=to, by=by, version=version, now=now)
            return
        held.add(row.fact.about)
        row.state, row.held_because = Way.HELD, no.sentence
        row.save(update_fields=["state", "held_because"])
        return
    if row.sequence is None and row.fact.about in held:
        return
    if row.sequence is None:
        agency.said += 1
        row.sequence, row.state, row.held_because = agency.said, Way.SENT, ""
    if not row.token:
        row.token = envelopes.wrap(_message(row, agency, version, now), by=by, to=to)
    row.tries, row.sent_at = row.tries + 1, now
    row.save(update_fields=["sequence", "state", "held_because", "token", "tries", "sent_at"])


def _void(row: Outgoing, agency: Agency, *, to: Keys, by: Private, version: int, now: datetime) -> None:
    """It may have left before and may leave no more: an empty message takes its rank, so that those after it can arrive."""
    row.message_id = uuid4()
    empty = Message(own.code(), agency.code, str(row.message_id), row.sequence or 0, VOID, str(row.fact.about),
                    row.fact.on.isoformat(), int(now.timestamp()), {}, version=version)  # fmt: skip
    row.token = envelopes.wrap(empty, by=by, to=to)
    row.tries, row.sent_at = row.tries + 1, now
    row.save(update_fields=["message_id", "token", "tries", "sent_at"])
    withdraw(row)


def message_of(fact: Fact, agency: Agency, *, sequence: int, version: int, now: datetime) -> Message:
    """What is said, as it leaves: nothing else goes with it."""
    person = unseal(fact.sealed, f"{SEALED}.{fact.pk}") if fact.sealed else None
    return Message(own.code(), agency.code, str(fact.pk), sequence, fact.kind, str(fact.about), fact.on.isoformat(),
                   int(now.timestamp()), fact.content, person, version)  # fmt: skip


def _message(row: Outgoing, agency: Agency, version: int, now: datetime) -> Message:
    return message_of(row.fact, agency, sequence=row.sequence or 0, version=version, now=now)


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


def _bundled(rows: Sequence[Outgoing]) -> list[str]:
    size, found = 0, []
    for row in rows[:BUNDLE]:
        size += len(row.token)
        if found and size > LARGEST:
            break
        found.append(row.token)
    return found


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
    settled = 0
    for receipt, token in read:
        if row := rows.pop(receipt.sequence, None):
            _settle(row, receipt, token, now)
            settled += 1
    return settled


def _settle(row: Outgoing, receipt: envelopes.Receipt, token: str, now: datetime) -> None:
    """One that we voided too late was applied there as it was first sent: the page says so, and what was sent is recalled."""
    is_first = receipt.id == str(row.fact_id)
    row.receipt, row.outcome, row.settled_at = token, receipt.outcome, now
    if is_first:
        row.state = Way.APPLIED if receipt.outcome == "applied" else Way.REFUSED
    row.save(update_fields=["receipt", "outcome", "settled_at", "state"])
    if is_first and row.state == Way.REFUSED:
        undo(row.fact, receipt.outcome)
    elif is_first and row.fact.kind == KEYS:  # from now on we sign with these; what waits is signed anew
        Agency.objects.filter(pk=row.agency_id).update(knows=row.fact.about.int)
        Outgoing.objects.filter(agency=row.agency_id, settled_at=None).update(token="")
