"""What a board is about: the day from which one looks, the months it covers, the part of the country."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from teriya.contribution.collection import queries as collection
from teriya.contribution.figures import queries as figures
from teriya.contribution.worth import queries as worth
from teriya.foundation.core.periods import Month, add_months

MONTHS = 12  # of a line; the twelve before stand beside


@dataclass(frozen=True, slots=True)
class Asked:
    """As known on a day. The months go from January to the last one whose reports are due that day (`month`).

    `communes`: the perimeter of who reads, primary keys; None: everywhere. `opens`: numbers lead to their lists, which are those of today.
    """

    on: date
    communes: Collection[int] | None = None
    region: str = ""
    sector: str = ""
    opens: bool = False

    @property
    def month(self) -> Month:
        """The last month whose reports are due: its last day and the days to send them (`indicator_report_days`) have passed."""
        last = add_months(self.on.replace(day=1), -1)
        while collection.due_on(last) >= self.on:
            last = add_months(last, -1)
        return Month.of(last)

    @property
    def first(self) -> date:
        return date(self.month.year, 1, 1)

    def months(self, back: int = 0) -> list[Month]:
        """The twelve up to the last one; `back`: those of so many months before."""
        last = add_months(self.month.first, -back)
        return [Month.of(add_months(last, n)) for n in range(1 - MONTHS, 1)]

    def scope(self, first: date, last: date) -> figures.Scope:
        return figures.Scope(first, last, self.on, region=self.region, sector=self.sector, communes=self.communes)

    def year(self, back: int = 0) -> figures.Scope:
        """From January to the month; `back`: the same months so many years before."""
        return self.scope(add_months(self.first, -12 * back), Month.of(add_months(self.month.first, -12 * back)).last)

    def worth(self, back: int = 0) -> worth.Scope:
        """The same months, to know what their hours are worth."""
        year = self.year(back)
        return worth.Scope(year.first, year.last, self.on, self.region, self.sector, self.communes)

    def day(self, back: int = 0) -> figures.Scope:
        """The day itself, or the same one so many years before, both as known now."""
        day = add_months(self.on, -12 * back)
        return self.scope(day, day)

    def told(self, codes: Collection[str]) -> collection.Scope:
        """What was counted by month: the twelve months and the twelve before."""
        first = self.months(MONTHS)[0].first
        return collection.Scope(
            first, self.month.last, self.on, indicators=list(codes), region=self.region, communes=self.communes
        )
