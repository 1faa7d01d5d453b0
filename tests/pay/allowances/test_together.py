"""Two officers on the same month at the same time: nobody is paid twice, and no error reaches anyone but a sentence."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import PayFile, PayLine, PaymentOrder, PayRun
from tests.factories.allowances import ON, STEPS, answers, bring, holder_of, make_payable, prepare

HANDS = 8


def at_once(act) -> list[str]:
    """`act` by as many hands at the same moment; what each was answered."""
    start = Barrier(HANDS)

    def one(_hand: int) -> str:
        try:
            start.wait()
            act()
            return "done"
        except Refusal as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(one, range(HANDS)))


def test_a_month_prepared_by_eight_hands_is_one_run(own_database, cast):
    make_payable(cast, 3)
    assert set(at_once(lambda: prepare(cast))) == {"done"}
    assert (PayRun.objects.count(), PayLine.objects.filter(state="due").count()) == (1, 3)


def test_each_step_is_taken_by_one_hand(own_database, cast):
    make_payable(cast, 3)
    run = prepare(cast)
    for step in STEPS:
        by = holder_of(cast, step)
        told = at_once(lambda step=step, by=by: actions.take_step(run=run, step=step, by=by, on=ON))
        assert sorted(told) == ["done", *["wrong_step"] * (HANDS - 1)]
    assert (PayFile.objects.count(), PaymentOrder.objects.count(), ledger.balances()["sent"]) == (1, 3, 90_000)


def test_a_return_read_by_eight_hands_counts_once(own_database, cast):
    make_payable(cast, 3)
    run = bring(cast, prepare(cast))
    institution, content = PayFile.objects.get().institution, answers(list(PaymentOrder.objects.all()))
    settle = {
        "run": run,
        "institution": institution,
        "content": content,
        "filename": "r.csv",
        "by": cast.tchaa,
        "on": ON,
    }
    assert set(at_once(lambda: actions.settle(**settle))) == {"done"}
    assert (ledger.balances()["received"], run.returns.count()) == (90_000, 1)


def test_a_returned_line_is_paid_again_by_one_hand(own_database, cast):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    [order] = PaymentOrder.objects.all()
    content = answers([order], returned=(order.reference,))
    institution = PayFile.objects.get().institution
    actions.settle(run=run, institution=institution, content=content, filename="r.csv", by=cast.tchaa, on=ON)
    lines = list(PayLine.objects.filter(state="returned"))
    told = at_once(lambda: actions.reorder(lines=lines, by=cast.tchaa, on=ON))
    assert sorted(told) == ["done", *["not_returned"] * (HANDS - 1)]
    assert PaymentOrder.objects.count() == 2
