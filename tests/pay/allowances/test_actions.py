"""A month of pay, from confirmed presences to what the institutions send back."""

import csv
import hashlib
import io
import random
from datetime import date

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.messages.models import Message
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.models import PayFile, PayLine, PaymentOrder, PayRun
from teriya.service.missions.models import Mission
from tests.cast import appoint
from tests.factories.allowances import (
    ON,
    STEPS,
    answers,
    bring,
    give_wallets,
    holder_of,
    make_institution,
    make_payable,
    prepare,
)
from tests.factories.attendance import confirm, make_team
from tests.factories.missions import give_account


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def orders_of(run) -> list[PaymentOrder]:
    return list(PaymentOrder.objects.filter(line__run=run).order_by("reference"))


def settle(cast, run, content, on=date(2024, 4, 9)):
    institution = PayFile.objects.filter(run=run).first().institution
    return actions.settle(
        run=run, institution=institution, content=content, filename="retour.csv", by=cast.kossivi, on=on
    )


@pytest.mark.parametrize("absent, net", [(0, 30_000), (1, 28_500), (2, 27_000)])
def test_a_vec_month_is_days_present_times_the_rate(cast, absent, net):
    make_payable(cast, absent=absent)
    run = prepare(cast)
    line = run.lines.get()
    assert (line.net, run.total, line.state, line.splits.get().amount) == (net, net, "due", net)
    assert line.inputs["rate"] == 1500 and line.inputs["marks"]["present"] == 20 - absent


def test_a_vnc_month_is_the_whole_rate(cast):
    make_payable(cast, form="VNC", months=12)
    assert prepare(cast, "VNC").total == 60_000


def test_nothing_confirmed_is_nothing_to_prepare(cast):
    make_team(cast)
    assert code_of(prepare, cast) == "nothing_to_prepare"


def test_preparing_again_computes_the_same_run(cast):
    team = make_payable(cast, 2)
    first = prepare(cast)
    late = make_team(cast)
    confirm(cast, late)
    give_wallets(cast, late)
    second = prepare(cast)
    assert (second.pk, second.total, second.lines.count()) == (first.pk, 90_000, len(team) + 1)


def test_a_month_is_never_paid_twice(cast):
    make_payable(cast)
    bring(cast, prepare(cast), "engage")
    assert code_of(prepare, cast) == "nothing_to_prepare"


def test_the_whole_chain_is_in_the_ledger(cast):
    make_payable(cast, 2)
    run, seen = prepare(cast), {}
    for step in STEPS:
        actions.take_step(run=run, step=step, by=holder_of(cast, step), on=ON)
        seen[step] = {account: sum for account, sum in ledger.balances().items() if sum and account != "allowances"}
    settle(cast, run, answers(orders_of(run)))
    owed, ordered, sent = ({account: 60_000} for account in ("owed", "ordered", "sent"))
    assert seen == {
        "engage": {},
        "vise": {},
        "liquidate": owed,
        "order": ordered,
        "take_charge": ordered,
        "send": sent,
    }
    assert {k: v for k, v in ledger.balances().items() if v} == {"allowances": -60_000, "received": 60_000}
    assert PayRun.objects.get(pk=run.pk).state == "settled"


def test_ordering_spends_the_envelope(cast):
    [mission] = make_payable(cast)
    bring(cast, prepare(cast), "order")
    assert ledger.envelope_totals()[mission.seat.envelope_id]["spent"] == 30_000


def test_each_visa_has_its_number_and_capacity(cast):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    assert [v.number for v in run.visas.order_by("pk")] == [
        "ENG/2024/000001", "VISA/2024/000001", "LIQ/2024/000001", "ORD/2024/000001", "PEC/2024/000001", "PAI/2024/000001"]  # fmt: skip
    assert run.visas.get(step="vise").capacity == "Contrôleur financier"


def test_steps_are_taken_in_the_order_of_the_pack(cast):
    make_payable(cast)
    run = prepare(cast)
    assert code_of(actions.take_step, run=run, step="order", by=cast.dede, on=ON) == "wrong_step"


def test_a_step_needs_its_role(cast):
    make_payable(cast)
    assert code_of(actions.take_step, run=prepare(cast), step="engage", by=cast.yao, on=ON) == "not_allowed"


@pytest.mark.parametrize("first, second", [("engage", "vise"), ("liquidate", "order"), ("engage", "take_charge")])
def test_one_person_never_takes_two_steps_that_the_pack_separates(cast, first, second):
    """Whatever the roles held, an intérim included."""
    make_payable(cast)
    run = prepare(cast)
    by, before = holder_of(cast, first), STEPS[STEPS.index(second) - 1]
    bring(cast, run, before)
    appoint(
        by,
        holder_of(cast, second).appointment_set.first().role,
        kind="acting",
        for_user=cast.ama,
        until=date(2099, 1, 1),
    )
    assert code_of(actions.take_step, run=run, step=second, by=by, on=ON) == "same_person"


def test_nobody_takes_a_step_on_a_run_that_pays_oneself(cast):
    [mission] = make_payable(cast)
    give_account(mission, cast.awa)
    assert code_of(prepare, cast) == "own_file"


def test_a_refused_visa_starts_the_chain_again(cast):
    make_payable(cast)
    run = bring(cast, prepare(cast), "engage")
    actions.take_step(run=run, step="vise", by=cast.bawa, on=ON, accepted=False, reason="Pièce manquante")
    assert PayRun.objects.get(pk=run.pk).state == "prepared"
    assert code_of(bring, cast, run, "engage") == "nothing_payable"
    again = bring(cast, prepare(cast))
    assert (again.pk, again.state, [v.round for v in again.visas.order_by("pk")]) == (
        run.pk,
        "sent",
        [1, 1, 2, 2, 2, 2, 2, 2],
    )


def test_a_rejected_order_gives_the_envelope_its_francs_again(cast):
    [mission] = make_payable(cast)
    run = bring(cast, prepare(cast), "order")
    assert (
        code_of(actions.take_step, run=run, step="take_charge", by=cast.tchaa, on=ON, accepted=False)
        == "reason_required"
    )
    actions.take_step(run=run, step="take_charge", by=cast.tchaa, on=ON, accepted=False, reason="Imputation fausse")
    totals = ledger.envelope_totals()[mission.seat.envelope_id]
    assert (totals["spent"], totals["returned"], set(ledger.balances().values())) == (30_000, 30_000, {0})
    assert bring(cast, prepare(cast)).total == 30_000


def test_a_step_without_a_refusal_cannot_be_refused(cast):
    make_payable(cast)
    call = {"run": prepare(cast), "step": "engage", "by": cast.awa, "on": ON, "accepted": False, "reason": "non"}
    assert code_of(actions.take_step, **call) == "cannot_refuse"


def test_lines_that_do_not_tie_stop_the_chain(cast):
    make_payable(cast)
    run = prepare(cast)
    PayRun.objects.filter(pk=run.pk).update(total=run.total + 1)
    assert code_of(bring, cast, run, "engage") == "totals_disagree"


def test_files_keep_their_bytes_and_their_digest(cast):
    team = make_payable(cast, 3)
    file = PayFile.objects.get(run=bring(cast, prepare(cast)))
    rows = list(csv.DictReader(io.StringIO(bytes(file.content).decode("utf-8-sig")), delimiter=";"))
    assert hashlib.sha256(file.content).hexdigest() == file.sha256
    assert (sum(int(row["Montant"]) for row in rows), file.total, file.count) == (90_000, 90_000, 3)
    assert [row["Matricule"] for row in rows] == sorted(m.person.matricule for m in team)
    assert file.bordereau.data["items"][1]["count"] == 3


def test_each_institution_gets_its_own_file(cast):
    make_payable(cast, 2)
    other = make_team(cast)
    confirm(cast, other)
    give_wallets(cast, other, make_institution(cast, "FLOOZ", "mobile_money"))
    run = bring(cast, prepare(cast))
    assert {f.institution.code: f.count for f in run.files.select_related("institution")} == {"COOPEC": 2, "FLOOZ": 1}
    assert run.visas.get(step="order") and len(queries.papers_of(run)) == 4  # two états, two bordereaux


def test_volunteers_are_told_when_their_money_leaves(cast):
    make_payable(cast)
    bring(cast, prepare(cast))
    text = Message.objects.get(template="pay_sent").text
    assert (
        text.startswith("ANVT : allocation (mars 2024), 30 000 F, envoi fait à COOPEC")
        and "?" not in text
        and len(text) <= 160
    )


def test_a_return_in_any_order_and_in_parts_ends_the_same(cast):
    make_payable(cast, 4)
    run = bring(cast, prepare(cast))
    orders = orders_of(run)
    random.Random(7).shuffle(orders)
    settle(cast, run, answers(orders[:3]))
    assert PayRun.objects.get(pk=run.pk).state == "sent"
    settle(cast, run, answers(orders[2:]))
    assert (PayRun.objects.get(pk=run.pk).state, ledger.balances()["received"]) == ("settled", 120_000)


def test_the_same_return_twice_answers_alike(cast):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast))
    content = answers(orders_of(run))
    assert settle(cast, run, content).pk == settle(cast, run, content).pk
    assert ledger.balances()["received"] == 60_000


def test_unknown_and_contradictory_lines_go_to_suspense(cast):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    [order] = orders_of(run)
    content = answers([order]) + f"\nOP000;payé;;\n{order.reference};revenu;;\n{order.reference};peut-être;;".encode()
    file = settle(cast, run, content)
    waiting = file.lines.filter(suspense__state="waiting").order_by("place")
    assert (file.paid, file.returned, [row.place for row in waiting]) == (0, 0, [3, 4, 5])
    assert PaymentOrder.objects.get().state == "contested"


def test_a_returned_line_is_owed_again_and_paid_once(cast):
    make_payable(cast, 2)
    run = bring(cast, prepare(cast))
    first, _ = orders = orders_of(run)
    settle(cast, run, answers(orders, returned=(first.reference,)))
    line = PayLine.objects.get(state="returned")
    assert (ledger.balances()["owed"], line.orders.get().returned_because) == (30_000, "Carnet clos")
    [file] = actions.reorder(lines=[line], by=cast.tchaa, on=date(2024, 4, 10))
    second = line.orders.get(attempt=2)
    assert (file.part, file.count, second.state, PayRun.objects.get(pk=run.pk).state) == (2, 1, "sent", "sent")
    settle(cast, run, answers([second]), on=date(2024, 4, 12))
    assert {k: v for k, v in ledger.balances().items() if v} == {"allowances": -60_000, "received": 60_000}
    assert code_of(actions.reorder, lines=[line], by=cast.tchaa, on=ON) == "not_returned"


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2", b"\0\1", b"x" * 10_000_001])
def test_a_file_that_is_not_a_return_is_refused(cast, content):
    make_payable(cast)
    run = bring(cast, prepare(cast))
    assert code_of(settle, cast, run, content) == "unreadable_return"


def test_who_ordered_never_pays_even_as_acting_accountant(cast):
    make_payable(cast)
    run = bring(cast, prepare(cast), "take_charge")
    cast.dede.appointment_set.all().delete()
    appoint(cast.dede, "public_accountant", kind="acting", for_user=cast.tchaa, until=date(2099, 1, 1))
    assert code_of(actions.take_step, run=run, step="send", by=cast.dede, on=ON) == "same_person"
    actions.take_step(run=run, step="send", by=cast.tchaa, on=ON)
    [order] = orders_of(run)
    settle(cast, run, answers([order], returned=(order.reference,)))
    again = {"lines": list(PayLine.objects.filter(state="returned")), "on": date(2024, 4, 10)}
    assert code_of(actions.reorder, by=cast.dede, **again) == "same_person"


def test_a_step_is_not_dated_before_the_one_it_follows(cast):
    make_payable(cast)
    run = bring(cast, prepare(cast), "engage")
    before = {"run": run, "step": "vise", "by": cast.bawa, "on": date(2024, 4, 4)}
    assert code_of(actions.take_step, **before) == "before_previous_step"


def test_queries_do_not_grow_with_the_people(cast, django_assert_max_num_queries):
    make_payable(cast, 200)
    with django_assert_max_num_queries(50):
        run = prepare(cast)
    for step in STEPS:
        with django_assert_max_num_queries(40):
            actions.take_step(run=run, step=step, by=holder_of(cast, step), on=ON)
    content = answers(orders_of(run))
    with django_assert_max_num_queries(40):
        settle(cast, run, content)
    assert Mission.objects.count() == 200
