"""Months paid in March and April 2024, then found wrong: Awa counts anew and asks to retain, Dédé decides."""

from datetime import date

from teriya.foundation.core.periods import Month
from teriya.foundation.rules.models import Form
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import Correction, PayFile, PayLine, PaymentOrder, PayRun, RetentionOrder
from teriya.service.missions.models import Mission
from tests.cast import Cast
from tests.factories.allowances import STEPS, answers, holder_of, make_payable, prepare
from tests.factories.attendance import confirm
from tests.scenes import scene

APRIL, SEEN_ON, MAY_ON = Month(2024, 4), date(2024, 4, 20), date(2024, 5, 6)


def pay(cast: Cast, run: PayRun) -> PayRun:
    """Through the whole chain, to the answer that everybody was paid."""
    for step in STEPS:
        actions.take_step(run=run, step=step, by=holder_of(cast, step), on=run.on)
    orders = list(PaymentOrder.objects.filter(line__run=run))
    institution = PayFile.objects.filter(run=run).first().institution
    content = answers(orders, day=f"{run.on:%d/%m/%Y}")
    actions.settle(run=run, institution=institution, content=content, filename="r.csv", by=cast.kossivi, on=run.on)
    return PayRun.objects.get(pk=run.pk)


@scene
def make_paid(cast: Cast, absent: int = 0, **team) -> PayLine:
    """March of one volunteer, paid."""
    make_payable(cast, absent=absent, **team)
    return pay(cast, prepare(cast)).lines.get()


def prepare_april(cast: Cast, team: list[Mission] = ()) -> PayRun:
    """April of these missions, confirmed and prepared in May, with whatever waits."""
    if team:
        confirm(cast, team, month=APRIL, on=date(2024, 5, 3))
    return actions.prepare_run(month=APRIL, form=Form.objects.get(code="VEC"), by=cast.awa, on=MAY_ON)


def correct(cast: Cast, line: PayLine, *days: int, instalment: int = 0) -> Correction:
    return actions.correct_line(
        line=line, days=days, reason="Canevas retrouvé", instalment=instalment, by=cast.awa, on=SEEN_ON
    )


def approve(cast: Cast, correction: Correction) -> Correction:
    return actions.decide_correction(correction=correction, step="approve", by=cast.dede, on=SEEN_ON)


def retain(cast: Cast, mission: Mission, total: int, instalment: int, kind: str = "kit") -> RetentionOrder:
    """Asked by Awa, approved by Dédé."""
    order = actions.ask_retention(
        person=mission.person, kind=kind, total=total, instalment=instalment, reason="kit de couture", by=cast.awa, on=SEEN_ON
    )  # fmt: skip
    return actions.decide_retention(order=order, step="approve", by=cast.dede, on=SEEN_ON)
