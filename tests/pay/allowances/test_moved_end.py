"""A suspension moves the end beyond the contract as it was signed: those months are still paid."""

from datetime import date, timedelta

import pytest

from teriya.foundation.core.periods import Month
from teriya.pay.allowances.controls import findings
from teriya.pay.allowances.ghosts import Signs
from teriya.service.missions import actions
from tests.factories.missions import make_missions

BACK = date(2024, 8, 12)


@pytest.mark.parametrize(
    ("month", "is_covered"), [(Month(2025, 2), True), (Month(2025, 5), True), (Month(2025, 6), False)]
)
def test_the_signed_contract_covers_the_days_that_a_suspension_moved(cast, settings, month, is_covered):
    settings.TAKE_ON = True
    moved, plain = make_missions(cast, 2)
    first, last = date(2024, 6, 3), BACK - timedelta(1)
    actions.suspend(
        mission=moved, kind="maternity", first_day=first, last_day=last, why="Certificat 12", by=cast.mazalo, on=first
    )
    actions.resume(mission=moved, back_on=BACK, by=cast.mazalo, on=BACK)
    signed = findings([moved, plain], month, month.last, Signs()).signed
    assert (moved.pk in signed, plain.pk in signed) == (is_covered, month == Month(2025, 2))
