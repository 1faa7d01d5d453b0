"""What a wave offers: its open, funded posts, and what a round may limit."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from teriya.foundation.core.words import fold
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts import holds, quotas
from teriya.mobilisation.hosts.models import Host, Need, Seat


class Opening(NamedTuple):
    """A post as a round sees it: an approved need and its open, funded seats."""

    need: Need
    seats: list[Seat]

    @property
    def cell(self) -> str:
        """Domain and region: what a ceiling may limit."""
        return f"{self.need.host.domain}/{self.need.host.commune.region.code}"

    @property
    def payers(self) -> set[str]:
        return {seat.envelope.code for seat in self.seats}


class Held(NamedTuple):
    """Funded seats that a host's accreditation holds back: its quota, who is there already over the same days, how many."""

    quota: int
    there: int
    seats: int


def openings_of(wave: Wave, on: date) -> dict[str, Opening]:
    """By reference, the approved needs of a wave, of hosts accredited that day, with open and funded seats, within quotas,
    of hosts that nothing holds back.
    """
    return within_quotas(funded_of(wave, on), on)[0]


def funded_of(wave: Wave, on: date) -> dict[str, Opening]:
    """`openings_of` whatever the quotas."""
    seats = Seat.objects.filter(need__waves=wave, need__state="approved", state="open", envelope__isnull=False)
    rows = seats.filter(need__host__in=Host.objects.accredited_on(on))
    found: dict[str, Opening] = {}
    for seat in rows.select_related("need__form", "need__host__commune__region", "envelope").order_by(
        "need__reference", "number"
    ):
        found.setdefault(seat.need.reference, Opening(seat.need, [])).seats.append(seat)
    return found


def within_quotas(funded: Mapping[str, Opening], on: date) -> tuple[dict[str, Opening], dict[str, Held]]:
    """The seats that the quotas of the hosts leave, need after need by reference, and what they hold back. None of a host held.

    A host never receives more than its quota at once, those already there counted (hosts: `quotas.there`).
    """
    hosts = {opening.need.host_id for opening in funded.values()}
    rooms, blocked = quotas.there(hosts, on), holds.blocked(hosts)
    kept, held = {}, {}
    for reference, opening in funded.items():
        if opening.need.host_id in blocked:
            continue
        left = rooms.left(opening.need)
        seats = opening.seats[:left]
        if len(seats) < len(opening.seats):
            quota, there = rooms.quotas[opening.need.host_id], rooms.taken(opening.need)
            held[reference] = Held(quota, there, len(opening.seats) - len(seats))
        if seats:
            kept[reference] = Opening(opening.need, seats)
            rooms.count(opening.need, len(seats))
    return kept, held


class Supply(NamedTuple):
    """What may be limited, in words, with the open funded seats of each: by cell, envelope code and region code; and the
    domains, as choices."""

    cells: dict[str, tuple[str, int]]
    envelopes: dict[str, tuple[str, int]]
    regions: dict[str, tuple[str, int]]
    domains: list[tuple[str, str]]


def supply_of(wave: Wave, on: date) -> Supply:
    """The domains, regions and envelopes of a wave's openings, in the order of their words."""
    found: tuple[dict[str, tuple[str, int]], ...] = ({}, {}, {})
    domains = {}
    for opening in openings_of(wave, on).values():
        region = opening.need.host.commune.region
        domains[opening.need.host.domain] = rules.label("domain", opening.need.host.domain)
        for seat in opening.seats:
            keys = (
                (opening.cell, label_of(opening.need)),
                (seat.envelope.code, seat.envelope.title),
                (region.code, region.name),
            )
            for counts, (key, label) in zip(found, keys, strict=True):
                counts[key] = (label, counts.get(key, ("", 0))[1] + 1)
    return Supply(
        *(dict(sorted(counts.items(), key=lambda item: fold(item[1][0]))) for counts in found), sorted(domains.items())
    )


def label_of(need: Need) -> str:
    """The words of a need's cell: Éducation · Plateaux."""
    return f"{rules.label('domain', need.host.domain)} · {need.host.commune.region.name}"
