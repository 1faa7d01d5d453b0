"""One side at work, as a program that can be killed: it says its words, and carries what waits under a clock that runs ahead.

python -m tests.servers.between.speaker OTHER HOW_MANY HOURS: says until so many facts of ours are written, delivers until all
are settled. Each wait of the product is passed over by moving the clock, and what it waited in all is told at the end.
"""

import json
import sys
from datetime import date
from random import Random
from uuid import NAMESPACE_OID, uuid5

import django

django.setup()

from django.utils import timezone  # noqa: E402

from teriya.exchange.wire import actions  # noqa: E402
from teriya.exchange.wire.actions import sending  # noqa: E402
from teriya.exchange.wire.carrying import post  # noqa: E402
from teriya.exchange.wire.models import Agency, Fact, Outgoing  # noqa: E402

TOGETHER = 20  # words said between two deliveries


def work(other: str, many: int, silent_until: float) -> None:
    """Stops after `silent_until` hours of waiting, where who runs this has cut the way."""
    agency, chance, waited = Agency.objects.get(code=other), Random(many), 0.0
    while True:
        said = Fact.objects.filter(is_ours=True, agency=agency).count()
        for n in range(said, min(many, said + TOGETHER)):
            actions.say(
                "between.word",
                to=agency,
                about=uuid5(NAMESPACE_OID, str(n % 7)),
                content={"n": n},
                by=None,
                on=date(2026, 1, 1),
            )
        sending.BUNDLE = chance.randint(1, 6)  # more ways to be lost
        actions.deliver(agency, post)
        agency.refresh_from_db()
        waited += max(0.0, (agency.next_at - timezone.now()).total_seconds()) / 3600
        if said >= many and not Outgoing.objects.filter(agency=agency, settled_at=None).exists():
            break
        if silent_until and waited >= silent_until:
            break
    sys.stdout.write(json.dumps({"waited_hours": round(waited, 1), "tries": agency.tries}))


if __name__ == "__main__":
    name, many, hours = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    work(name, many, hours)
