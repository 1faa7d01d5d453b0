"""The worker's beat: whatever waits for an agency that may be tried now."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from teriya.exchange.wire.actions.sending import deliver
from teriya.exchange.wire.carrying import post
from teriya.exchange.wire.models import Agency, Outgoing
from teriya.exchange.wire.states import AgencyState


def deliver_due() -> int:
    """Carry to every known agency that has an address and is not being waited for; how many messages were settled.

    One that is away costs its own time only: the others are tried at the next beat all the same.
    """
    waits = Outgoing.objects.filter(agency=OuterRef("pk"), settled_at=None)
    due = Agency.objects.filter(Exists(waits), state=AgencyState.KNOWN, speaks=True, next_at__lte=Now()).exclude(
        address=""
    )
    settled = 0
    for agency in due.order_by("next_at"):
        sent = deliver(agency, post)
        settled += sent.settled
        while sent.more:
            sent = deliver(agency, post)
            settled += sent.settled
    return settled
