"""Rates that the country changes, bonuses and the lump sum: from the rules to the line."""

from datetime import date, timedelta

import pytest
from django.test import override_settings

from teriya.foundation.core.periods import Month
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import needs
from teriya.pay.allowances import actions, explanations, queries
from teriya.pay.allowances.slips import slip_of
from teriya.service.missions import actions as missions
from teriya.service.missions.states import CHECKLIST
from tests.factories.allowances import bring, make_payable, prepare
from tests.factories.rules import set_rule

CHANGED_ON = date(2024, 3, 18)  # a Monday: ten working days of March before it, ten from it on
CLOSED_ON = date(2024, 9, 3)


def amounts(line) -> list[tuple[int, int, int]]:
    return [(row["quantity"], row["unit_amount"], row["amount"]) for row in line.lines]


def close(cast, mission, reason: str = "term") -> None:
    with override_settings(TAKE_ON=True):
        early = {} if reason == "term" else {"last_day": date(2024, 8, 1), "why": "Il a trouvé un emploi."}
        missions.end(missions=[mission], reason=reason, by=cast.mazalo, on=CLOSED_ON, **early)
        missions.update_closing(missions=[mission], ticks=dict.fromkeys(CHECKLIST, True), by=cast.mazalo, on=CLOSED_ON)
        missions.close(missions=[mission], by=cast.mazalo, on=CLOSED_ON)


def prepare_august(cast):
    return actions.prepare_run(
        month=Month(2024, 8), form=Form.objects.get(code="VEC"), by=cast.awa, on=CLOSED_ON + timedelta(2)
    )


def test_a_rate_that_changes_within_the_month_gives_a_line_for_each(cast):
    set_rule("allowance", 1800, form="VEC", starts_on=CHANGED_ON, source="Arrêté de mars")
    make_payable(cast, absent=2)
    line = prepare(cast).lines.get()
    assert amounts(line) == [(8, 1500, 12_000), (10, 1800, 18_000)]
    assert [row["source"] for row in line.lines][1] == "Arrêté de mars"
    assert line.splits.get().amount == line.net == 30_000
    slip = slip_of(line)
    assert "18 mars 2024 : Arrêté de mars" in slip.rate and "1er janvier 2020" in slip.rate
    assert explanations.of(line).is_same_again


def test_a_monthly_rate_that_changes_is_counted_by_its_parts(cast):
    set_rule("allowance", 90_000, form="VNC", starts_on=CHANGED_ON)
    make_payable(cast, form="VNC", months=12, absent=1)
    assert amounts(prepare(cast, "VNC").lines.get()) == [
        (17, 60_000, 34_000),
        (1, 60_000, -2000),
        (13, 90_000, 39_000),
    ]


def test_a_later_rate_leaves_the_month_as_it_was(cast):
    make_payable(cast)
    set_rule("allowance", 9000, form="VEC", starts_on=date(2024, 4, 1))
    assert amounts(prepare(cast).lines.get()) == [(20, 1500, 30_000)]


def test_a_rate_of_zero_from_a_day_on_stops_the_line(cast):
    set_rule("allowance", 0, form="VEC", starts_on=CHANGED_ON)
    make_payable(cast)
    assert [code for code, _said in prepare(cast).lines.get().blocked] == ["rate_to_confirm"]


def test_the_diploma_that_the_post_asks_gives_its_own_rate_to_seat_contract_and_pay(cast):
    """The post asks for the bac."""
    set_rule("allowance", 45_000, form="VNC", qualification="bac")
    [mission] = make_payable(cast, form="VNC", months=12)
    contract = mission.contracts.get()
    assert needs.cost(mission.seat.need) == 12 * 45_000
    assert contract.monthly_allowance == prepare(cast, "VNC").total == 45_000


def test_a_bonus_of_the_pack_is_a_line_with_its_name(cast):
    set_rule("bonuses", ["hard_zone"])
    set_rule("bonus", 100, qualification="hard_zone", label="Prime de zone difficile")
    make_payable(cast, absent=1)
    line = prepare(cast).lines.get()
    assert (line.lines[1]["label"], line.lines[1]["amount"]) == ("Prime de zone difficile", 1900)
    assert line.net == 30_400 and slip_of(line).full == 32_000


def test_a_closed_mission_gives_its_lump_sum_once(cast):
    set_rule("end_lump_sum", 50_000, source="Arrêté du pécule")
    [mission] = make_payable(cast)
    bring(cast, prepare(cast), "engage")
    close(cast, mission)
    assert queries.months_to_prepare() == [(date(2024, 8, 1), "VEC", 1)]
    run = prepare_august(cast)
    line = run.lines.get()
    assert (line.nature, line.month, line.net, line.splits.get().amount) == (
        "lump_sum",
        date(2024, 8, 1),
        50_000,
        50_000,
    )
    assert prepare_august(cast).lines.count() == 1
    actions.take_step(run=run, step="engage", by=cast.awa, on=run.on)
    assert queries.months_to_prepare() == []


def test_a_lump_sum_that_nothing_fixes_is_no_line(cast):
    [mission] = make_payable(cast)
    bring(cast, prepare(cast), "engage")
    close(cast, mission)
    assert queries.months_to_prepare() == []


@pytest.mark.parametrize("reason, months, due", [("term", 6, True), ("term", 7, False), ("resignation", 0, False)])
def test_the_pack_says_which_ends_give_a_lump_sum(cast, reason, months, due):
    set_rule("end_lump_sum", 50_000)
    set_rule("end_lump_sum_months_min", months)
    [mission] = make_payable(cast)
    bring(cast, prepare(cast), "engage")
    close(cast, mission, reason)
    assert bool(queries.months_to_prepare()) is due


def test_the_slip_of_a_lump_sum_says_what_it_is(cast, client):
    set_rule("end_lump_sum", 50_000)
    [mission] = make_payable(cast)
    bring(cast, prepare(cast), "engage")
    close(cast, mission)
    line = prepare_august(cast).lines.get()
    client.force_login(cast.awa)
    page = client.get(f"/paie/lignes/{line.pk}/")
    assert page.status_code == 200
    assert (
        "Pécule de fin de mission" in page.content.decode() and "à la clôture de la mission" in page.content.decode()
    )
