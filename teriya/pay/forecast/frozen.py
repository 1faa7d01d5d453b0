"""What a scenario keeps: the rows that it was counted on, the prices that it asked, and what it gave. JSON, both ways."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from teriya.pay.forecast import prices
from teriya.pay.forecast.engine.changes import Change, changed
from teriya.pay.forecast.engine.flows import Line, Prices
from teriya.pay.forecast.engine.posts import Assumptions, Post
from teriya.pay.forecast.reading import Forecast, Inputs, assumptions, compute, read
from teriya.pay.forecast.sources import Purse

Json = dict[str, Any]


def with_changes(
    inputs: Inputs, assumed: Assumptions, changes: Iterable[Change], by: Prices | None = None
) -> Forecast:
    """The forecast of a scenario; without a change it is the base."""
    granted = {envelope: purse.granted for envelope, purse in inputs.purses.items()}
    other = changed(inputs.posts, inputs.coming, granted, assumed, changes)
    again = Inputs(inputs.on, other.posts, inputs.known, other.coming, inputs.purses, inputs.months)
    return compute(again, other.assumed, by)


class Recorder:
    """Prices that remember what they were asked."""

    def __init__(self, by: Prices) -> None:
        self.asked: dict[str, dict[tuple, int]] = {"allowance": {}, "cover": {}, "end": {}}
        self.prices = Prices(*(self._kept(name, ask) for name, ask in zip(Prices._fields, by, strict=True)))

    def _kept(self, name: str, ask):
        known = self.asked[name]

        def answer(*key) -> int:
            if key not in known:
                known[key] = ask(*key)
            return known[key]

        return answer

    def as_json(self) -> Json:
        return {
            name: [[*map(_plain, key), francs] for key, francs in known.items()] for name, known in self.asked.items()
        }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def prices_of(kept: Json) -> Prices:
    tables = {name: {tuple(row[:-1]): row[-1] for row in rows} for name, rows in kept.items()}

    def ask(name: str):
        return lambda *key: tables[name][tuple(map(_plain, key))]

    return Prices(*map(ask, Prices._fields))


def as_json(inputs: Inputs, assumed: Assumptions, recorder: Recorder) -> Json:
    return {
        "on": inputs.on.isoformat(), "months": inputs.months, "posts": [list(map(_plain, post)) for post in inputs.posts],
        "known": [list(map(_plain, line)) for line in inputs.known], "coming": [list(map(_plain, line)) for line in inputs.coming],
        "purses": {str(pk): asdict(purse) for pk, purse in inputs.purses.items()},
        "assumed": {"renewal": assumed.renewal, "filling": assumed.filling, "hosts": assumed.hosts}, "prices": recorder.as_json(),
    }  # fmt: skip


def again(kept: Json, changes: Iterable[Change]) -> Forecast:
    """The scenario counted anew on what it kept."""
    inputs = Inputs(
        date.fromisoformat(kept["on"]), [_post(row) for row in kept["posts"]], [_line(row) for row in kept["known"]],
        [_line(row) for row in kept["coming"]], {int(pk): Purse(**purse) for pk, purse in kept["purses"].items()}, kept["months"],
    )  # fmt: skip
    return with_changes(inputs, Assumptions(**kept["assumed"]), changes, prices_of(kept["prices"]))


def afresh(changes: Iterable[Change], on: date) -> Forecast:
    """The same changes on the rows of a day."""
    changes = list(changes)
    return with_changes(read(on), assumptions(on), changes, prices.of_rules(rates_of(changes)))


def rates_of(changes: Iterable[Change]) -> dict[str, tuple[date, int]]:
    return {one["form"]: (date.fromisoformat(one["since"]), one["amount"]) for one in changes if one["what"] == "rate"}


def _post(row: list) -> Post:
    form = Post(*row)
    days = {name: date.fromisoformat(getattr(form, name)) for name in ("begun", "since", "last")}
    return form._replace(**days, payers=tuple((envelope, weight) for envelope, weight in form.payers))


def _line(row: list) -> Line:
    line = Line(*row)
    return line._replace(
        first=line.first and date.fromisoformat(line.first), last=line.last and date.fromisoformat(line.last)
    )


def result(found: Forecast) -> Json:
    """What a scenario is compared by."""
    whole = found.whole
    return {
        "start": found.start, "opening": whole.opening, "received": whole.received, "spent": whole.spent, "dry": whole.dry,
        "uncovered": sum(sum(account.uncovered) for account in found.accounts.values()), "months_served": found.months_served,
        "funders": [
            {"kind": kind, "funder": funder, "spent": sum(account.spent), "dry": account.dry}
            for (kind, funder), account in sorted(found.of_funders().items()) if any(account.spent)
        ],
        "regions": [{"region": region, "spent": sum(reach.spent), "dry": reach.dry} for region, reach in sorted(found.regions.items())],
    }  # fmt: skip
