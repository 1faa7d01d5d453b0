"""Who will serve, and when: missions and funded seats, with what is assumed of those that nobody decided yet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from teriya.pay.forecast.engine.months import index, term

Payers = tuple[tuple[int, int], ...]  # (envelope, weight)
CERTAIN = 100  # per cent


class Post(NamedTuple):
    """As many people, alike in all that their cost depends on. `last` is the last day of the contract as it stands.

    `begun`: first day, of service or planned. `since`: first day that no line of pay counts yet. `renewals`: how many
    more times the contract may be renewed; `months`: for how long each time.
    """

    sort: str
    form: str
    diploma: str
    region: int
    payers: Payers
    begun: date
    since: date
    last: date
    months: int
    renewals: int
    reason: str
    people: int


class Span(NamedTuple):
    """As many people who serve the same days and are paid by the same; `percent` of them, where it is not certain.

    `ending`: per cent of them whose mission ends on the last day, and may give a lump sum.
    """

    sort: str
    form: str
    diploma: str
    region: int
    payers: Payers
    percent: int
    first: date
    last: date
    people: int
    begun: date
    reason: str
    ending: int


@dataclass(frozen=True)
class Assumptions:
    """What nobody knows yet, in whole numbers, each printed with the forecast.

    `renewal`: per cent of the missions that may be renewed and will be. `filling`: per cent of the funded seats still open
    that will be held. `duration`: form → months of a contract not begun yet. `hosts`: per cent of what hosts are expected to give.
    `rates`: form → (from when, francs) of another allowance.
    """

    renewal: int = 0
    filling: int = CERTAIN
    hosts: int = CERTAIN
    duration: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, tuple[date, int]] = field(default_factory=dict)


def spans(posts: Iterable[Post], assumed: Assumptions) -> Iterator[Span]:
    """The days that each post will be served, then those of its renewals, as many as its form allows.

    Of those renewed once, the same part is renewed again: per cent, rounded down each time.
    """
    for post in posts:
        last = post.last
        if post.sort != "running" and post.form in assumed.duration:
            last = term(post.begun, assumed.duration[post.form])
        percent = assumed.filling if post.sort == "seat" else CERTAIN
        renewed = assumed.renewal if post.renewals > 0 else 0
        if percent and post.since <= last:
            yield _span(post, post.sort, percent, post.since, last, percent * (CERTAIN - renewed) // CERTAIN)
        yield from _renewals(post, renewed, last)


def _renewals(post: Post, share: int, last: date) -> Iterator[Span]:
    """One after the other; `share`: per cent of the people that the first one keeps."""
    kept = share
    for left in reversed(range(post.renewals)):
        if not kept:
            return
        first = last + timedelta(1)
        last, again = term(first, post.months), kept * share // CERTAIN if left else 0
        yield _span(post, "renewal", kept, first, last, kept - again)
        kept = again


def _span(post: Post, sort: str, percent: int, first: date, last: date, ending: int) -> Span:
    return Span(sort, *post[1:5], percent, first, last, post.people, post.begun, post.reason, ending)


def months_served(found: Iterable[Span], start: int, months: int) -> int:
    """Volunteer-months of those paid within the forecast, a month begun counted as one; expected ones for their part, rounded down."""
    percent = 0
    for span in found:
        begins, stops = max(index(span.first), start), min(index(span.last), start + months - 2)
        percent += span.people * span.percent * max(stops - begins + 1, 0)
    return percent // CERTAIN
