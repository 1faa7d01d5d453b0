"""What a seat costs, and the envelope that pays it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.journal import actions as journal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.mobilisation.hosts.policies import require_outsider


@transaction.atomic
def fund(seats: Sequence[Seat], *, envelope: Envelope, by: User, on: date) -> int:
    """Set on an envelope what each seat will cost (allowance × months); returns the francs committed.

    Refuses `envelope_short` when the envelope does not hold them: nothing is funded by halves. Seats already on an
    envelope stay on it.
    """
    require(by, P.SEATS_FUND)
    require_date(by, on)
    free = Seat.objects.select_for_update(of=("self",)).filter(envelope=None).select_related("need__form")
    rows = list(free.filter(pk__in=[seat.pk for seat in seats]).order_by("pk"))
    require_outsider(by, {seat.need.host_id for seat in rows})
    costs = [("seat", seat.pk, cost(seat.need)) for seat in rows]
    ledger.commit(envelope, [item for item in costs if item[2]], on=on)
    Seat.objects.filter(pk__in=[seat.pk for seat in rows]).update(envelope=envelope)
    total = sum(value for *_, value in costs)
    if rows:
        journal.write("seats.fund", "envelope", envelope.pk, by=by, on=on, permission=P.SEATS_FUND,
                      rows=[seat.pk for seat in rows], total=total)  # fmt: skip
    return total


def cost(need: Need) -> int:
    """Francs that one seat costs over its contract, at the rate in force on its first day."""
    code = need.form.code
    rate = rules.amount("allowance", form=code, on=need.starts_on, default=0)
    days = rules.amount("days_per_month_max", form=code, on=need.starts_on, default=1)
    return rate * days * need.months
