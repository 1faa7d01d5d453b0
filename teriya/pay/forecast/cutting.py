"""Which missions would stop if an envelope pays no more than it holds, and the cash by month before and after. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.pay.forecast.engine.balances import Account
from teriya.pay.forecast.engine.cut import Candidate, Outcome, cut
from teriya.pay.forecast.engine.flows import Outflow
from teriya.pay.forecast.engine.posts import CERTAIN, Assumptions, Payers, Span
from teriya.pay.forecast.reading import Forecast, compute, read
from teriya.service.missions.models import Mission
from teriya.service.missions.queries import last_day
from teriya.service.missions.states import LIVE


@dataclass(frozen=True)
class Proposal:
    """`before`, `after`: what is left in the envelope at the end of each month from `start`."""

    envelope: Envelope
    rule: str
    last_day: date
    outcome: Outcome
    missions: dict[int, Mission]
    start: int
    before: Sequence[int]
    after: Sequence[int]

    def ends(self, mission: int) -> date:
        """Its last day if nothing stops."""
        return last_day(self.missions[mission])


def propose(envelope: Envelope, rule: str, stops_on: date, on: date) -> Proposal:
    """Only what is certain counts: neither open seats nor renewals, which the cut ends first."""
    found = compute(read(on), Assumptions(renewal=0, filling=0))
    account = found.accounts[envelope.pk]
    missions = {one.pk: one for one in _paid_by(envelope) if last_day(one) > stops_on}
    saved = {pk: _months(one, envelope, stops_on, found) for pk, one in missions.items()}
    first = rules.amount("priority_domains", on=on, default=())
    candidates = [
        Candidate(pk, one.started_on or one.period.lower, last_day(one), first.index(one.host.domain) if one.host.domain in first else len(first), sum(saved[pk]))
        for pk, one in missions.items()
    ]  # fmt: skip
    outcome = cut(candidates, max(0, -min(account.balances)), rule)
    spent = list(account.spent)
    for stop in outcome.stops:
        spent = [francs - less for francs, less in zip(spent, saved[stop.mission], strict=True)]
    after = Account(account.opening, account.received, spent)
    return Proposal(envelope, rule, stops_on, outcome, missions, found.start, account.balances, after.balances)


def _paid_by(envelope: Envelope) -> list[Mission]:
    shared = Q(seat__shares__envelope=envelope)
    rows = Mission.objects.filter(Q(seat__shares=None, seat__envelope=envelope) | shared, state__in=LIVE).distinct()
    return list(rows.with_papers().order_by("pk"))


def _months(mission: Mission, envelope: Envelope, stops_on: date, found: Forecast) -> list[int]:
    """Francs of the envelope that the mission would have cost after its last day, month by month."""
    payers: Payers = tuple((one.pk, weight) for one, weight in mission.seat.payers)
    first = max(stops_on + timedelta(1), mission.started_on or mission.period.lower)
    span = Span(
        "running",
        mission.form.code,
        mission.seat.need.diploma,
        0,
        payers,
        CERTAIN,
        first,
        last_day(mission),
        1,
        first,
        "",
        0,
    )
    months = [0] * len(found.months)
    for cell, row in Outflow(found.start, len(found.months), found.prices).francs([span]).items():
        if cell.envelope == envelope.pk:
            months = [a + b for a, b in zip(months, row, strict=True)]
    return months
