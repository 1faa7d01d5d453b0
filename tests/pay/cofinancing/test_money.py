"""Payments, credits, instalments and disputes: no franc is lost, each refusal says why, two people for each step."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.pay.cofinancing import actions, foreseen, queries
from teriya.pay.cofinancing.engine.accounts import allocate, bucket, instalments, is_kept
from teriya.pay.cofinancing.engine.share import share
from teriya.pay.cofinancing.models import Call, Payment
from teriya.pay.cofinancing.settling import credit_of
from tests.factories.cofinancing import APRIL, DUE, ISSUED, MARCH, RATE, call, make_served, pay

LATER = date(2024, 5, 2)


def no(code):
    return pytest.raises(Refusal, match=f"^{code}:")


def left(made: Call) -> int:
    return Call.objects.with_left().get(pk=made.pk).left


def test_a_payment_counts_once_another_confirms_it_and_gives_a_receipt(cast):
    host, _team = make_served(cast, 2)
    [march] = call(cast)
    row = actions.record(
        host=host, means="bank", reference=" AV-7 ", amount=20_000, paid_on=ISSUED, by=cast.awa, on=ISSUED
    )
    assert queries.balance(host) == 30_000
    with no("reference_known"):
        actions.record(host=host, means="bank", reference="AV-7", amount=1, paid_on=ISSUED, by=cast.awa, on=ISSUED)
    with no("paid_later"):
        actions.record(host=host, means="bank", reference="AV-8", amount=1, paid_on=LATER, by=cast.awa, on=ISSUED)
    with no("bad_amount"):
        actions.record(host=host, means="bank", reference="AV-9", amount=0, paid_on=ISSUED, by=cast.awa, on=ISSUED)
    Payment.objects.update(recorded_by_id=cast.tchaa.pk)
    with no("same_person"):
        actions.confirm(payment=row, by=cast.tchaa, on=ISSUED)
    Payment.objects.update(recorded_by_id=cast.awa.pk)
    paid = actions.confirm(payment=row, by=cast.tchaa, on=ISSUED)
    assert (queries.balance(host), left(march), paid.receipt.number) == (10_000, 10_000, "RECU/2024/000001")
    assert {name: ledger.balances()[name] for name in ("called", "funds", "cash")} == {
        "called": 10_000,
        "funds": -30_000,
        "cash": 20_000,
    }
    assert ledger.standings()[Envelope.objects.get(kind="host").pk].received == 20_000


def test_without_an_envelope_of_hosts_nothing_is_received(cast):
    host, _team = make_served(cast)
    call(cast)
    Envelope.objects.filter(kind="host").update(kind="state")
    with no("no_share_envelope"):
        pay(cast, host, 1_000)


def test_what_is_over_is_the_hosts_credit_and_settles_the_next_call(cast):
    host, _team = make_served(cast)
    [march] = call(cast)
    pay(cast, host, 25_000)
    assert (left(march), credit_of([host.pk]), queries.balance(host)) == (0, {host.pk: 10_000}, -10_000)
    [april] = call(cast, APRIL, LATER)
    assert (left(april), credit_of([host.pk])) == (5_000, {})
    assert host.facts.get(source_id=march.pk).done_on == ISSUED


def test_the_call_that_the_payer_names_comes_first_and_a_payment_annulled_is_owed_again(cast):
    host, _team = make_served(cast)
    [march] = call(cast)
    [april] = call(cast, APRIL, LATER)
    paid = pay(cast, host, 10_000, on=LATER, towards=april)
    assert (left(march), left(april)) == (15_000, 5_000)
    with no("reason_required"):
        actions.annul(payment=paid, reason="", by=cast.tchaa, on=LATER)
    actions.annul(payment=paid, reason="Chèque sans provision", by=cast.tchaa, on=LATER)
    assert (left(march), left(april), queries.balance(host)) == (15_000, 15_000, 30_000)
    assert ledger.balances()["cash"] == 0 and ledger.standings()[paid.envelope_id].received == 0
    pay(cast, host, 1_000, on=LATER)  # the reference serves again


def test_instalments_sum_exactly_are_agreed_by_another_and_broken_when_one_is_missed(cast):
    host, _team = make_served(cast)
    call(cast)
    asked = {"host": host, "reason": "Subvention en juin", "by": cast.awa, "on": DUE}
    with no("too_many_terms"):
        actions.propose(count=13, first=date(2024, 6, 1), **asked)
    with no("bad_dates"):
        actions.propose(count=2, first=date(2024, 5, 1), **asked)
    plan = actions.propose(count=7, first=date(2024, 6, 30), **asked)
    assert sum(term.amount for term in plan.terms.all()) == RATE and plan.terms.last().due_on == date(2024, 12, 30)
    with no("plan_known"):
        actions.propose(count=2, first=date(2024, 6, 1), **asked)
    with no("not_allowed"):
        actions.decide_plan(plan=plan, agree=True, by=cast.awa, on=DUE)
    pay(cast, host, 1, on=DUE)
    with no("plan_moved"):
        actions.decide_plan(plan=plan, agree=True, by=cast.dede, on=DUE)
    actions.decide_plan(plan=plan, agree=False, reason="À refaire", by=cast.dede, on=DUE)
    plan = actions.propose(count=2, first=date(2024, 6, 30), **asked)
    actions.decide_plan(plan=plan, agree=True, by=cast.dede, on=DUE)
    assert not queries.pressing(date(2024, 6, 30)).exists()
    actions.watch(on=date(2024, 6, 30))
    assert host.share_plans.get(pk=plan.pk).state == "agreed"  # the day itself is not over
    assert actions.watch(on=date(2024, 7, 1))["broken"] == 1
    assert queries.pressing(date(2024, 7, 1)).exists()


def test_a_line_is_contested_by_the_host_and_answered_by_who_had_no_hand_in_the_call(cast):
    host, team = make_served(cast, 2)
    [march] = call(cast)
    line = march.lines.get(mission=team[0])
    with no("not_allowed"):
        actions.contest(line=line, reason="Parti", by=cast.awa, on=DUE)
    with no("nothing_said"):
        actions.contest(line=line, reason=" ", by=cast.essi, on=DUE)
    proof = SimpleUploadedFile("preuve.pdf", b"%PDF-1.4\n")
    dispute = actions.contest(line=line, reason="Parti le 20", proof=proof, by=cast.essi, on=DUE)
    with no("contested_once"):
        actions.contest(line=line, reason="Encore", by=cast.essi, on=DUE)
    with no("call_contested"):
        actions.cancel(call=march, reason="Faux", by=cast.dede, on=DUE)
    assert queries.pressing(date(2024, 6, 1)).get().late == RATE  # the other line
    with no("same_person"):
        actions.answer(dispute=dispute, words="Admis", francs=5_000, by=cast.dede, on=DUE)  # Dédé issued it
    with no("more_than_line"):
        actions.answer(dispute=dispute, words="Admis", francs=15_001, by=cast.ama, on=DUE)
    done = actions.answer(dispute=dispute, words="Parti le 20, admis", francs=5_000, by=cast.ama, on=DUE)
    assert (done.state, done.credit.total, left(march), queries.balance(host)) == ("upheld", -5_000, 25_000, 25_000)
    [april] = call(cast, APRIL, date(2024, 5, 4))
    assert april.total == 30_000  # what was decided is not computed again


def test_a_rejected_dispute_leaves_the_line_owed(cast):
    _host, _team = make_served(cast)
    [march] = call(cast)
    dispute = actions.contest(line=march.lines.get(), reason="Trop cher", by=cast.essi, on=DUE)
    actions.answer(dispute=dispute, words="Le taux est celui de l’arrêté.", by=cast.ama, on=DUE)
    assert queries.pressing(date(2024, 5, 4)).get().late == RATE


def test_recovery_is_paid_over_due_and_gives_what_is_expected(cast):
    host, _team = make_served(cast, 2)
    call(cast)
    pay(cast, host, 20_000)
    assert foreseen.recovery_rate(date(2024, 5, 1), date(2024, 5, 31)) == (20_000, 30_000)
    assert foreseen.recovery_rate(date(2024, 6, 1), date(2024, 6, 30)) == (0, 0)
    [row] = queries.recovery(DUE, DUE)
    assert (row.region, row.kind, row.percent) == ("Plateaux", "ngo", 66)
    may, june, july = (type(MARCH)(2024, n) for n in (5, 6, 7))
    # April is called on 1 May and due on the 31st; May on 1 July, June on the 31st: 30 000 each, of which two thirds come in
    assert foreseen.expected_by_month(june, 2) == {june: 0, july: 40_000}
    assert foreseen.expected_by_month(may, 1) == {may: 0}  # nothing had fallen due before: nothing is proved
    [aged] = queries.ageing(date(2024, 6, 20))
    assert aged.ages == {"31–60": 10_000}


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**5), max_size=6))
def test_allocation_takes_the_oldest_first_and_no_more(francs, owed):
    taken = allocate(francs, list(enumerate(owed)))
    assert sum(part for _call, part in taken) == min(francs, sum(owed))
    full = [part == owed[call] for call, part in taken]
    assert all(full[:-1])


@given(st.integers(2, 10**9), st.integers(2, 12))
def test_instalments_keep_every_franc(total, count):
    terms = instalments(total, [date(2024, n, 1) for n in range(1, count + 1)])
    assert sum(francs for _day, francs in terms) == total and len(terms) == count
    assert is_kept(terms, [(date(2023, 12, 1), total)], date(2025, 1, 1))
    assert not is_kept(terms, [(date(2023, 12, 1), total - 1)], date(2025, 1, 1))


@given(st.integers(1, 31), st.integers(1, 10**6))
def test_the_parts_of_a_month_cut_anywhere_sum_to_the_month(cut, rate):
    for days, year in ((31, 2024), (30, 2024), (29, 2024), (28, 2023)):
        number = {31: 3, 30: 4, 29: 2, 28: 2}[days]
        last, at = date(year, number, days), date(year, number, min(cut, days))
        pieces = [(date(year, number, 1), at), *([(date(year, number, at.day + 1), last)] if at < last else [])]
        for proration, whole in (("thirtieths", 30), ("calendar_days", days)):
            of = {"month_days": days, "proration": proration, "rate": rate}
            assert sum(share([piece], **of).parts for piece in pieces) == share(pieces, **of).parts == whole
    assert [bucket(days) for days in (1, 30, 31, 90, 91)] == ["0–30", "0–30", "31–60", "61–90", "> 90"]


MOVES = st.lists(
    st.tuples(st.sampled_from(["call", "pay", "annul", "cancel", "credit"]), st.integers(1, 40_000)), max_size=7
)


@pytest.mark.django_db
class TestNoFrancIsLost:
    """Whatever happens, in whatever order: called − paid = owed, by rows and by the ledger."""

    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(moves=MOVES)
    def test_called_less_paid_is_owed(self, cast, moves, transaction):
        with transaction():
            host, _team = make_served(cast, 2)
            months = iter([MARCH, APRIL])
            for number, (move, francs) in enumerate(moves):
                self._do(cast, host, move, francs, number, months)
                self._holds(host)

    def _do(self, cast, host, move, francs, number, months):
        on = date(2024, 5, 2)
        calls = list(Call.objects.filter(state="issued", kind="month").order_by("pk"))
        if move == "call" and (month := next(months, None)):
            call(cast, month, on)
        elif move == "pay":
            pay(cast, host, francs, f"Q-{number}", on=on)
        elif move == "annul" and (paid := Payment.objects.filter(state="confirmed").first()):
            actions.annul(payment=paid, reason="Sans provision", by=cast.tchaa, on=on)
        elif move == "cancel" and calls:
            actions.cancel(call=calls[0], reason="Faux", by=cast.dede, on=on)
        elif move == "credit" and calls and (line := calls[-1].lines.filter(disputes=None, amount__gt=0).first()):
            dispute = actions.contest(line=line, reason="Faux", by=cast.essi, on=on)
            actions.answer(dispute=dispute, words="Admis", francs=min(francs, line.amount), by=cast.ama, on=on)

    def _holds(self, host):
        owed = sum(row.left for row in Call.objects.owing())
        credit = sum(credit_of([host.pk]).values())
        assert queries.balance(host) == owed - credit == ledger.balances().get("called", 0)
        assert not (owed and credit)  # what is free always settles
        assert not ledger.unbalanced().exists()
        assert ledger.balances().get("cash", 0) == sum(
            Payment.objects.filter(state="confirmed").values_list("amount", flat=True)
        )
