"""A paid month found wrong: a complement in the next run, or an overpayment taken back month after month."""

import pytest
from django.db import IntegrityError, transaction

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.pay.allowances import actions, audit, queries
from teriya.pay.allowances.models import PayLine, RetentionOrder
from teriya.pay.allowances.slips import slip_of
from teriya.people.models import Person
from tests.factories.allowances import make_payable, prepare
from tests.factories.corrections import MAY_ON, SEEN_ON, approve, correct, make_paid, pay, prepare_april
from tests.factories.missions import give_account


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def standing() -> dict[str, int]:
    return {account: francs for account, francs in ledger.balances().items() if francs}


def test_a_day_forgotten_is_paid_in_the_next_run_beside_its_month(cast):
    """18 days paid, 19 found: 28 500 − 27 000 = 1 500 F."""
    line = make_paid(cast, absent=2)
    approve(cast, correct(cast, line, 19))
    run = prepare_april(cast, [line.mission])
    april, more = run.lines.get(corrects=None), run.lines.exclude(corrects=None).get()
    assert (more.corrects, more.version, more.month, more.net) == (line, 2, line.month, 1500)
    assert (april.net, more.lines[0]["formula"].replace("\u202f", " ").replace("\u00a0", " ")) == (
        30_000, "28 500 − 27 000 = 1 500 F")  # fmt: skip
    assert more.splits.get().envelope == line.splits.get().envelope
    assert PayLine.objects.get(pk=line.pk).net == 27_000


def test_a_complement_is_paid_once_and_the_ledger_closes(cast):
    line = make_paid(cast, absent=2)
    approve(cast, correct(cast, line, 19))
    pay(cast, prepare_april(cast))
    assert standing() == {"allowances": -28_500, "received": 28_500}
    assert code_of(prepare_april, cast) == "nothing_to_prepare"


def test_a_complement_waits_for_the_months_that_were_prepared_before_it(cast):
    line = make_paid(cast, absent=2)
    assert queries.months_to_prepare() == []
    approve(cast, correct(cast, line, 19))
    assert queries.months_to_prepare() == [(line.month, "VEC", 1)]


def test_an_overpayment_is_taken_back_from_the_months_that_follow(cast):
    """20 days paid, 18 found: 3 000 F, 1 000 a month; the envelope that paid too much gets it back."""
    line = make_paid(cast)
    approve(cast, correct(cast, line, 18, instalment=1000))
    order = RetentionOrder.objects.get()
    assert (order.kind, order.total, order.state, standing()["overpaid"]) == ("overpayment", 3000, "in_force", 3000)
    april = pay(cast, prepare_april(cast, [line.mission])).lines.get()
    assert (april.net, april.retained, april.lines[1]["label"]) == (29_000, 1000, "Trop-perçu repris\u00a0: mars 2024")
    assert queries.left([order]) == {order.pk: 2000}
    # 57 000 F due over two months, 59 000 F handed over: 2 000 F are still held by the volunteer
    assert standing() == {"allowances": -59_000, "received": 57_000, "overpaid": 2000}
    [spent] = [found.spent for found in ledger.standings().values() if found.spent]
    assert spent == 59_000
    assert list(audit.faults()) == []


def test_a_rejected_run_takes_nothing_back(cast):
    line = make_paid(cast)
    approve(cast, correct(cast, line, 18))
    run = prepare_april(cast, [line.mission])
    for step, by in (("engage", cast.awa), ("vise", cast.bawa), ("liquidate", cast.awa), ("order", cast.dede)):
        actions.take_step(run=run, step=step, by=by, on=MAY_ON)
    actions.take_step(run=run, step="take_charge", by=cast.tchaa, on=MAY_ON, accepted=False, reason="Pièce manquante")
    assert standing() == {"allowances": -30_000, "received": 27_000, "overpaid": 3000}
    assert queries.left(RetentionOrder.objects.all()) == {RetentionOrder.objects.get().pk: 3000}
    assert {found.spent for found in ledger.standings().values() if found.spent} == {30_000}
    assert list(audit.faults()) == []


def test_a_second_correction_starts_from_the_first(cast):
    line = make_paid(cast, absent=2)
    approve(cast, correct(cast, line, 19))
    second = correct(cast, line, 20)
    assert (second.version, second.before, second.due, second.difference) == (3, 28_500, 30_000, 1500)
    approve(cast, second)
    assert [row.net for row in prepare_april(cast).lines.order_by("version")] == [1500, 1500]


def test_who_counts_anew_does_not_approve(cast):
    correction = correct(cast, make_paid(cast), 19)
    assert code_of(actions.decide_correction, correction=correction, step="approve", by=cast.awa, on=SEEN_ON) == "same_person"  # fmt: skip


def test_the_database_wants_another_person_too(cast):
    correction = correct(cast, make_paid(cast), 19)
    with pytest.raises(IntegrityError, match="correction_approved_by_another"), transaction.atomic():
        type(correction).objects.update(approved_by_id=cast.awa.pk)


def test_nobody_corrects_nor_approves_what_pays_oneself(cast):
    line = make_paid(cast)
    Person.objects.update(account=cast.awa)
    assert code_of(correct, cast, line, 19) == "own_file"
    Person.objects.update(account=None)
    correction = correct(cast, line, 19)
    Person.objects.update(account=cast.dede)
    assert code_of(approve, cast, correction) == "own_file"


def test_what_cannot_be_corrected_says_why(cast):
    line = make_paid(cast)
    assert code_of(correct, cast, line, 20) == "nothing_changes"
    assert code_of(correct, cast, line, 32) == code_of(correct, cast, line, 10, 9) == "bad_days"
    correct(cast, line, 19)
    assert code_of(correct, cast, line, 18) == "correction_waits"


def test_a_month_not_paid_yet_is_prepared_again_rather(cast):
    make_payable(cast)
    assert code_of(correct, cast, prepare(cast).lines.get(), 19) == "not_paid"


def test_a_refused_correction_changes_nothing(cast):
    correction = correct(cast, make_paid(cast), 19)
    actions.decide_correction(
        correction=correction, step="refuse", reason="Canevas illisible", by=cast.dede, on=SEEN_ON
    )
    assert queries.months_to_prepare() == [] and not RetentionOrder.objects.exists()


def test_the_slip_shows_both_the_month_and_its_correction(cast):
    line = make_paid(cast)
    give_account(line.mission, cast.kossi)
    approve(cast, correct(cast, line, 18, instalment=1000))
    [told] = slip_of(line).corrections
    assert (told.correction.difference, told.left) == (-3000, 3000)
