"""What agencies say of a season, without a name: numbered candidates and posts by profile. From it, everybody's wishes.

A candidate accepts some countries and can do some profiles, the dearest first. The wishes are computed, by one published rule:
country by country, then profile by profile, then the numbers of the posts (P2 before P10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from teriya.exchange.seasons.engine.season import Candidate, Key, Pair, Post, Season


@dataclass(frozen=True)
class Line:
    """A candidate: `profiles` and `agencies` (where the person would go), the dearest first."""

    number: str
    profiles: tuple[str, ...]
    agencies: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A post, its profile, and how many it takes."""

    number: str
    profile: str
    seats: int


@dataclass(frozen=True)
class Entry:
    """What one agency brings. `lines` in the order in which it would send them.

    `out`, `into`: how many it may send to, and receive from, each agency with which it has an agreement.
    """

    agency: str
    lines: tuple[Line, ...]
    places: tuple[Place, ...]
    out: Mapping[str, int]
    into: Mapping[str, int]


class Nothing(StrEnum):
    """Why a candidate could wish no place at all; the first that holds is the one told."""

    PROFILE = "profile"  # no agency abroad asks for such a profile
    COUNTRY = "country"  # only where the person would not go
    AGREEMENT = "agreement"  # only where the two agencies exchange nobody this season


def season_of(entries: Sequence[Entry], *, tolerance: int, seed: str) -> Season:
    """The season that some entries make together. Between two agencies holds the smaller of the numbers that both said."""
    candidates, posts, pairs = [], [], _pairs(entries)
    for entry in entries:
        posts += [Post((entry.agency, place.number), place.seats) for place in entry.places]
        candidates += [
            Candidate((entry.agency, line.number), rank, _wishes(entry.agency, line, entries, pairs))
            for rank, line in enumerate(entry.lines, 1)
        ]
    return Season(tuple(posts), tuple(candidates), pairs, tolerance, seed)


def nothing(entries: Sequence[Entry], candidate: Key) -> Nothing:
    """Why a candidate could wish nothing that two agencies would exchange."""
    agency, number = candidate
    line = next(one for entry in entries if entry.agency == agency for one in entry.lines if one.number == number)
    asked = {entry.agency for entry in entries if entry.agency != agency
             for place in entry.places if place.profile in line.profiles}  # fmt: skip
    if not asked:
        return Nothing.PROFILE
    return Nothing.AGREEMENT if asked & set(line.agencies) else Nothing.COUNTRY


def _wishes(home: str, line: Line, entries: Sequence[Entry], pairs: Mapping[Pair, int]) -> tuple[Key, ...]:
    by_agency = {entry.agency: entry for entry in entries if pairs.get((home, entry.agency), 0)}
    return tuple(
        (agency, place.number)
        for agency in line.agencies if agency in by_agency
        for profile in line.profiles
        for place in sorted(by_agency[agency].places, key=lambda one: (len(one.number), one.number)) if place.profile == profile
    )  # fmt: skip


def _pairs(entries: Sequence[Entry]) -> dict[Pair, int]:
    return {
        (sender.agency, host.agency): min(sender.out[host.agency], host.into[sender.agency])
        for sender in entries for host in entries
        if host.agency in sender.out and sender.agency in host.into and host.agency != sender.agency
    }  # fmt: skip
