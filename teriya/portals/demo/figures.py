"""The yearbook of last year, published; a number published then restated; a note that answers the minister’s office."""

from datetime import date, timedelta

from teriya.contribution.figures import actions, claims, notes
from teriya.contribution.figures.queries import Scope, measure
from teriya.contribution.yearbook import actions as yearbooks
from teriya.foundation.core.periods import add_months
from teriya.portals.demo.life import Life


def count(life: Life) -> None:
    """The officer of monitoring counts and freezes, the director publishes."""
    office, year = life.staff.head_office, life.today.year - 1
    officer, director = office["monitoring"], office["director"]
    begun, yesterday = measure("missions_begun"), life.today - timedelta(1)
    assert begun is not None
    month = life.today.replace(day=1)
    last = add_months(month, -6)  # the first day of wave 18, whose starts were confirmed in the days after
    figure = actions.freeze(
        measure=begun, scope=Scope(add_months(month, -9), last, last), split=("form",), by=officer, on=last
    )
    actions.decide(figure=figure, step="publish", by=director, on=last + timedelta(1))
    again = actions.restate(
        figure=figure,
        cause="late",
        why="Les prises de service de la vague 18 ont été confirmées les jours suivants.",
        by=officer,
        on=yesterday,
    )
    actions.decide(figure=again, step="publish", by=director, on=yesterday)
    edition = yearbooks.make(yearbooks.ask(year=year, by=officer, on=yesterday))
    yearbooks.decide(edition=edition, step="publish", by=director, on=yesterday)
    _answer(life, year)


def _answer(life: Life, year: int) -> None:
    """« Women in Kara since January », and last year’s speech said otherwise."""
    officer, mobilised = life.staff.head_office["monitoring"], measure("mobilised")
    assert mobilised is not None
    said = claims.record(by=officer, on=life.today, new=claims.NewClaim(
        "Femmes mobilisées dans la Kara depuis janvier", 60, date(year, 12, 5), f"Discours de démonstration, 5 décembre {year}",
        first=date(year, 1, 1), measure="mobilised", narrowed={"sex": "F", "region": "TG-K"},
    ))  # fmt: skip
    scope = Scope(date(life.today.year, 1, 1), life.today, life.today, sex="F", region="TG-K")
    notes.answer(measure=mobilised, scope=scope, asked_by="Cabinet du ministre", by=officer, on=life.today, claim=said)
