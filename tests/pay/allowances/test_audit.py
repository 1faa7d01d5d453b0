"""`teriya audit ledger`: silent on whatever life pay has had, loud when a row was touched behind it."""

import os
from datetime import date

import psycopg
import pytest
from django.db import connection

from teriya.pay.allowances import actions, audit
from teriya.pay.allowances.models import PayFile, PayLine, PaymentOrder, Suspense
from teriya.portals import cli
from tests.cast import appoint
from tests.factories.allowances import answers, bring, make_payable, prepare
from tests.factories.corrections import approve, correct, make_paid, pay, prepare_april

LATER = date(2024, 4, 9)


def read(cast, run, content):
    institution = PayFile.objects.first().institution
    return actions.settle(
        run=run, institution=institution, content=content, filename="r.csv", by=cast.kossivi, on=LATER
    )


def test_a_whole_life_of_pay_agrees(cast):
    """Prepared, rejected, prepared again, sent, returned, paid again, contested, decided."""
    make_payable(cast, 4)
    run = bring(cast, prepare(cast), "order")
    actions.take_step(
        run=run, step="take_charge", by=cast.tchaa, on=date(2024, 4, 5), accepted=False, reason="Imputation"
    )
    assert list(audit.faults()) == []
    run = bring(cast, prepare(cast))
    first, second, *others = PaymentOrder.objects.order_by("reference")
    read(cast, run, answers([first, second, *others], returned=(first.reference,)))
    actions.reorder(lines=[PayLine.objects.get(pk=first.line_id)], by=cast.tchaa, on=LATER)
    read(cast, run, answers([second], returned=(second.reference,)))
    assert list(audit.faults()) == [] and PaymentOrder.objects.get(pk=second.pk).state == "contested"
    appoint(cast.komlan, "public_accountant", kind="acting", for_user=cast.tchaa, until=date(2099, 1, 1))
    actions.match_line(
        suspense=Suspense.objects.get(),
        reference=second.reference,
        said="returned",
        reason="Relevé",
        by=cast.komlan,
        on=LATER,
    )
    assert list(audit.faults()) == [] and sum(audit.balances().values()) == 0


def test_an_overpayment_taken_back_and_a_complement_agree(cast):
    line = make_paid(cast)
    approve(cast, correct(cast, line, 18, instalment=1000))
    assert list(audit.faults()) == []
    pay(cast, prepare_april(cast, [line.mission]))
    assert list(audit.faults()) == [] and sum(audit.balances().values()) == 0


BREAKS = {
    "écriture équilibrée": "UPDATE ledger_leg SET amount = amount + 1 WHERE id = (SELECT min(id) FROM ledger_leg)",
    "somme due d’une ligne": "UPDATE allowances_payline SET net = net + 500",
    "ordre reçu": "UPDATE allowances_paymentorder SET state = 'returned' WHERE state = 'paid'",
    "ordre envoyé": "UPDATE ledger_leg SET account = 'received' WHERE account = 'sent' AND amount > 0",
    "écriture sans ordre": "UPDATE ledger_ledgerentry SET source_id = -1 WHERE source = 'payment_sent'",
    "dépense d’une enveloppe": "DELETE FROM ledger_envelopemovement WHERE kind = 'spent'",
}


@pytest.mark.parametrize("check", BREAKS)
def test_a_row_touched_by_the_owner_is_named(own_database, cast, check, capsys):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    read(cast, run, answers(list(PaymentOrder.objects.all())))
    assert cli.main(["audit", "ledger"]) == 0
    owner = psycopg.conninfo.make_conninfo(os.environ["TERIYA_TEST_OWNER"], dbname=connection.settings_dict["NAME"])
    with psycopg.connect(owner, autocommit=True) as session:
        session.execute("ALTER TABLE ledger_leg DISABLE TRIGGER USER")
        session.execute(BREAKS[check])
    assert cli.main(["audit", "ledger"]) == 1
    assert check in capsys.readouterr().out
