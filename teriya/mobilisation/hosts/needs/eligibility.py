"""Whether the agreements of the envelopes that are to pay seats allow it."""

from collections.abc import Mapping, Sequence
from datetime import date

from teriya.foundation.core.periods import last_day
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.partnerships.agreements import policies
from teriya.partnerships.agreements import queries as agreements
from teriya.partnerships.agreements.policies import Facts
from teriya.partnerships.agreements.states import Cost


def require_terms(
    seats: Sequence[Seat], payers: Sequence[Envelope], parts: Mapping[int, Sequence[int]], on: date
) -> None:
    """Refuse with `outside_terms` seats that the terms in force do not allow, with `agreement_not_running` an agreement that is suspended or over.

    `parts`: seat → francs that each payer bears. An envelope without an agreement has no terms.
    """
    ids = [payer.pk for payer in payers]
    known = agreements.agreement_of(ids)
    if not known:
        return
    policies.require_spendable(list(known.values()), field="envelope")
    terms, charged = agreements.terms_in_force(ids, on), agreements.charged(payers)
    hosts = Host.objects.select_related("commune__parent", "commune__region").in_bulk(
        {seat.need.host_id for seat in seats}
    )
    for place, payer in enumerate(payers):
        total = charged.get((payer.pk, Cost.ALLOWANCE), 0)
        for seat in seats:
            total += parts[seat.pk][place]
            facts = facts_of(seat.need, hosts[seat.need.host_id], parts[seat.pk][place], total)
            policies.require_within(terms.get(payer.pk), facts, field="envelope")


def facts_of(need: Need, host: Host, part: int, total: int) -> Facts:
    """A seat as terms see it; who will serve there is not known yet. `part`: francs over its whole contract."""
    commune, form = host.commune, need.form
    codes = {place.code for place in (commune, commune.parent, commune.region) if place}
    return Facts(
        cost=Cost.ALLOWANCE, first=need.starts_on, last=last_day(need.starts_on, need.months), places=frozenset(codes),
        place=commune.name, domain=host.domain, domain_name=rules.label("domain", host.domain),
        forms=frozenset({form.code, form.parent} - {""}), form=form.code, host=host.number, monthly=-(-part // need.months),
        total=total,
    )  # fmt: skip
