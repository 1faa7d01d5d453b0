"""What a seat costs, and the envelopes that pay it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.money import split
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.holds import require_receiving
from teriya.mobilisation.hosts.models import Need, Seat, SeatShare
from teriya.mobilisation.hosts.needs.eligibility import require_terms
from teriya.mobilisation.hosts.policies import require_outsider


@transaction.atomic
def fund(
    seats: Sequence[Seat], *, envelope: Envelope, by: User, on: date, weight: int = 1,
    others: Sequence[tuple[Envelope, int]] = (),
) -> int:  # fmt: skip
    """Set on an envelope what each seat will cost (allowance × months); returns the francs committed.

    `others`: (envelope, weight) of those who pay with it, each committed its part to the franc. Refuses `envelope_short`
    when an envelope does not hold its part, `outside_terms` when the agreement of one does not allow it, `host_held` when a
    host may receive nobody new: nothing is funded by halves. Seats already on an envelope stay on it.
    """
    require(by, P.SEATS_FUND)
    require_date(by, on)
    payers = [(envelope, weight), *others]
    require_shares(payers)
    free = Seat.objects.select_for_update(of=("self",)).filter(envelope=None).select_related("need__form")
    rows = list(free.filter(pk__in=[seat.pk for seat in seats]).order_by("pk"))
    require_outsider(by, {seat.need.host_id for seat in rows})
    require_receiving({seat.need.host_id for seat in rows})
    costs = {seat.pk: cost(seat.need) for seat in rows}
    parts = {pk: split(francs, [weight for _envelope, weight in payers]) for pk, francs in costs.items()}
    monthly = {seat.pk: costs[seat.pk] // seat.need.months for seat in rows}
    require_terms(rows, payers=payers, parts=parts, monthly=monthly, on=on)
    for place, (payer, _weight) in sorted(enumerate(payers), key=lambda item: item[1][0].pk):  # one order of locks
        ledger.commit(
            payer, [ledger.Part("seat", pk, part[place], pk) for pk, part in parts.items() if part[place]], on=on
        )
    Seat.objects.filter(pk__in=costs).update(envelope=envelope)
    if others:
        SeatShare.objects.bulk_create(
            [SeatShare(seat=seat, envelope=payer, weight=weight) for seat in rows for payer, weight in payers]
        )
    total = sum(costs.values())
    if rows:
        journal.write("seats.fund", "envelope", envelope.pk, by=by, on=on, permission=P.SEATS_FUND,
                      rows=list(costs), total=total, shares=[[payer.code, weight] for payer, weight in payers])  # fmt: skip
    return total


def require_shares(payers: Sequence[tuple[Envelope, int]]) -> None:
    if min(weight for _envelope, weight in payers) <= 0:
        raise Refusal("bad_share", _("Une part est un nombre entier, plus grand que zéro."), field="weight")
    if len({envelope.pk for envelope, _weight in payers}) < len(payers):
        raise Refusal(
            "envelope_twice", _("Chaque enveloppe paie une seule part : choisissez-en une autre."), field="second"
        )


def cost(need: Need) -> int:
    """Francs that one seat costs over its contract, at the rate in force on its first day."""
    rate = rules.amount("allowance", **rate_scope(need, need.form.code), on=need.starts_on, default=0)
    days = rules.amount("days_per_month_max", form=need.form.code, on=need.starts_on, default=1)
    return rate * days * need.months


def rate_scope(need: Need, form: str) -> dict[str, str]:
    """What the allowance of a post depends on: the form of who serves there, and the diploma that it asks for."""
    return {"form": form, "qualification": need.diploma}


def payers_of(seats: Sequence[Seat]) -> dict[int, list[tuple[int, int]]]:
    """Seat id → (envelope id, weight) of those who pay it, as `Seat.payers`, in one query."""
    shares: dict[int, list[tuple[int, int]]] = {}
    rows = SeatShare.objects.filter(seat__in=[seat.pk for seat in seats]).order_by("pk")
    for seat, envelope, weight in rows.values_list("seat", "envelope", "weight"):
        shares.setdefault(seat, []).append((envelope, weight))
    alone = {seat.pk: [(seat.envelope_id, 1)] if seat.envelope_id else [] for seat in seats}
    return alone | shares
