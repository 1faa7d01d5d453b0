"""One person, two duties (R15): a generated matrix of who did one thing and tries another on the same month."""

from itertools import combinations

import pytest

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.journal.models import Entry
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.hosts.models import HostOfficer
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import PaymentOrder, PayRun, Suspense, Visa
from teriya.service.attendance.models import MonthSheet
from tests.cast import appoint
from tests.factories.allowances import ON, STEPS, answers, bring, holder_of, make_payable, prepare
from tests.factories.missions import give_account

DUTIES = ("enrol", "attest", "confirm", "prepare", *STEPS, "settle")
BEFORE = {
    "enrol",
    "attest",
    "confirm",
}  # kept apart from each other elsewhere: what matters here is that none of them pays
DESKS = [
    {"prepare", "engage", "liquidate"},
    {"take_charge", "send"},
    {"take_charge", "settle"},
]  # the pack gives each of these to one person
PAIRS = [
    pair
    for pair in combinations(DUTIES, 2)
    if not set(pair) <= BEFORE and not any(set(pair) <= desk for desk in DESKS)
]


@pytest.fixture
def somebody(cast) -> User:
    """Of the finance service, and of another desk when a test says so: the database lets nobody order and account at once."""
    user = User.objects.create_user(name="Tout", phone="+22893008888")
    appoint(user, "finance_officer")
    return user


def seat(user: User, duty: str) -> None:
    role = next((step["role"] for step in rules.chain()["steps"] if step["code"] == duty), "finance_officer")
    if role != "finance_officer":
        appoint(user, role)


def did(duty: str, by: User, run: PayRun | None) -> None:
    """As if this person had done it."""
    if duty == "enrol":
        Application.objects.update(entered_by=by.pk)
    elif duty in ("attest", "confirm"):
        MonthSheet.objects.update(**{f"{duty}ed_by_id": by.pk})
    elif duty in STEPS:
        Visa.objects.filter(step=duty).update(by_id=by.pk)


def try_to(cast, duty: str, by: User, run: PayRun | None) -> str:
    try:
        if duty == "prepare":
            prepare(cast, by=by)
        elif duty == "settle":
            file = run.files.get()
            content = answers(list(PaymentOrder.objects.all()))
            actions.settle(run=run, institution=file.institution, content=content, filename="r.csv", by=by, on=ON)
        else:
            actions.take_step(run=run, step=duty, by=by, on=ON)
    except NotAllowed as no:
        return no.code
    return "done"


@pytest.mark.parametrize("first, then", PAIRS)
def test_who_did_one_thing_never_does_the_other(cast, somebody, first, then):
    seat(somebody, then)
    make_payable(cast)
    run = None
    if then != "prepare":
        run = prepare(cast, by=somebody if first == "prepare" else cast.awa)
        for step in STEPS[: DUTIES[4:].index(then)]:
            actions.take_step(run=run, step=step, by=holder_of(cast, step), on=ON)
    did(first, somebody, run)
    assert try_to(cast, then, somebody, run) in {"same_person", "own_work"}
    assert not Entry.objects.filter(action=f"pay.{then}", by_id=somebody.pk).exists()


@pytest.mark.parametrize("duty", DUTIES[3:])
@pytest.mark.parametrize("tie", ["own_file", "own_host"])
def test_nobody_handles_the_pay_of_oneself_or_of_ones_host(cast, somebody, duty, tie):
    seat(somebody, duty)
    [mission] = make_payable(cast)
    run = None
    if duty != "prepare":
        run = prepare(cast)
        for step in STEPS[: DUTIES[4:].index(duty)]:
            actions.take_step(run=run, step=step, by=holder_of(cast, step), on=ON)
    if tie == "own_file":
        give_account(mission, somebody)
    else:
        HostOfficer.objects.create(host=mission.host, user=somebody, duty="tutor", since=ON)
    assert try_to(cast, duty, somebody, run) == tie


def test_with_nothing_in_common_each_duty_is_done(cast, somebody):
    """The control: the same person, the same roles, no tie."""
    make_payable(cast)
    run = prepare(cast)
    assert try_to(cast, "engage", somebody, run) == "done"


def test_who_sent_never_reads_what_comes_back_and_who_read_never_sends_again(cast):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    [order] = PaymentOrder.objects.all()
    file, content = run.files.get(), answers([order], returned=(order.reference,))
    facts = {"run": run, "institution": file.institution, "filename": "r.csv", "on": ON}
    with pytest.raises(NotAllowed) as no:
        actions.settle(content=content, by=cast.tchaa, **facts)
    assert no.value.code == "same_person"
    actions.settle(content=content, by=cast.kossivi, **facts)
    with pytest.raises(NotAllowed) as no:
        actions.reorder(lines=[order.line], by=cast.kossivi, on=ON)
    assert no.value.code == "same_person"
    third = User.objects.create_user(name="Tiers", phone="+22893007777")
    appoint(third, "public_accountant")
    actions.reorder(lines=[order.line], by=third, on=ON)
    with pytest.raises(NotAllowed) as no:
        actions.settle(content=b"reference;statut\nOP9;ok", by=third, **facts)
    assert no.value.code == "same_person"


def test_who_sent_explains_what_another_person_has_read_and_never_what_the_operator_said(cast):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    facts = {"run": run, "institution": run.files.get().institution, "filename": "r.csv", "on": ON}
    actions.settle(content=b"reference;statut\nOP9;ok\nOP8;ok", by=cast.kossivi, **facts)
    first, second = Suspense.objects.order_by("pk")
    actions.set_aside_line(suspense=first, reason="Autre agence", by=cast.tchaa, on=ON)
    run.returns.update(by_id=0)
    with pytest.raises(NotAllowed) as no:
        actions.set_aside_line(suspense=second, reason="Autre agence", by=cast.tchaa, on=ON)
    assert no.value.code == "same_person"
