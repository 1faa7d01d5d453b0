"""Two officers on the same month at the same time: nobody is paid twice, and no error reaches anyone but a sentence."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from hashlib import sha256
from threading import Barrier, Semaphore

import psycopg
import pytest
from django.db import DatabaseError, connection

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.messages.models import Message
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import PayFile, PayLine, PaymentOrder, PayRun, Visa
from tests.cast import appoint
from tests.factories.allowances import ON, STEPS, answers, bring, holder_of, make_payable, prepare

HANDS = 8
SEATS = 80  # connections at a time: the test's PostgreSQL has a hundred


def at_once(act, hands: int = HANDS) -> list[str]:
    """`act(hand)` by as many hands at the same moment; what each was answered."""
    start, seats = Barrier(hands), Semaphore(SEATS)

    def one(hand: int) -> str:
        try:
            start.wait()
            with seats, closing(connection):
                act(hand)
            return "done"
        except Refusal as no:
            return no.code

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, range(hands)))


def test_a_month_prepared_by_eight_hands_is_one_run(own_database, cast):
    make_payable(cast, 3)
    assert set(at_once(lambda _: prepare(cast))) == {"done"}
    assert (PayRun.objects.count(), PayLine.objects.filter(state="due").count()) == (1, 3)


def test_each_step_is_taken_by_one_hand(own_database, cast):
    make_payable(cast, 3)
    run = prepare(cast)
    for step in STEPS:
        by = holder_of(cast, step)
        told = at_once(lambda _, step=step, by=by: actions.take_step(run=run, step=step, by=by, on=ON))
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
        "by": cast.kossivi,
        "on": ON,
    }
    assert set(at_once(lambda _: actions.settle(**settle))) == {"done"}
    assert (ledger.balances()["received"], run.returns.count()) == (90_000, 1)


def test_a_returned_line_is_paid_again_by_one_hand(own_database, cast):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    [order] = PaymentOrder.objects.all()
    content = answers([order], returned=(order.reference,))
    institution = PayFile.objects.get().institution
    actions.settle(run=run, institution=institution, content=content, filename="r.csv", by=cast.kossivi, on=ON)
    lines = list(PayLine.objects.filter(state="returned"))
    told = at_once(lambda _: actions.reorder(lines=lines, by=cast.tchaa, on=ON))
    assert sorted(told) == ["done", *["not_returned"] * (HANDS - 1)]
    assert PaymentOrder.objects.count() == 2


@pytest.mark.parametrize("hands", [HANDS, pytest.param(100, marks=pytest.mark.hostile)])
def test_two_officers_release_the_same_batch_once(own_database, cast, hands):
    """Whoever comes first: one file, one order a person and month, the same bytes to whoever asks again."""
    make_payable(cast, 3)
    run = bring(cast, prepare(cast), "take_charge")
    other = User.objects.create_user(name="Akouvi", phone="+22893009999")
    appoint(other, "public_accountant")
    both = (cast.tchaa, other)
    told = at_once(lambda hand: actions.take_step(run=run, step="send", by=both[hand % 2], on=ON), hands)
    assert sorted(told) == ["done", *["wrong_step"] * (hands - 1)]
    file = PayFile.objects.get()
    months = PaymentOrder.objects.values_list("line__mission__person", "line__month")
    assert (file.count, len(set(months)), PaymentOrder.objects.count(), ledger.balances()["sent"]) == (3, 3, 3, 90_000)
    assert file.sha256 == sha256(file.content).hexdigest()


# Everything that sending writes: whichever of these writes fails, it is as if nobody had sent.
WRITES = [
    "allowances_payfile", "documents_document", "ledger_ledgerentry", "ledger_leg", "allowances_visa", "core_transition",
    "journal_entry", "outbox_message",
]  # fmt: skip


@contextmanager
def failing(table: str):
    """The database refuses to write in one table."""
    where = {"dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(os.environ["TERIYA_TEST_OWNER"], autocommit=True, **where) as owner:
        owner.execute(
            "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
        )
        owner.execute(f"CREATE TRIGGER disk_full BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION disk_full()")
        try:
            yield
        finally:
            connection.close()
            owner.execute("DROP FUNCTION disk_full CASCADE")


def test_a_write_that_fails_around_the_file_leaves_nothing_behind(own_database, cast):
    make_payable(cast, 3)
    run = bring(cast, prepare(cast), "take_charge")
    before = left_behind()
    for table in WRITES:
        with failing(table), pytest.raises(DatabaseError, match="disk full"):
            actions.take_step(run=run, step="send", by=cast.tchaa, on=ON)
        assert left_behind() == before, table
    visa = actions.take_step(run=run, step="send", by=cast.tchaa, on=ON)
    file = PayFile.objects.get()
    assert (visa.accepted, file.count, file.sha256) == (True, 3, sha256(file.content).hexdigest())


def left_behind() -> tuple:
    run = PayRun.objects.get()
    return (
        run.state,
        PayFile.objects.count(),
        Message.objects.count(),
        Visa.objects.count(),
        Document.objects.count(),
        ledger.balances(),
    )
