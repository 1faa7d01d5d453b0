from datetime import date

from teriya.foundation.core.periods import Month
from teriya.pay.allowances import queries
from tests.factories.allowances import bring, make_payable, prepare
from tests.factories.attendance import confirm


def test_a_month_paid_no_longer_waits_and_the_next_counts_each_once(cast):
    team = make_payable(cast, count=3)
    assert queries.months_to_prepare() == [(date(2024, 3, 1), "VEC", 3)]
    confirm(cast, team, month=Month(2024, 4), on=date(2024, 5, 2))
    bring(cast, prepare(cast), until="engage")
    assert queries.months_to_prepare() == [(date(2024, 4, 1), "VEC", 3)]
