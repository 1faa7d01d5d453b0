"""Whether the envelopes that pay a line may: the terms of their agreements, read once for a set of missions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Sum
from django.utils.translation import override

from teriya.foundation.core.money import split
from teriya.foundation.core.periods import Month
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.hosts.models import Host
from teriya.partnerships.agreements import policies
from teriya.partnerships.agreements import queries as agreements
from teriya.partnerships.agreements.policies import Facts, Terms
from teriya.partnerships.agreements.states import Cost
from teriya.pay.allowances.models import Split
from teriya.pay.allowances.queries import LIVE
from teriya.service.missions.models import Mission

Funders = Mapping[int, Sequence[tuple[int, int]]]  # seat → (envelope, weight) of those who pay it


class Where(NamedTuple):
    """A host as terms see it: its number, its domain, its commune and the codes of what the commune lies in."""

    number: str
    domain: str
    commune: str
    places: frozenset[str]


@dataclass(frozen=True)
class Eligibility:
    """The terms in force on the first day of a month: a change within the month applies to the next one.

    `paid`: envelope whose agreement puts a ceiling on allowances → francs that lines bear on it, those accepted here included.
    """

    month: Month
    terms: Mapping[int, Terms]
    hosts: Mapping[int, Where]
    paid: dict[int, int]

    def stops(self, mission: Mission, payers: Sequence[tuple[int, int]], *, due: int, is_month: bool) -> Iterator[str]:
        """The sentence of each term that the line breaks, in French: a line keeps it. `due`: francs, retentions included."""
        if not due or not any(envelope in self.terms for envelope, _weight in payers):
            return
        parts = split(due, [weight for _envelope, weight in payers])
        for (envelope, _weight), part in zip(payers, parts, strict=True):
            terms = self.terms.get(envelope)
            if terms and part:
                total = self.paid.get(envelope, 0) + part
                with override("fr"):
                    found = policies.breaches(terms, self._facts(mission, part if is_month else 0, total))
                if envelope in self.paid and not found:
                    self.paid[envelope] = total
                yield from (sentence for _code, sentence in found)

    def _facts(self, mission: Mission, monthly: int, total: int) -> Facts:
        where, form = self.hosts[mission.host_id], mission.form
        return Facts(
            cost=Cost.ALLOWANCE, first=max(self.month.first, mission.started_on or self.month.first),
            last=min(self.month.last, mission.ended_on or self.month.last), places=where.places, place=where.commune,
            domain=where.domain, domain_name=rules.label("domain", where.domain), forms=frozenset({form.code, form.parent} - {""}), form=form.code, host=where.number,
            sex=mission.person.sex, monthly=monthly, total=total,
        )  # fmt: skip


def eligibility(missions: Sequence[Mission], funders: Funders, month: Month) -> Eligibility:
    """In five queries at most, one where no envelope has an agreement."""
    envelopes = {envelope for payers in funders.values() for envelope, _weight in payers}
    terms = agreements.terms_in_force(envelopes, month.first)
    named = {one.host_id for one in missions if any(envelope in terms for envelope, _weight in funders[one.seat_id])}
    capped = [envelope for envelope, one in terms.items() if Cost.ALLOWANCE in one.ceilings]
    return Eligibility(month, terms, hosts_of(named) if named else {}, paid_on(capped, missions, month) if capped else {})  # fmt: skip


def paid_on(envelopes: Sequence[int], missions: Sequence[Mission], month: Month) -> dict[int, int]:
    """Envelope → francs of the lines that it bears already, but those that are counted anew."""
    rows = Split.objects.filter(envelope__in=envelopes, line__state__in=LIVE).order_by()
    rows = rows.exclude(line__mission__in=missions, line__month=month.first)
    sums = dict(rows.values_list("envelope").annotate(Sum("amount")))
    return {envelope: sums.get(envelope, 0) for envelope in envelopes}


def hosts_of(ids: set[int]) -> dict[int, Where]:
    rows = Host.objects.filter(pk__in=ids).values_list(
        "pk", "number", "domain", "commune__name", "commune__code", "commune__parent__code", "commune__region__code"
    )
    return {
        pk: Where(number, domain, name, frozenset(code for code in codes if code))
        for pk, number, domain, name, *codes in rows
    }
