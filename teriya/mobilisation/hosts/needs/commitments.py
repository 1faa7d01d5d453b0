"""What becomes of francs committed for a seat: another envelope takes it over, its place closes, its mission is closed."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.money import split
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import write_many
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope, EnvelopeMovement
from teriya.foundation.ledger.queries import left_on_seats
from teriya.mobilisation.hosts.models import Refinancing, Seat, SeatShare
from teriya.mobilisation.hosts.needs.eligibility import require_terms
from teriya.mobilisation.hosts.needs.funding import cost, payers_of, require_shares
from teriya.mobilisation.hosts.policies import require_outsider
from teriya.mobilisation.hosts.states import SeatState


@transaction.atomic
def refinance(
    seats: Sequence[Seat], *, envelope: Envelope, reason: str, by: User, on: date, weight: int = 1,
    others: Sequence[tuple[Envelope, int]] = (),
) -> int:  # fmt: skip
    """Have other envelopes pay seats from now on: what their funders had committed and not spent is released, and committed on
    the new ones; returns these francs.

    Months already computed keep the payers frozen on their lines. Refuses `envelope_short` and `outside_terms` as `fund` does, all or none.
    """
    rows = _locked(seats, by, reason, on)
    payers = [(envelope, weight), *others]
    require_shares(payers)
    former = payers_of(rows)
    if lacking := [seat for seat in rows if not former[seat.pk] or seat.state == SeatState.CLOSED]:
        sentence = _("La place %(seat)s n’est pas financée, ou elle est fermée : il n’y a rien à reprendre.")
        raise Refusal("seat_not_payable", sentence % {"seat": lacking[0]}, field="chosen")
    left = _left(rows)
    acts = write_many([
        Refinancing(seat=seat, former=former[seat.pk], payers=[[payer.pk, part] for payer, part in payers],
                    amount=sum(left[seat.pk].values()), reason=reason.strip(), by_id=by.pk, on=on)
        for seat in rows
    ])  # fmt: skip
    of_seat = {act.seat_id: act for act in acts}
    parts = {act.pk: split(act.amount, [part for _payer, part in payers]) for act in acts}
    of_seats = {act.seat_id: parts[act.pk] for act in acts}
    monthly = {seat.pk: cost(seat.need) // seat.need.months for seat in rows}
    require_terms(rows, payers=payers, parts=of_seats, monthly=monthly, on=on, since=on)
    _lock({pk for sums in left.values() for pk in sums} | {payer.pk for payer, _part in payers})
    _release([("refinancing", of_seat[seat].pk, seat) for seat in left], left, on=on)
    for place, (payer, _part) in enumerate(payers):
        taken = [ledger.Part("refinancing", act.pk, parts[act.pk][place], act.seat_id) for act in acts]
        ledger.commit(payer, [part for part in taken if part.amount], on=on)
    SeatShare.objects.filter(seat__in=rows).delete()
    Seat.objects.filter(pk__in=[seat.pk for seat in rows]).update(envelope=envelope)
    if others:
        SeatShare.objects.bulk_create(
            [SeatShare(seat=seat, envelope=payer, weight=part) for seat in rows for payer, part in payers]
        )
    total = sum(act.amount for act in acts)
    journal.write("seats.refinance", "envelope", envelope.pk, by=by, on=on, permission=P.SEATS_FUND, reason=reason,
                  rows=[seat.pk for seat in rows], total=total, shares=[[payer.code, part] for payer, part in payers])  # fmt: skip
    return total


@transaction.atomic
def close_seats(seats: Sequence[Seat], *, reason: str, by: User, on: date) -> int:
    """Close free seats that nobody will hold any more, and give back what was committed for them; returns these francs."""
    rows = _locked(seats, by, reason, on)
    if taken := [seat for seat in rows if seat.state != SeatState.OPEN]:
        sentence = _("La place %(seat)s n’est pas libre : elle ne se ferme pas.")
        raise Refusal("seat_not_open", sentence % {"seat": taken[0]}, field="chosen")
    Seat.objects.filter(pk__in=[seat.pk for seat in rows]).update(state=SeatState.CLOSED)
    total = release_left([("seat", seat.pk, seat.pk) for seat in rows], on=on)
    journal.write("seats.close", "seat", rows[0].pk, by=by, on=on, permission=P.SEATS_FUND, reason=reason,
                  rows=[seat.pk for seat in rows], total=total)  # fmt: skip
    return total


def release_left(causes: Iterable[tuple[str, int, int]], *, on: date) -> int:
    """Give back what closed seats were committed and did not spend: (source, source id, seat) of each; returns these francs."""
    asked = list(causes)
    closed = set(
        Seat.objects.filter(pk__in=[seat for *_cause, seat in asked], state=SeatState.CLOSED).values_list(
            "pk", flat=True
        )
    )
    left = _left(Seat(pk=pk) for pk in closed)
    _lock({pk for sums in left.values() for pk in sums})
    once = {seat: (source, source_id, seat) for source, source_id, seat in asked if seat in left}
    _release(list(once.values()), left, on=on)
    return sum(francs for sums in left.values() for francs in sums.values())


def _locked(seats: Sequence[Seat], by: User, reason: str, on: date) -> list[Seat]:
    require(by, P.SEATS_FUND)
    require_date(by, on)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif."), field="reason")
    rows = list(
        Seat.objects.select_for_update(of=("self",)).filter(pk__in=[seat.pk for seat in seats])
        .select_related("need__host", "need__form").order_by("pk")
    )  # fmt: skip
    if not rows:
        raise Refusal("no_seat", _("Cochez au moins une place."), field="chosen")
    require_outsider(by, {seat.need.host_id for seat in rows})
    return rows


def _left(seats: Iterable[Seat]) -> dict[int, dict[int, int]]:
    """Seat → envelope → francs committed and not spent, where some are."""
    found: dict[int, dict[int, int]] = {}
    for (envelope, seat), francs in left_on_seats([seat.pk for seat in seats]).items():
        if francs > 0:
            found.setdefault(seat, {})[envelope] = francs
    return found


def _lock(envelopes: Iterable[int]) -> None:
    """In one order, whoever releases and commits at the same time."""
    list(Envelope.objects.select_for_update().filter(pk__in=list(envelopes)).order_by("pk"))


def _release(causes: Sequence[tuple[str, int, int]], left: dict[int, dict[int, int]], *, on: date) -> None:
    parts: dict[int, list[ledger.Part]] = {}
    for source, source_id, seat in causes:
        for envelope, francs in left.get(seat, {}).items():
            parts.setdefault(envelope, []).append(ledger.Part(source, source_id, francs, seat))
    for envelope in Envelope.objects.filter(pk__in=parts).order_by("pk"):
        ledger.move(envelope, EnvelopeMovement.Kind.RELEASED, parts[envelope.pk], on=on)
