"""What a month gives before any line counts it: by its form's rate, from the sheet when there is one, as if nobody missed a day otherwise."""

from collections.abc import Mapping
from datetime import date

from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts.models import Need
from teriya.pay.allowances.engine import months as engine
from teriya.pay.allowances.engine.entitlement import Entitlement, entitlement
from teriya.pay.allowances.terms import Book, Terms
from teriya.service.attendance.queries import open_days

Counted = tuple[int, int]  # days present, days not served


class Estimator:
    """Francs of months, each distinct case counted once: the rates of a form and of the diploma that a post asks for."""

    def __init__(self, rates: Mapping[str, tuple[date, int]] | None = None) -> None:
        """`rates`: form → (from when, francs) of an allowance that no text fixes, for who asks what it would cost."""
        self._rates = rates or {}
        self._books: dict[tuple[str, Month], Book] = {}
        self._found: dict[tuple, Entitlement] = {}

    def francs(self, form: str, diploma: str, first: date, last: date, counted: Counted | None) -> int:
        """What the volunteer receives; 0 where no text fixes the rate. A rate that changes within the month counts from the next one."""
        return self._of(form, diploma, first, last, counted).net

    def cost(self, form: str, diploma: str, first: date, last: date) -> int:
        """What those who pay give for it: what the rules retain included."""
        found = self._of(form, diploma, first, last, None)
        return found.net + found.retained

    def _of(self, *key) -> Entitlement:
        if key not in self._found:
            self._found[key] = self._count(*key)
        return self._found[key]

    def _count(self, form: str, diploma: str, first: date, last: date, counted: Counted | None) -> Entitlement:
        terms = self._terms(form, diploma, Month.of(first))
        if terms is None:
            return Entitlement(())
        working = len(open_days(first, last))
        present, lost = counted or (working, 0)
        since, asked = self._rates.get(form, (date.max, 0))
        rate = asked if since <= first else terms.between(first, first)[0].value
        return entitlement(engine.Month(
            basis=terms.basis, proration=terms.proration, rate=rate, month_days=Month.of(first).last.day,
            first_day=first.day, last_day=last.day, days_present=present, days_max=terms.days_max, days_working=working,
            days_not_served=lost, bonuses=terms.bonuses, retentions=terms.retentions, retention_order=terms.retention_order,
            share_max=terms.share_max,
        ))  # fmt: skip

    def _terms(self, form: str, diploma: str, month: Month) -> Terms | None:
        book = self._books.setdefault((form, month), Book(form, month))
        try:
            return book.at(Need(diploma=diploma))
        except Refusal:
            return None
