"""What a scenario changes: each change is plain data, and an empty list changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from teriya.foundation.core.money import split
from teriya.pay.forecast.engine.flows import Line
from teriya.pay.forecast.engine.months import index, term
from teriya.pay.forecast.engine.posts import CERTAIN, Assumptions, Post

Change = Mapping[str, Any]  # `what`, and its values: see `changed`; days are ISO text


@dataclass(frozen=True)
class Changed:
    posts: Sequence[Post]
    coming: Sequence[Line]
    assumed: Assumptions


def changed(
    posts: Sequence[Post], coming: Sequence[Line], granted: Mapping[int, int], assumed: Assumptions, changes: Iterable[Change]
) -> Changed:  # fmt: skip
    """budget (envelope, since, amount): what the envelope is granted in all becomes the amount from that month.

    number (form, since, people, months, envelope): so many volunteers more, or less where negative, shared between the regions as those
    counted are (of the form, else of all), by largest remainders; `region`, where it is said, has them all. rate (form, since, amount):
    another allowance. duration (form, months): of contracts that have not begun. hosts, renewal, filling (percent).
    """
    found = Changed(posts, coming, assumed)
    for change in changes:
        found = _CHANGES[change["what"]](found, change, granted)
    return found


def _budget(found: Changed, change: Change, granted: Mapping[int, int]) -> Changed:
    envelope = change["envelope"]
    francs = change["amount"] - granted[envelope]
    line = Line(index(_day(change)), "budget", "", 0, envelope, 0, 0, CERTAIN, francs)
    return replace(found, coming=[*found.coming, line]) if francs else found


def _number(found: Changed, change: Change, _granted: Mapping[int, int]) -> Changed:
    begun, people = _day(change), change["people"]
    regions = {change["region"]: 1} if "region" in change else _people_by_region(found.posts, change["form"])
    parts = split(abs(people), list(regions.values()))
    posts = [
        Post("more", change["form"], "", region, ((change["envelope"], 1),), begun, begun, term(begun, change["months"]),
             change["months"], 0, "term", part if people > 0 else -part)
        for region, part in zip(regions, parts, strict=True) if part
    ]  # fmt: skip
    return replace(found, posts=[*found.posts, *posts])


def _people_by_region(posts: Iterable[Post], form: str) -> dict[int, int]:
    """Region → people counted there; 0, no region, has everybody where nobody is counted."""
    known = [post for post in posts if post.region and post.people > 0 and post.sort != "more"]
    sums: dict[int, int] = {}
    for post in [post for post in known if post.form == form] or known:
        sums[post.region] = sums.get(post.region, 0) + post.people
    return dict(sorted(sums.items())) or {0: 1}


def _rate(found: Changed, change: Change, _granted: Mapping[int, int]) -> Changed:
    rates = {**found.assumed.rates, change["form"]: (_day(change), change["amount"])}
    return replace(found, assumed=replace(found.assumed, rates=rates))


def _duration(found: Changed, change: Change, _granted: Mapping[int, int]) -> Changed:
    durations = {**found.assumed.duration, change["form"]: change["months"]}
    return replace(found, assumed=replace(found.assumed, duration=durations))


def _percent(found: Changed, change: Change, _granted: Mapping[int, int]) -> Changed:
    return replace(found, assumed=replace(found.assumed, **{change["what"]: change["percent"]}))


def _day(change: Change) -> date:
    return date.fromisoformat(change["since"])


_CHANGES = {
    "budget": _budget, "number": _number, "rate": _rate, "duration": _duration, "hosts": _percent, "renewal": _percent,
    "filling": _percent,
}  # fmt: skip
