"""The country's rules that pay reads: rates by form and qualification of the post, how days count, what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from teriya.foundation.core.periods import Month, last_day
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.engine.contents import DatedValue
from teriya.mobilisation.hosts.models import Need
from teriya.mobilisation.hosts.needs import rate_scope
from teriya.pay.allowances.engine import months as engine
from teriya.service.missions.models import Mission


@dataclass(frozen=True)
class Terms:
    """The rules of one form and qualification for one month. `rates`: the first day's, then those that begin inside."""

    rates: tuple[DatedValue, ...]
    basis: str
    proration: str
    days_max: int
    bonuses: tuple[engine.Bonus, ...]
    retentions: tuple[engine.Retention, ...]
    retention_order: tuple[str, ...]
    share_max: int

    @property
    def changes_rate(self) -> bool:
        return len(self.rates) > 1

    def between(self, first: date, last: date) -> Sequence[DatedValue]:
        """The rate of a first day served, then those that begin later, up to a last one."""
        begun = [rate for rate in self.rates if rate.starts_on <= first]
        return [begun[-1], *(rate for rate in self.rates if first < rate.starts_on <= last)]


class Book:
    """The terms of a form in a month, read once for each qualification."""

    def __init__(self, form: str, month: Month) -> None:
        self.form, self.month = form, month
        self._read: dict[str, Terms] = {}

    def of(self, mission: Mission) -> Terms:
        return self.at(mission.seat.need)

    def at(self, need: Need) -> Terms:
        """Of a post: only the diploma that it asks for is read."""
        scope = rate_scope(need, self.form)
        qualification = scope["qualification"]
        if qualification not in self._read:
            self._read[qualification] = self._terms(scope)
        return self._read[qualification]

    def _terms(self, scope: dict[str, str]) -> Terms:
        form, on = self.form, self.month.first
        later = rules.parameter("allowance", **scope).values
        return Terms(
            rates=(rules.value("allowance", on=on, **scope), *(v for v in later if on < v.starts_on <= self.month.last)),
            basis=rules.value("pay_basis", form=form, on=on).value,
            proration=rules.value("proration", form=form, on=on).value,
            days_max=rules.amount("days_per_month_max", form=form, on=on, default=0),
            bonuses=tuple(self._bonuses()),
            retentions=tuple(self._retentions()),
            retention_order=tuple(rules.amount("retention_order", form=form, on=on, default=())),
            share_max=rules.amount("retention_share_max", form=form, on=on, default=0),
        )  # fmt: skip

    def _bonuses(self) -> list[engine.Bonus]:
        """The bonuses that the form gives, at the rate of the month's first day."""
        form, on = self.form, self.month.first
        found = []
        for code in rules.amount("bonuses", form=form, on=on, default=()):
            label = rules.parameter("bonus", form=form, qualification=code).label.fr
            rate = rules.value("bonus", form=form, qualification=code, on=on)
            found.append(engine.Bonus(label, rate.value, rate.source))
        return found

    def _retentions(self) -> list[engine.Retention]:
        """Savings that the form makes compulsory; none as long as no text fixes their amount."""
        if not rules.amount("mandatory_savings", form=self.form, on=self.month.first, default=0):
            return []
        savings = rules.value("mandatory_savings", form=self.form, on=self.month.first)
        return [engine.Retention("Épargne pour votre insertion", savings.value, savings.source)]


def lump_sums_since(form: str) -> date | None:
    """The first day from which the pack gives a sum at the end of a mission of the form; None while no text fixes one."""
    found = rules.amount("end_lump_sum", form=form, on=date.max)
    if found is None:
        return None
    values = rules.parameter("end_lump_sum", form=form).values
    return min((value.starts_on for value in values if value.value), default=None)


def lump_sum(mission: Mission) -> DatedValue | None:
    """What a closed mission gives once, as `lump_sum_for`."""
    return lump_sum_for(mission.form.code, mission.started_on, mission.ended_on, mission.end_reason)


def lump_sum_for(form: str, begun: date, on: date, reason: str) -> DatedValue | None:
    """The francs that an end of mission gives once: for the reasons of end and the months of service that the pack asks.

    None where they are not due, or as long as no text fixes them.
    """
    months = rules.amount("end_lump_sum_months_min", form=form, on=on, default=0)
    if reason not in rules.amount("end_lump_sum_reasons", form=form, on=on, default=()):
        return None
    if months and last_day(begun, months) > on:
        return None
    francs = rules.amount("end_lump_sum", form=form, on=on, default=0)
    return rules.value("end_lump_sum", form=form, on=on) if francs else None
