"""What days served cost, by the rules in force and, in a scenario, by another rate."""

from collections.abc import Mapping
from datetime import date

from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.estimates import Estimator
from teriya.pay.allowances.terms import lump_sum_for, lump_sums_since
from teriya.pay.forecast.engine.flows import Prices

PER_MILLE = 1000
COVERS = ("work_injury_rate", "health_insurance_rate")  # per mille of the allowance, where the pack gives them


def of_rules(rates: Mapping[str, tuple[date, int]] | None = None) -> Prices:
    """Each case is counted once; what no text fixes costs nothing."""
    estimator, known, sums = Estimator(rates or {}), {}, {}

    def cover(form: str, first: date, allowance: int) -> int:
        if (form, first) not in known:
            known[form, first] = sum(rules.amount(name, form=form, on=first, default=0) for name in COVERS)
        return (allowance * known[form, first] + PER_MILLE // 2) // PER_MILLE

    def end(form: str, begun: date, last: date, reason: str) -> int:
        if form not in sums:
            sums[form] = lump_sums_since(form)
        if sums[form] is None or last < sums[form]:
            return 0
        found = lump_sum_for(form, begun, last, reason)
        return found.value if found else 0

    return Prices(estimator.cost, cover, end)
