"""Payees of one month asked whether the money came: most say yes, two do not; delays of pay, one published, one to publish."""

from collections.abc import Sequence
from datetime import date, timedelta

from teriya.foundation.core.periods import Month
from teriya.foundation.rules.models import Form
from teriya.pay.arrears import actions
from teriya.portals.demo.life import Life
from teriya.service.missions.models import Mission

OTHER_SUM, QUIET = 40_000, 4  # francs that one says to have received; one in four does not answer


def pay_and_ask(life: Life, found: Sequence[Mission], form: Form, month: Month) -> None:
    """A month closed, paid, drawn before any answer of the institutions, settled, then asked about."""
    life.month(found, month, on=month.last + timedelta(2))
    run = life.pay(month, form, on=month.last + timedelta(5))
    actions.draw_polls(on=month.last + timedelta(6))
    life.settle(run, on=month.last + timedelta(8), returned=1)
    said = iter([("no", None), ("other", OTHER_SUM)])
    for number, question in enumerate(actions.ask_payees(on=month.last + timedelta(8))):
        if number % QUIET < QUIET - 1:
            answer, amount = next(said, ("yes", None))
            actions.hear_payee(phone=question.phone, said=answer, amount=amount, on=month.last + timedelta(9))


def publish_delays(life: Life, months: Sequence[Month]) -> None:
    """The first month frozen and published, the second frozen and waiting."""
    staff = life.staff.head_office
    first, _waiting = [
        actions.freeze_figure(first=month.first, last=month.last, by=staff["finance_officer"], on=_counted(month))
        for month in months[:2]
    ]
    actions.decide_figure(figure=first, step="publish", by=staff["director"], on=first.on + timedelta(2))


def _counted(month: Month) -> date:
    """Two weeks after the due day of the month."""
    return month.last + timedelta(24)
