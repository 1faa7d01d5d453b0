"""What leaves the norms of savings groups: one flag a fact, with the numbers that say it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from teriya.insertion.groups.engine.box import Standing

BUREAU, COUNTERS, KEYS = ("president", "secretary", "treasurer"), 2, 3


@dataclass(frozen=True, slots=True)
class Norms:
    """From the country's rules: members, francs of a stamp, stamps of a member a meeting, interest in percent a month."""

    members_least: int
    members_most: int
    stamp_least: int
    stamp_most: int
    stamps_meeting: int
    loan_rate: int


@dataclass(frozen=True, slots=True)
class Flag:
    code: str
    facts: dict[str, int] = field(default_factory=dict)


def people_at(contributions: int, each: int, meetings: int) -> int:
    """How many people a meeting's solidarity contributions make, rounded up: 1 650 F at 50 F in one meeting, 33."""
    return -(-contributions // (each * meetings)) if each and meetings else 0


def average_tenths(members: int, groups: int) -> int:
    """Members a group in tenths, half up: 7 879 in 204 groups, 386."""
    return (members * 20 + groups) // (groups * 2) if groups else 0


def of_size(members: int, norms: Norms) -> Iterator[Flag]:
    if members > norms.members_most:
        yield Flag("members_high", {"members": members, "most": norms.members_most})
    elif members < norms.members_least:
        yield Flag("members_low", {"members": members, "least": norms.members_least})


def of_average(members: int, groups: int, norms: Norms) -> Iterator[Flag]:
    """An average outside the norm means groups that are none, or members counted twice."""
    if groups and not norms.members_least * groups <= members <= norms.members_most * groups:
        yield Flag("average_out", {"tenths": average_tenths(members, groups), "members": members, "groups": groups,
                                   "least": norms.members_least, "most": norms.members_most})  # fmt: skip


def of_group(members: int, duties: list[str], keys: int, stamp: int, norms: Norms) -> Iterator[Flag]:
    """The group itself: its size, its bureau of five, its three keys, the value of its stamp."""
    yield from of_size(members, norms)
    filled = sum(duty in duties for duty in BUREAU) + min(duties.count("counter"), COUNTERS)
    if filled < len(BUREAU) + COUNTERS:
        yield Flag("bureau_short", {"filled": filled, "asked": len(BUREAU) + COUNTERS})
    if keys != KEYS:
        yield Flag("keys", {"keys": keys, "asked": KEYS})
    if not norms.stamp_least <= stamp <= norms.stamp_most:
        yield Flag("stamp_out", {"stamp": stamp, "least": norms.stamp_least, "most": norms.stamp_most})


def of_month(standing: Standing, *, members: int, contribution: int, norms: Norms) -> Iterator[Flag]:
    """One month's totals. `contribution`: francs of solidarity asked of a member a meeting (0: none)."""
    month = standing.counted
    yield from _of_people(month.solidarity_in, contribution, month.meetings, members, norms)
    most = norms.stamps_meeting * members * month.meetings
    if month.stamps > most:
        yield Flag("stamps_high", {"stamps": month.stamps, "most": most})
    if standing.loans < 0:
        yield Flag("loans_over", {"francs": -standing.loans})
    lent = standing.lent_before + month.loans_given
    if month.interest * 100 > norms.loan_rate * lent:
        yield Flag("interest_high", {"interest": month.interest, "lent": lent, "rate": norms.loan_rate})
    for code, counted, due in (("savings_gap", month.savings_box, standing.savings_due),
                               ("solidarity_gap", month.solidarity_box, standing.solidarity_due)):  # fmt: skip
        if counted != due:
            yield Flag(code, {"counted": counted, "due": due})


def _of_people(contributions: int, each: int, meetings: int, members: int, norms: Norms) -> Iterator[Flag]:
    people = people_at(contributions, each, meetings)
    facts = {"francs": contributions, "each": each, "people": people}
    if people > norms.members_most:
        yield Flag("people_high", facts | {"most": norms.members_most})
    elif people > members:
        yield Flag("people_more", facts | {"members": members})
