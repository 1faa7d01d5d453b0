"""A cost as both agencies count it: who sends the volunteer, and the shares of the convention that the stay follows."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from teriya.exchange.balances.engine.settling import NOBODY, Paid, Settled, Weights, settle
from teriya.exchange.balances.models import Cost
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.relations.models import Convention
from teriya.exchange.relations.states import Payer
from teriya.exchange.wire.models import Agency
from teriya.foundation.core.receipts import digest_of

_SHARE = {
    Payer.SENDING: 0,
    Payer.RECEIVING: 1,
    Payer.HOST: 1,  # its host: the receiving agency answers for it
    Payer.PARTNER: 2,
}


class Conventions:
    """All that two agencies ever agreed. A stay follows, to its end, the version in force on its first day."""

    def __init__(self, rows: Iterable[Convention]) -> None:
        self.rows = sorted(rows, key=lambda row: (row.version, row.agreed_on, row.pk), reverse=True)

    @classmethod
    def with_costs(cls, agency: Agency) -> "Conventions":
        return cls(agreed(agency).prefetch_related("cost_lines"))

    def on(self, day: date | None) -> Convention | None:
        """As `relations.queries.convention_in_force`, for many days at once."""
        return next((row for row in self.rows if day and row.agreed_on <= day and row.starts_on <= day <= row.ends_on), None)  # fmt: skip

    def of(self, stay: Nomination) -> Convention | None:
        return self.on(stay.starts_on)

    def weights(self, stay: Nomination, line: str) -> Weights:
        found = list(NOBODY)
        if convention := self.of(stay):
            for row in convention.costs():
                if row.line == line:
                    found[_SHARE[Payer(row.payer)]] += row.planned(months_of(stay))
        return found[0], found[1], found[2]


def agreed(*agencies: Agency) -> QuerySet[Convention]:
    return Convention.objects.filter(agency__in=agencies, state="agreed")


def months_of(stay: Nomination) -> int:
    """Months begun: from 15 January to 14 July, six."""
    first, last = stay.starts_on, stay.ends_on
    if not first or not last:
        return 1
    return max(1, 12 * (last.year - first.year) + last.month - first.month + (last.day >= first.day))


def both(agency: Agency) -> tuple[str, str]:
    return settings.AGENCY, agency.code


def settled(costs: Iterable[Cost], agency: Agency) -> Settled:
    """Who owes whom for these costs, as each of the two agencies finds it from its own rows."""
    us, them = both(agency)
    conventions = Conventions.with_costs(agency)
    return settle(
        [
            Paid(str(cost.uid), cost.line, us if cost.nomination.is_ours else them, us if cost.is_ours else them, cost.amount,
                 conventions.weights(cost.nomination, cost.line))
            for cost in costs
        ],
        (us, them),
    )  # fmt: skip


def content(found: Settled, *, until: date, currency: str) -> dict[str, Any]:
    """What a statement says: the same words from both copies."""
    return {
        "until": until.isoformat(),
        "currency": currency,
        "lines": [
            {"cost": line.paid.uid, "line": line.paid.line, "payer": line.paid.payer, "amount": line.paid.amount, "borne": dict(line.shares)}
            for line in found.lines
        ],
        "owed": dict(found.owed),
    }  # fmt: skip


def digest(said: dict[str, Any]) -> str:
    return digest_of({name: said[name] for name in ("until", "currency", "lines", "owed")})
