"""Writing the ledger and the envelopes. What is written is never changed: a correction is a reversal."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Case, F, Sum, When
from django.utils.translation import gettext as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.numbers import next_number
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import write_many
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement, LedgerEntry, Leg

K = EnvelopeMovement.Kind


@transaction.atomic
def grant(
    *, code: str, title: str, funder: str, amount: int, by: Actor, on: date, closes_on: date | None = None
) -> Envelope:
    """Open an envelope and write what its funder gives; the same again changes nothing, another sum is a `top_up`."""
    require(by, P.ENVELOPES_GRANT)
    require_date(by, on)
    _require_amount(amount)
    if closes_on and closes_on < on:
        raise Refusal("bad_dates", _("Une enveloppe se ferme après son ouverture."), field="closes_on")
    envelope, is_new = Envelope.objects.get_or_create(
        code=code, defaults={"title": title, "funder": funder, "opens_on": on, "closes_on": closes_on}
    )
    if is_new:
        _write_grant(envelope, amount, source="grant", source_id=envelope.pk, by=by, on=on)
    elif not envelope.envelopemovement_set.filter(source="grant", amount=amount).exists():
        sentence = _("L’enveloppe %(code)s existe déjà. Pour lui ajouter une somme, abondez-la.") % {"code": code}
        raise Refusal("envelope_known", sentence, field="code")
    return envelope


@transaction.atomic
def top_up(*, envelope: Envelope, amount: int, reason: str, by: Actor, on: date) -> int:
    """Add to an envelope what its funder gives besides; returns what it then holds. `reason`: the act that gives it."""
    require(by, P.ENVELOPES_GRANT)
    require_date(by, on)
    _require_amount(amount)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez l’acte qui donne cette somme."), field="reason")
    locked = Envelope.objects.select_for_update().get(pk=envelope.pk)
    number = next_number("DOTATION", on.year)
    _write_grant(locked, amount, source="top_up", source_id=on.year * 1_000_000 + number, by=by, on=on, reason=reason)
    return available(locked)


def _require_amount(amount: int) -> None:
    if amount <= 0:
        raise Refusal(
            "bad_amount", _("La dotation est un nombre entier de francs, plus grand que zéro."), field="amount"
        )


def _write_grant(
    envelope: Envelope, amount: int, *, source: str, source_id: int, by: Actor, on: date, reason: str = ""
) -> None:
    move(envelope, K.GRANTED, [(source, source_id, amount)], on=on)
    journal.write("ledger.grant", "envelope", envelope.pk, by=by, on=on, reason=reason, permission=P.ENVELOPES_GRANT,
                  amount=amount)  # fmt: skip


def available(envelope: Envelope) -> int:
    """Francs neither committed nor spent: granted − committed + released. What is spent was committed before."""
    signed = Case(
        When(kind__in=[K.GRANTED, K.RELEASED], then=F("amount")), When(kind=K.COMMITTED, then=-F("amount")), default=0
    )
    return envelope.envelopemovement_set.aggregate(sum=Sum(signed))["sum"] or 0


def commit(envelope: Envelope, amounts: Sequence[tuple[str, int, int]], *, on: date) -> None:
    """Commit (source, source id, francs) on an envelope; refuses with `envelope_short` what it does not hold.

    The envelope's row is locked: two officers never commit the same francs.
    """
    Envelope.objects.select_for_update().get(pk=envelope.pk)
    asked, held = sum(value for _, _, value in amounts), available(envelope)
    if asked > held:
        raise Refusal(
            "envelope_short",
            _("L’enveloppe « %(title)s » n’a plus que %(held)s : il en faut %(asked)s.")
            % {"title": envelope.title, "held": in_francs(held), "asked": in_francs(asked)},
        )
    move(envelope, K.COMMITTED, amounts, on=on)


def move(envelope: Envelope, kind: str, amounts: Sequence[tuple[str, int, int]], *, on: date) -> None:
    """Write movements of one kind: (source, source id, francs)."""
    write_many(
        [EnvelopeMovement(envelope=envelope, kind=kind, amount=value, on=on, source=source, source_id=pk)
         for source, pk, value in amounts]
    )  # fmt: skip


def post_many(entries: Sequence[tuple[str, int, str, Sequence[dict]]], *, on: date) -> None:
    """Write entries (source, source id, label, legs); each leg is {account, amount, envelope_id?, person?}.

    The legs of an entry sum to zero: the database refuses the transaction otherwise.
    """
    rows = write_many(
        [LedgerEntry(on=on, label=label, source=source, source_id=pk) for source, pk, label, _ in entries]
    )
    write_many([Leg(entry=row, **leg) for row, (_, _, _, legs) in zip(rows, entries, strict=True) for leg in legs])
