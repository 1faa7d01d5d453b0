"""Savings agreed, kits and overpayments: what a month may lose, in which order, and how much is left."""

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.models import Wallet
from tests.factories.allowances import make_payable, prepare
from tests.factories.corrections import SEEN_ON, pay, prepare_april, retain
from tests.factories.rules import set_rule


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def ask(cast, mission, **values):
    given = {
        "kind": "kit",
        "total": 6000,
        "instalment": 2000,
        "reason": "kit de couture",
        "by": cast.awa,
        "on": SEEN_ON,
    }
    return actions.ask_retention(person=mission.person, **given | values)


def kept(line) -> list[tuple[str, int]]:
    return [(row["retention"], -row["amount"]) for row in line.lines if row["kind"] == "retention"]


def test_a_kit_is_kept_by_instalments_until_its_total(cast):
    [mission] = make_payable(cast)
    order = retain(cast, mission, 5000, 3000)
    assert kept(pay(cast, prepare(cast)).lines.get()) == [("kit", 3000)]
    april = prepare_april(cast, [mission]).lines.get()
    assert kept(april) == [("kit", 2000)] and april.splits.get().amount == 30_000
    assert queries.left([order]) == {order.pk: 0}
    assert ledger.balances()["kits"] == 3000


def test_the_pack_gives_the_order_and_the_share_of_the_month(cast):
    """Savings first, then what is taken back: a third of 30 000 F at most."""
    set_rule("mandatory_savings", 2000, form="VEC")
    [mission] = make_payable(cast)
    retain(cast, mission, 8000, 8000)
    retain(cast, mission, 9000, 9000, kind="savings")
    line = prepare(cast).lines.get()
    assert kept(line) == [("savings", 2000), ("savings", 9000), ("kit", 900)]
    assert (line.net, line.retained) == (18_100, 11_900)


def test_nothing_is_taken_where_no_rule_gives_a_share(cast):
    set_rule("retention_share_max", 0)
    [mission] = make_payable(cast)
    retain(cast, mission, 6000, 2000)
    assert kept(prepare(cast).lines.get()) == []


def test_a_stopped_line_takes_nothing_of_a_retention(cast):
    [mission] = make_payable(cast)
    order = retain(cast, mission, 6000, 2000)
    Wallet.objects.update(state="retired")
    assert prepare(cast).lines.get().state == "blocked"
    assert queries.left([order]) == {order.pk: 6000}


def test_preparing_again_takes_the_instalment_once(cast):
    [mission] = make_payable(cast)
    order = retain(cast, mission, 6000, 2000)
    prepare(cast)
    assert kept(prepare(cast).lines.get()) == [("kit", 2000)]
    assert queries.left([order]) == {order.pk: 4000}


def test_a_retention_asked_or_stopped_takes_nothing(cast):
    [mission] = make_payable(cast)
    ask(cast, mission)
    order = retain(cast, mission, 6000, 2000)
    actions.decide_retention(order=order, step="stop", reason="Kit rendu", by=cast.dede, on=SEEN_ON)
    assert kept(prepare(cast).lines.get()) == []


@pytest.mark.parametrize(
    "values, code",
    [({"kind": "overpayment"}, "overpayment_needs_correction"), ({"instalment": 0}, "bad_instalment"),
     ({"instalment": 7000}, "bad_instalment"), ({"reason": " "}, "reason_required")],
)  # fmt: skip
def test_what_is_not_a_retention_is_refused(cast, values, code):
    [mission] = make_payable(cast)
    assert code_of(ask, cast, mission, **values) == code


def test_two_people_retain_and_neither_for_oneself(cast):
    [mission] = make_payable(cast)
    order = ask(cast, mission)
    assert code_of(ask, cast, mission, by=cast.yao) == "not_allowed"
    assert code_of(actions.decide_retention, order=order, step="approve", by=cast.awa, on=SEEN_ON) == "same_person"
    mission.person.account = cast.dede
    mission.person.save(update_fields=["account"])
    assert code_of(actions.decide_retention, order=order, step="approve", by=cast.dede, on=SEEN_ON) == "own_file"
