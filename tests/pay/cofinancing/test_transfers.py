"""A volunteer who changes host: each owes its own days, and what is expected is what will be called."""

from datetime import date, timedelta

import pytest

from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts.models import Host, Seat
from teriya.pay.cofinancing import foreseen, schedule
from teriya.pay.cofinancing.models import CallLine
from teriya.service.missions import actions as missions
from teriya.service.missions import changes
from tests.factories.cofinancing import APRIL, MARCH, MAY, call, make_payer, make_served, pay
from tests.factories.missions import make_need

JUNE = Month(2024, 6)


def _moved(cast, mission, other: Host, *, from_on: date) -> None:
    """Transferred, signed by the three, in force."""
    need = make_need(cast, 1, host=other)
    on = from_on - timedelta(14)
    text = missions.transfer(
        mission=mission, seat=Seat.objects.get(need=need), from_on=from_on, why="Projet fini", by=cast.kodjo, on=on
    )
    for party in ("volunteer", "host"):
        missions.record_signatures(contracts=[text], party=party, by=cast.yao, on=on)
    missions.sign(contracts=[text], party="agency", by=cast.ama, on=on)
    changes.apply_due(on=from_on)


def test_two_hosts_of_one_mission_owe_each_its_own_days(cast):
    first, [mission, leaver] = make_served(cast, 2)
    second = make_payer(cast, "ONG Relais", phone="+22890445567")
    school = make_payer(cast, "École du Relais", domain="education", phone="+22890445568")
    [march] = call(cast)
    pay(cast, first, march.total)
    missions.end(missions=[leaver], reason="resignation", last_day=date(2024, 4, 12), by=cast.mazalo, on=date(2024, 4, 14), why="Parti")  # fmt: skip
    _moved(cast, mission, second, from_on=MAY.first)
    _foreseen_as_called(APRIL, MAY, JUNE)
    call(cast, APRIL, date(2024, 5, 2))
    call(cast, MAY, date(2024, 6, 3))
    _foreseen_as_called(JUNE)
    _moved(cast, mission, school, from_on=JUNE.last + timedelta(1))
    call(cast, JUNE, date(2024, 7, 2))
    with pytest.raises(
        Refusal, match="nothing_to_call"
    ):  # a school owes nothing, and no month already called has moved
        call(cast, Month(2024, 7), date(2024, 8, 2))
    said = CallLine.objects.filter(mission=mission).order_by("month").values_list("call__host", "month", "amount")
    assert list(said) == [
        (first.pk, MARCH.first, 15_000), (first.pk, APRIL.first, 15_000), (second.pk, MAY.first, 15_000), (second.pk, JUNE.first, 15_000),
    ]  # fmt: skip
    assert list(CallLine.objects.filter(mission=leaver, month=APRIL.first).values_list("amount", flat=True)) == [6_000]


def _foreseen_as_called(*months: Month) -> None:
    """What is still to be called of these months is what calls would say today."""
    hosts = list(Host.objects.all())
    lines = [line for month in months for own in schedule.drafts(hosts, month).values() for line in own if line.month == month.first]  # fmt: skip
    first, last = (Month.of(month.last + timedelta(31)) for month in (months[0], months[-1]))
    due = [Month(2024, n) for n in range(first.number, last.number + 1)]  # May and June are both due in July
    assert sum(francs for _due, francs in foreseen._to_call(due)) == sum(line.amount for line in lines) > 0
