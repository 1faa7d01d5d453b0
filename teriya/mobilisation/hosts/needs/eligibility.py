"""Whether the agreements of the envelopes that are to pay seats allow it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from teriya.foundation.core.money import split
from teriya.foundation.core.periods import last_day
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.partnerships.agreements import policies
from teriya.partnerships.agreements import queries as agreements
from teriya.partnerships.agreements.policies import Facts
from teriya.partnerships.agreements.states import Cost


def require_terms(
    seats: Sequence[Seat], *, payers: Sequence[tuple[Envelope, int]], parts: Mapping[int, Sequence[int]], monthly: Mapping[int, int],
    on: date, since: date | None = None,
) -> None:  # fmt: skip
    """Refuse with `outside_terms` seats that the terms in force do not allow, with `agreement_not_running` an agreement that is
    suspended or over.

    `parts`: seat → francs that each payer bears; `monthly`: seat → francs of one month, all payers; `since`: first day that they
    pay, the contract's unless said. An envelope without an agreement has no terms.
    """
    envelopes = [payer for payer, _weight in payers]
    known = agreements.agreement_of([payer.pk for payer in envelopes])
    if not known:
        return
    policies.require_spendable(list(known.values()), field="envelope")
    terms, charged = agreements.terms_in_force(known, on), agreements.charged(envelopes)
    hosts = Host.objects.select_related("commune__parent", "commune__region").in_bulk(
        {seat.need.host_id for seat in seats}
    )
    for seat in seats:
        months = split(monthly[seat.pk], [weight for _payer, weight in payers])
        facts = facts_of(seat.need, hosts[seat.need.host_id], since)
        for payer, part, month in zip(envelopes, parts[seat.pk], months, strict=True):
            key = payer.pk, Cost.ALLOWANCE
            charged[key] = charged.get(key, 0) + part
            asked = replace(facts, monthly=month, total=charged[key])
            policies.require_within(terms.get(payer.pk), asked, field="envelope")


def facts_of(need: Need, host: Host, since: date | None = None) -> Facts:
    """A seat as terms see it; who will serve there is not known yet."""
    commune, form = host.commune, need.form
    codes = {place.code for place in (commune, commune.parent, commune.region) if place}
    return Facts(
        cost=Cost.ALLOWANCE, first=max(need.starts_on, since or need.starts_on), last=last_day(need.starts_on, need.months),
        places=frozenset(codes), place=commune.name, domain=host.domain, domain_name=rules.label("domain", host.domain),
        forms=frozenset({form.code, form.parent} - {""}), form=form.code, host=host.number,
    )  # fmt: skip
