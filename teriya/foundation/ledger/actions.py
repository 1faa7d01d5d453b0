"""Writing the ledger and the envelopes. What is written is never changed: a correction is a reversal."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import write_many
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger.models import CreditNotice, Envelope, EnvelopeMovement, LedgerEntry, Leg, SourceKind
from teriya.foundation.ledger.queries import standing_of

K = EnvelopeMovement.Kind


class Part(NamedTuple):
    """What one source moves on an envelope, in francs; `seat` is the number of the seat that it pays, where it pays one."""

    source: str
    source_id: int
    amount: int
    seat: int | None = None


@transaction.atomic
def grant(
    *, code: str, title: str, funder: str, amount: int, by: Actor, on: date, closes_on: date | None = None,
    kind: str = SourceKind.STATE,
) -> Envelope:  # fmt: skip
    """Open an envelope and write what its funder gives; the same again changes nothing, another sum is a `top_up`."""
    require(by, P.ENVELOPES_GRANT)
    require_date(by, on)
    _require_amount(amount)
    if closes_on and closes_on < on:
        raise Refusal("bad_dates", _("Une enveloppe se ferme après son ouverture."), field="closes_on")
    envelope, is_new = Envelope.objects.get_or_create(
        code=code, defaults={"title": title, "funder": funder, "kind": kind, "opens_on": on, "closes_on": closes_on}
    )
    if is_new:
        _write_grant(envelope, amount, source="grant", source_id=envelope.pk, by=by, on=on)
    elif not envelope.envelopemovement_set.filter(source="grant", amount=amount).exists():
        sentence = _("L’enveloppe %(code)s existe déjà. Pour lui ajouter une somme, abondez-la.") % {"code": code}
        raise Refusal("envelope_known", sentence, field="code")
    return envelope


@transaction.atomic
def open_envelope(
    *, code: str, title: str, funder: str, kind: str, kept_by: str, on: date, closes_on: date
) -> Envelope:  # fmt: skip
    """Open an envelope that a room keeps, empty; the calling action has checked who may. Refuses `envelope_known`."""
    envelope, is_new = Envelope.objects.get_or_create(
        code=code, defaults={"title": title, "funder": funder, "kind": kind, "kept_by": kept_by, "opens_on": on, "closes_on": closes_on}
    )  # fmt: skip
    if not is_new:
        sentence = _("L’enveloppe %(code)s existe déjà : choisissez un autre code.") % {"code": code}
        raise Refusal("envelope_known", sentence, field="code")
    return envelope


def _kept_by_hand(envelope: Envelope) -> Envelope:
    """The row, held; refuses with `kept_elsewhere` an envelope whose money comes by an agreement."""
    locked = Envelope.objects.select_for_update().get(pk=envelope.pk)
    if locked.kept_by:
        raise Refusal(
            "kept_elsewhere",
            _("L’argent de cette enveloppe vient de sa convention : passez par ses tranches et ses avenants."),
        )
    return locked


@transaction.atomic
def top_up(*, envelope: Envelope, amount: int, reason: str, by: Actor, on: date) -> int:
    """Add to an envelope what its funder gives besides; returns what it then holds. `reason`: the act that gives it."""
    require(by, P.ENVELOPES_GRANT)
    require_date(by, on)
    _require_amount(amount)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez l’acte qui donne cette somme."), field="reason")
    locked = _kept_by_hand(envelope)
    _write_grant(locked, amount, source="top_up", source_id=_numbered("DOTATION", on), by=by, on=on, reason=reason)
    return available(locked)


@transaction.atomic
def withdraw(*, envelope: Envelope, amount: int, reason: str, by: Actor, on: date) -> int:
    """Take back what the funder no longer gives (a budget cut); returns what may still be committed, negative after a cut deep enough.

    What was granted is all that can be withdrawn; nothing more is committed until the envelope stands above zero again.
    """
    require(by, P.ENVELOPES_GRANT)
    require_date(by, on)
    _require_amount(amount)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez l’acte qui retire cette somme."), field="reason")
    locked = _kept_by_hand(envelope)
    granted = standing_of(locked).granted
    if amount > granted:
        sentence = _("L’enveloppe n’est dotée que de %(granted)s : retirez cette somme au plus.")
        raise Refusal("more_than_granted", sentence % {"granted": in_francs(granted)}, field="amount")
    move(locked, K.WITHDRAWN, [Part("withdrawal", _numbered("RETRAIT", on), amount)], on=on)
    journal.write("ledger.withdraw", "envelope", locked.pk, by=by, on=on, reason=reason, permission=P.ENVELOPES_GRANT,
                  amount=amount)  # fmt: skip
    return available(locked)


@transaction.atomic
def take_in(*, envelope: Envelope, amount: int, reference: str, by: Actor, on: date) -> int:
    """Write the money that came for an envelope; returns its cash. `reference`: of the bank's or the treasury's notice, used once."""
    require(by, P.ENVELOPES_GRANT)
    require_date(by, on)
    _require_amount(amount)
    key = reference.strip().upper()
    if not key:
        raise Refusal("reference_required", _("Écrivez la référence de l’avis de crédit."), field="reference")
    locked = _kept_by_hand(envelope)
    notice, is_new = CreditNotice.objects.get_or_create(
        envelope=locked, reference=key, defaults={"amount": amount, "on": on, "by_id": by.pk}
    )
    if not is_new:
        sentence = _("L’avis %(reference)s est déjà encaissé sur cette enveloppe, le %(day)s.")
        said = {"reference": key, "day": f"{notice.on:%d/%m/%Y}"}
        raise Refusal("notice_known", sentence % said, field="reference")
    receive(locked, [Part("credit_notice", notice.pk, amount)], on=on)
    post_many([("credit_notice", notice.pk, f"Avis de crédit {key}", [
        {"account": Leg.Account.CASH, "amount": amount, "envelope_id": locked.pk},
        {"account": Leg.Account.FUNDS, "amount": -amount, "envelope_id": locked.pk},
    ])], on=on)  # fmt: skip
    journal.write(
        "ledger.take_in",
        "envelope",
        locked.pk,
        by=by,
        on=on,
        permission=P.ENVELOPES_GRANT,
        amount=amount,
        reference=key,
    )
    return standing_of(locked).cash


def _numbered(series: str, on: date) -> int:
    return on.year * 1_000_000 + next_number(series, on.year)


def _require_amount(amount: int) -> None:
    if amount <= 0:
        raise Refusal("bad_amount", _("La somme est un nombre entier de francs, plus grand que zéro."), field="amount")


def _write_grant(
    envelope: Envelope, amount: int, *, source: str, source_id: int, by: Actor, on: date, reason: str = ""
) -> None:
    move(envelope, K.GRANTED, [Part(source, source_id, amount)], on=on)
    journal.write("ledger.grant", "envelope", envelope.pk, by=by, on=on, reason=reason, permission=P.ENVELOPES_GRANT,
                  amount=amount)  # fmt: skip


def available(envelope: Envelope) -> int:
    """Francs that may still be committed: granted − withdrawn − committed + released. What is spent was committed before."""
    return standing_of(envelope).available


def commit(envelope: Envelope, parts: Sequence[Part], *, on: date) -> None:
    """Commit parts on an envelope; refuses with `envelope_short` what it does not hold.

    The envelope's row is locked: two officers never commit the same francs.
    """
    Envelope.objects.select_for_update().get(pk=envelope.pk)
    asked, held = sum(part.amount for part in parts), available(envelope)
    if asked > held:
        raise Refusal(
            "envelope_short",
            _("L’enveloppe « %(title)s » n’a plus que %(held)s : il en faut %(asked)s.")
            % {"title": envelope.title, "held": in_francs(max(held, 0)), "asked": in_francs(asked)},
        )
    move(envelope, K.COMMITTED, parts, on=on)


def receive(envelope: Envelope, parts: Sequence[Part], *, on: date) -> None:
    """Cash that came for an envelope."""
    move(envelope, K.RECEIVED, parts, on=on)


def refund(envelope: Envelope, parts: Sequence[Part], *, on: date) -> None:
    """Cash given back to the funder; refuses with `cash_short` what the envelope no longer holds."""
    locked = Envelope.objects.select_for_update().get(pk=envelope.pk)
    asked = sum(part.amount for part in parts)
    held = standing_of(locked).cash
    if asked > held:
        sentence = _("L’enveloppe « %(title)s » n’a plus que %(held)s en caisse : on ne rend pas %(asked)s.")
        said = {"title": envelope.title, "held": in_francs(max(held, 0)), "asked": in_francs(asked)}
        raise Refusal("cash_short", sentence % said, field="amount")
    move(locked, K.REFUNDED, parts, on=on)


def move(envelope: Envelope, kind: str, parts: Iterable[Part], *, on: date) -> None:
    """Write movements of one kind."""
    write_many(
        [EnvelopeMovement(envelope=envelope, kind=kind, amount=part.amount, on=on, source=part.source,
                          source_id=part.source_id, seat=part.seat)
         for part in parts]
    )  # fmt: skip


def post_many(entries: Sequence[tuple[str, int, str, Sequence[dict]]], *, on: date) -> None:
    """Write entries (source, source id, label, legs); each leg is {account, amount, envelope_id?, person?}.

    The legs of an entry sum to zero: the database refuses the transaction otherwise.
    """
    rows = write_many(
        [LedgerEntry(on=on, label=label, source=source, source_id=pk) for source, pk, label, _ in entries]
    )
    write_many([Leg(entry=row, **leg) for row, (_, _, _, legs) in zip(rows, entries, strict=True) for leg in legs])
