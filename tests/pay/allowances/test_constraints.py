"""What the database itself refuses, whatever the code above it does."""

import pytest
from django.db import IntegrityError, transaction

from teriya.pay.allowances.models import PayLine, PaymentOrder, Visa, Wallet
from tests.factories.allowances import ON, bring, make_payable, prepare


def refused(name: str, act) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def copy(row, **changes):
    """The same row again, but for what changes."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row).objects.create(**values | changes)


def test_a_mission_has_one_line_a_month(cast):
    make_payable(cast)
    line = prepare(cast).lines.get()
    refused("pay_line_once", lambda: copy(line))
    copy(line, state="dropped")


def test_a_line_has_one_live_order(cast):
    make_payable(cast)
    order = PaymentOrder.objects.get(line__run=bring(cast, prepare(cast)))
    refused("one_live_order", lambda: copy(order, attempt=2, reference="X"))
    PaymentOrder.objects.update(state="returned", settled_on=ON)
    copy(order, attempt=2, reference="X")


def test_a_person_has_one_wallet_in_use(cast):
    make_payable(cast)
    refused("one_wallet_in_use", lambda: copy(Wallet.objects.get()))


def test_a_wallet_is_approved_by_another_person(cast):
    make_payable(cast)
    refused("wallet_approved_by_another", lambda: Wallet.objects.update(approved_by_id=cast.yao.pk))


def test_a_stopped_line_says_why(cast):
    make_payable(cast)
    line = prepare(cast).lines.get()
    refused("blocked_line_says_why", lambda: PayLine.objects.filter(pk=line.pk).update(state="blocked"))


def test_a_step_is_taken_once_a_round(cast):
    make_payable(cast)
    visa = Visa.objects.get(run=bring(cast, prepare(cast), "engage"))
    refused("visa_once_a_rank", lambda: copy(visa, number="X", by_id=0))
    refused("visa_once_a_person", lambda: copy(visa, number="X", rank=2, needed=2))
    refused("visa_rank_within_needed", lambda: copy(visa, number="X", by_id=0, rank=2))
    refused("visa_rejection_has_reason", lambda: copy(visa, number="X", round=2, accepted=False))


def test_a_month_and_form_have_one_run_in_preparation(cast):
    make_payable(cast)
    run = prepare(cast)
    refused("one_prepared_run", lambda: copy(run, number="X"))
