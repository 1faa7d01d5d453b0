"""The kinds of leave that the country knows, as their rules stand on a day: what each gives, asks and allows."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.service.attendance import queries


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind for one form. `half_days`: earned by month of service; None for a kind that is not earned. 0: no limit."""

    code: str
    half_days: int | None
    kept: int
    a_time: int
    a_year: int
    service_months: int
    declare_days: int
    is_paid: bool
    asks_proof: bool
    counts_working_days: bool
    carries_over: bool

    @property
    def name(self) -> str:
        return label(self.code, "leave")

    @property
    def is_given(self) -> bool:
        """Whether somebody of this form may have it: a kind that is earned at no rate is not given."""
        return self.half_days != 0

    @property
    def suspends(self) -> bool:
        """Whether what goes beyond its length is a suspension of the mission: the country has a reason of that name."""
        return rules.term("suspension", self.code) is not None

    def days(self, first: date, last: date) -> list[date]:
        """The days that it counts between two days, both inside."""
        if self.counts_working_days:
            return queries.open_days(first, last)
        return [first + timedelta(n) for n in range((last - first).days + 1)]


def in_days(half_days: int) -> str:
    """« 12,5 j »."""
    return _("%(days)s j") % {"days": number_format(half_days / 2, half_days % 2)}


def kind_of(code: str, form: str, on: date) -> Kind | None:
    """The rules of one kind on a day, the form's own before those of all; None for a kind that the country does not know."""
    if rules.term("leave", code) is None:
        return None

    def rule(name: str, default=0):
        return rules.amount(f"leave_{name}", on=on, form=form, qualification=code, default=default)

    return Kind(
        code, rule("days", None), rule("days_kept"), rule("days_a_time"), rule("days_a_year"), rule("service_months"), rule("declare_days"),
        is_paid=rule("is_paid", True), asks_proof=rule("asks_proof", False), counts_working_days=rule("working_days", True),
        carries_over=rule("carries_over", True),
    )  # fmt: skip


def kinds_given(form: str, on: date) -> list[Kind]:
    """Those that somebody of this form may ask for, in the country's order."""
    known = (kind_of(term.code, form, on) for term in rules.terms("leave"))
    return [kind for kind in known if kind and kind.is_given]


def rates_of(code: str, form: str) -> tuple[tuple[date, int], ...]:
    """From which day, how many half-days a month."""
    parameter = rules.parameter("leave_days", form=form, qualification=code)
    return tuple((value.starts_on, value.value) for value in parameter.values)
