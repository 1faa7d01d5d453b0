"""The value of volunteers’ work, what it costs, and the caveat that stands on every one of these figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.contribution.collection import queries as collection
from teriya.contribution.worth import rows
from teriya.contribution.worth.engine.value import Value, Wage, Work, gather, groups_of, per
from teriya.contribution.worth.rows import Question, Worked
from teriya.foundation.rules import indicators
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.engine.contents import DatedValue
from teriya.foundation.rules.indicators import Indicator
from teriya.partnerships.agreements.states import Cost

WAGE, WEEK, DAY = "replacement_wage", "wage_week_hours", "service_hours_a_day"


def caveat() -> str:
    """What limits every figure of value, in the words of the page: written here only."""
    return _("Un service à plein temps avec allocation est à la limite de la définition du travail volontaire de l’OIT (2011) : non payé, non obligatoire.")  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """Months from `first` to `last`, as known on a day; narrowed by region or domain. `communes`: the perimeter of who reads."""

    first: date
    last: date
    on: date
    region: str = ""
    domain: str = ""
    communes: Collection[int] | None = None

    @property
    def is_whole(self) -> bool:
        """Nothing narrows it: what the agency spends as a whole may stand beside."""
        return not self.region and not self.domain and self.communes is None

    @property
    def question(self) -> Question:
        profiles = [term.code for term in rules.terms("profile") if term.facts["domain"] == self.domain]
        return Question(self.first.replace(day=1), self.last, self.on, self.region, profiles if self.domain else None, self.communes)  # fmt: skip


@dataclass(frozen=True)
class PerOutput:
    """What an output cost: all the allowances of the profiles that count it, over the validated outputs."""

    indicator: Indicator
    amount: int
    francs: int

    @property
    def each(self) -> int | None:
        return per(self.francs, self.amount)


@dataclass(frozen=True)
class Spending:
    """Allowances that the envelopes spent for these months; days attested, and those of them already paid; other costs."""

    allowances: int
    days: int
    paid_days: int
    costs: list[tuple[str, int]]
    outputs: list[PerOutput]

    @property
    def a_day(self) -> int | None:
        """Francs of allowance for a day, both of the months that are paid."""
        return per(self.allowances, self.paid_days)

    @property
    def unpaid_days(self) -> int:
        return self.days - self.paid_days

    @property
    def total(self) -> int:
        return self.allowances + sum(francs for _label, francs in self.costs)

    @property
    def total_a_day(self) -> int | None:
        return per(self.total, self.paid_days)


def value(scope: Scope) -> Value:
    """The replacement cost of the days present of confirmed months, as they were known on the day of the scope."""
    occupations = {term.code: term.facts["isco_08"] for term in rules.terms("profile")}
    works = [_work(one, occupations.get(one.profile, "")) for one in rows.worked(scope.question)]
    period = _("De %(first)s à %(last)s") % {"first": date_format(scope.first, "F Y"), "last": date_format(scope.last, "F Y")}  # fmt: skip
    return Value(gather(works), caveat(), period, date_format(scope.on, "j F Y"))


def _work(one: Worked, occupation: str) -> Work:
    hours = rules.amount(DAY, on=one.month, form=one.form, default=0)
    return Work(occupation, one.days, hours, wage_of(occupation, one.region, one.month) if hours else None)


def wage_of(occupation: str, region: str, on: date) -> Wage | None:
    """The wage in force of the nearest ISCO-08 group that the country gives (2341, 234, 23, 2, then any), in the region or anywhere."""
    week = rules.amount(WEEK, on=on, default=0)
    for group in (*groups_of(occupation), ""):
        found = _in_force(group, region.lower().replace("-", "_"), on)
        if found and week:
            return Wage(
                group, int(found.value), week, found.source, found.starts_on.year, found.status == "to_confirm"
            )
    return None


def _in_force(group: str, zone: str, on: date) -> DatedValue | None:
    code = f"isco_{group}" if group else ""
    parameter = rules.parameter(WAGE, qualification=code, zone=zone)
    if parameter.qualification != code:
        return None
    begun = [one for one in parameter.values if one.starts_on <= on]
    return begun[-1] if begun else None


def spending(scope: Scope) -> Spending:
    """What these months cost: allowances by the ledger, days by attendance; for the whole agency, what agreements paid besides."""
    question = scope.question
    spent, days = rows.spent(question), sum(one.days for one in rows.worked(question))
    costs = [(str(Cost(one.kind).label), one.francs) for one in rows.costs(question)] if scope.is_whole else []
    return Spending(sum(spent.values()), days, rows.paid_days(question), costs, _per_output(scope, question, spent))


def _per_output(scope: Scope, question: Question, spent: dict[str, int]) -> list[PerOutput]:
    """Flows only: what stands at the end of a month is not made in it."""
    flows = {one.code: one for one in indicators.catalogue() if not one.is_stock and scope.domain in ("", one.domain)}
    asked = collection.Scope(question.first, scope.last, scope.on, indicators=set(flows), region=scope.region, communes=scope.communes)  # fmt: skip
    amounts = {code: amount for (code,), amount in collection.totals(asked).items()}
    found = [PerOutput(one, amounts.get(code, 0), sum(spent.get(profile, 0) for profile in one.profiles)) for code, one in flows.items()]  # fmt: skip
    return [one for one in found if one.amount and one.francs]
