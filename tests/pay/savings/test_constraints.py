"""The database refuses what the actions refuse, and says which rule."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from teriya.foundation.rules import queries as rules
from teriya.pay.savings.models import Deposit, Heir, HeirsAct, Refund, RefundPayment, SavingsAccount, StatedBalance
from tests.factories.savings import ON, approve, ask, carry, finish, give_back, make_heirs, make_saved


@pytest.fixture
def rows(cast):
    """One deposit, one refund paid, one act with an heir."""
    gone, dead = make_saved(cast, 2)
    person, account = finish(cast, gone), carry(cast)
    give_back(cast, approve(cast, ask(cast, person)), account)
    make_heirs(cast, finish(cast, dead, "death"), 1)
    yield {model: model.objects.get() for model in (SavingsAccount, Deposit, HeirsAct, Heir, Refund, RefundPayment)}
    rules.forget()


CHANGES = {
    "savings_account_approved_by_and_on": (SavingsAccount, {"approved_on": None}),
    "savings_account_approved_by_another": (SavingsAccount, {"entered_by_id": "approved_by_id"}),
    "deposit_positive": (Deposit, {"amount": 0}),
    "deposit_cancelled_by_on_because": (Deposit, {"cancelled_on": date(2024, 5, 11)}),
    "deposit_cancelled_by_another": (Deposit, {"cancelled_on": date(2024, 5, 11), "cancelled_because": "x", "cancelled_by_id": "by_id"}),
    "heirs_act_is_named": (HeirsAct, {"number": ""}),
    "heirs_act_approved_by_and_on": (HeirsAct, {"approved_by_id": None}),
    "heirs_act_approved_by_another": (HeirsAct, {"entered_by_id": "approved_by_id"}),
    "heir_has_a_part": (Heir, {"parts": 0}),
    "refund_positive": (Refund, {"amount": 0}),
    "refund_says_where": (Refund, {"means": "mobile"}),
    "refund_approved_by_and_on": (Refund, {"approved_on": None}),
    "refund_approved_by_another": (Refund, {"asked_by_id": "approved_by_id"}),
    "refund_payment_has_voucher": (RefundPayment, {"voucher": ""}),
    "refund_returned_on_because": (RefundPayment, {"returned_on": date(2024, 5, 11)}),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_row_that_breaks_a_rule_is_refused(rows, name):
    model, values = CHANGES[name]
    row = rows[model]
    for field, value in values.items():
        setattr(row, field, getattr(row, value) if isinstance(value, str) and value.endswith("_id") else value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()


COPIES = {
    "savings_account_once": (SavingsAccount, {}),
    "deposit_reference_once": (Deposit, {}),
    "one_heirs_act": (HeirsAct, {}),
    "heir_named_once": (Heir, {}),
    "refund_paid_once": (RefundPayment, {"voucher": "R-2"}),
    "refund_voucher_once": (RefundPayment, {"returned_on": ON, "returned_because": "x"}),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_row_comes_once(rows, name):
    model, values = COPIES[name]
    row = rows[model]
    row.pk = None
    for field, value in values.items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


def test_one_refund_is_alive_a_payee(rows):
    Refund.objects.update(state="returned")
    row = Refund.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="one_live_refund"), transaction.atomic():
        row.save(force_insert=True)


def test_a_stated_balance_is_never_negative(rows):
    row = StatedBalance(account=rows[SavingsAccount], day=ON, balance=-1, by_id=1, on=ON)
    with pytest.raises(IntegrityError, match="stated_balance_not_negative"), transaction.atomic():
        row.save()
