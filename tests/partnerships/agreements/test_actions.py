"""An agreement from its draft to its end: who may, what is refused, what the ledger says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger import queries as ledger_queries
from teriya.partnerships.agreements import actions, audit, queries
from teriya.partnerships.agreements.actions import NewTerms
from teriya.partnerships.agreements.models import Agreement, Expense, Ineligible, Terms, Version
from teriya.partnerships.agreements.statements import lines_of, statement
from tests.cast import appoint
from tests.factories.agreements import (
    LATER,
    ON,
    accepted,
    called,
    clauses,
    drafted,
    entered,
    envelope_of,
    invoice,
    pdf,
    receive,
    signed,
)
from tests.factories.partners import kafui


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def standing(row: Agreement) -> ledger_queries.Standing:
    return ledger_queries.standings().get(envelope_of(row).envelope_id, ledger_queries.NOTHING)


def test_who_writes_does_not_sign_and_the_signature_opens_the_money(cast):
    row = drafted(cast)
    version = row.versions.get()
    appoint(kafui(), "director")
    sign = {"version": version, "paper": pdf(), "signed_on": ON, "on": ON}
    assert code_of(actions.sign, by=kafui(), **sign) == "same_person"
    assert code_of(actions.sign, by=cast.awa, **sign) == "not_allowed"
    actions.sign(by=cast.ama, **sign)
    envelope = envelope_of(row).envelope
    assert (envelope.funder, envelope.kind, standing(row).granted) == (row.partner.name, "un", 10_000_000)
    assert code_of(actions.correct, version=version, clauses=clauses(), by=kafui(), on=ON) == "already_signed"
    assert code_of(ledger.top_up, envelope=envelope, amount=1, reason="don", by=cast.awa, on=ON) == "kept_elsewhere"


def test_the_envelopes_share_the_whole_amount_before_the_signature(cast):
    row = drafted(cast)
    version = row.versions.get()
    add = {"version": version, "title": "Écoles", "by": kafui(), "on": ON}
    assert code_of(actions.add_envelope, code="CONV-1-B", terms=NewTerms(1), **add) == "above_agreement"
    assert code_of(actions.add_envelope, code="CONV-1-A", terms=NewTerms(0), **add) == "envelope_known"
    actions.set_terms(version=version, envelope=envelope_of(row), terms=NewTerms(9_999_999), by=kafui(), on=ON)
    assert code_of(actions.sign, version=version, paper=pdf(), signed_on=ON, by=cast.ama, on=ON) == "not_allocated"


def test_an_amendment_is_a_new_version_and_the_one_in_force_is_read_by_day(cast):
    row = signed(cast)
    amend = {"agreement": row, "by": kafui(), "on": LATER}
    more = clauses(12_000_000, since=date(2024, 6, 1), last=date(2025, 6, 30), changes="Prolongation")
    assert code_of(actions.amend, clauses=replace(more, since=date(2023, 12, 31)), **amend) == "bad_dates"
    version = actions.amend(clauses=more, **amend)
    assert code_of(actions.amend, clauses=more, **amend) == "amendment_waits"
    terms = NewTerms(12_000_000, costs=["allowance"])
    actions.set_terms(version=version, envelope=envelope_of(row), terms=terms, by=kafui(), on=LATER)
    assert standing(row).granted == 10_000_000
    actions.sign(version=version, paper=pdf("avenant"), signed_on=LATER, by=cast.ama, on=LATER)
    assert standing(row).granted == 12_000_000
    of = envelope_of(row).envelope_id
    before, after = (queries.terms_in_force([of], day)[of] for day in (date(2024, 5, 31), date(2024, 6, 1)))
    assert (before.last, dict(before.costs)) == (date(2024, 12, 31), {})
    assert (after.last, list(after.costs)) == (date(2025, 6, 30), ["allowance"])


def test_what_is_signed_is_not_rewritten_even_by_hand(cast):
    row = signed(cast)
    with pytest.raises(IntegrityError, match="signed_version_stays"):
        Version.objects.filter(agreement=row).update(amount=1)


def test_nor_are_signed_terms(cast):
    row = signed(cast)
    with pytest.raises(IntegrityError, match="signed_terms_stay"):
        Terms.objects.filter(envelope__agreement=row).update(amount=1)


def test_a_tranche_is_called_by_one_and_received_by_another_in_parts(cast):
    row = signed(cast, 100_000_00, "600", currency="USD", opens="tranche")
    assert standing(row).granted == 0
    assert code_of(called, cast, row, 100_000_01, "600") == "above_agreement"
    tranche = called(cast, row, 50_000_00, "600")
    assert (tranche.called, tranche.letter.number) == (30_000_000, "APPEL/2024/000001")
    appoint(kafui(), "public_accountant")
    assert (
        code_of(actions.receive, tranche=tranche, amount=1, rate=Decimal(1), bank_reference="A", by=kafui(), on=LATER)
        == "same_person"
    )
    first = receive(cast, tranche, 20_000_00, "610")
    assert receive(cast, tranche, 20_000_00, "610") == first
    assert code_of(receive, cast, tranche, 10_000_00, "610") == "bank_reference_known"
    assert code_of(receive, cast, tranche, 30_000_01, "590", "AC-2") == "above_tranche"
    second = receive(cast, tranche, 30_000_00, "595.5", "AC-2")
    assert (first.cash, first.exchange, second.cash, second.exchange) == (12_200_000, 200_000, 17_865_000, -135_000)
    tranche.refresh_from_db()
    assert tranche.state == "received" and queries.exchange_of(row) == 65_000
    assert (standing(row).granted, standing(row).received) == (30_065_000, 30_065_000)
    balances = ledger_queries.balances()
    assert list(audit.faults()) == []
    assert [balances.get(name, 0) for name in ("cash", "called", "funds", "exchange")] == [
        30_065_000,
        0,
        -30_000_000,
        -65_000,
    ]


def test_a_refused_tranche_reverses_what_had_not_come(cast):
    row = signed(cast)
    tranche = called(cast, row, 1_000_000)
    receive(cast, tranche, 400_000)
    assert code_of(actions.give_up, tranche=tranche, reason="Rapport rejeté", by=kafui(), on=LATER) == "same_person"
    assert code_of(actions.give_up, tranche=tranche, reason=" ", by=cast.tchaa, on=LATER) == "reason_required"
    actions.give_up(tranche=tranche, reason="Rapport rejeté", by=cast.tchaa, on=LATER)
    assert (
        list(audit.faults()) == []
        and ledger_queries.balances()["called"] == 0
        and ledger_queries.balances()["funds"] == -400_000
    )


def test_an_expense_has_its_own_proof_and_a_second_person(cast):
    row = signed(cast)
    first = entered(cast, row)
    again = {"parts": [(envelope_of(row), 5)], "by": cast.awa, "on": LATER}
    assert code_of(actions.enter_expense, invoice=invoice(5, "F-2"), proof=pdf("F-1"), **again) == "proof_used"
    assert (
        code_of(actions.enter_expense, invoice=invoice(100_000, "f-1", supplier="HOTEL ROC"), proof=pdf("x"), **again)
        == "invoice_known"
    )
    assert code_of(actions.enter_expense, invoice=invoice(4, "F-3"), proof=pdf("x"), **again) == "above_invoice"
    assert code_of(actions.check_expense, expense=first, step="accept", by=cast.awa, on=LATER) == "same_person"
    assert code_of(actions.check_expense, expense=first, step="refuse", by=cast.dede, on=LATER) == "reason_required"
    assert standing(row).committed == 0
    actions.check_expense(expense=first, step="accept", by=cast.dede, on=LATER)
    assert (standing(row).committed, standing(row).spent) == (100_000, 100_000)
    actions.check_expense(expense=first, step="reverse", reason="Facture fausse", by=cast.dede, on=LATER)
    assert (standing(row).committed, standing(row).spent) == (0, 0) and list(audit.faults()) == []
    assert entered(cast, row).number != first.number, "the invoice of a reversed expense may be entered anew"


def test_the_database_keeps_an_invoice_to_its_amount_and_its_words(cast):
    row = signed(cast)
    other = signed(cast, reference="CONV-2")
    expense = entered(cast, row)
    with pytest.raises(IntegrityError, match="expense_parts_above_invoice"):
        expense.parts.create(envelope=envelope_of(other), amount=1)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_accepted_expense_is_not_rewritten(cast):
    expense = accepted(cast, signed(cast))
    with pytest.raises(IntegrityError, match="expense_stays"):
        Expense.objects.filter(pk=expense.pk).update(amount=1)


def test_an_expense_outside_the_terms_is_refused_with_the_term(cast):
    row = signed(cast, terms=NewTerms(10_000_000, costs=["training", "kit"], ceilings={"training": 150_000}))
    with pytest.raises(Refusal, match=r"outside_terms.*frais de gestion.*formation, kits"):
        entered(cast, row, cost="management")
    with pytest.raises(Refusal, match=r"outside_terms.*01/02/2025.*31/12/2024"):
        actions.enter_expense(
            invoice=invoice(on=date(2025, 2, 1)),
            parts=[(envelope_of(row), 1)],
            proof=pdf(),
            by=cast.awa,
            on=date(2025, 2, 2),
        )
    accepted(cast, row)
    with pytest.raises(Refusal, match=r"outside_terms.*160"):
        entered(cast, row, 60_000, "F-2")


def test_what_the_funder_refuses_is_given_back_then_the_agreement_closes(cast):
    row = signed(cast, 1_000_000, opens="tranche")
    receive(cast, called(cast, row, 1_000_000), 1_000_000)
    expense, envelope = accepted(cast, row, 700_000), envelope_of(row)
    refuse = {
        "envelope": envelope,
        "source": "expense",
        "source_id": expense.pk,
        "reason": "Hors objet",
        "by": cast.awa,
        "on": LATER,
    }
    assert code_of(actions.refuse_line, amount=700_001, **refuse) == "above_line"
    actions.refuse_line(amount=200_000, **refuse)
    assert code_of(actions.refuse_line, amount=1, **refuse) == "line_refused"
    told = statement(row)
    assert (told.justified, told.eligible, told.balance, told.to_refund(is_over=False)) == (
        700_000,
        500_000,
        500_000,
        200_000,
    )
    assert [(line.amount, line.refused.amount) for line in lines_of(row)] == [(700_000, 200_000)]
    actions.decide(agreement=row, step="start", by=kafui(), on=LATER)
    assert code_of(actions.decide, agreement=row, step="close", by=cast.ama, on=LATER) == "not_settled"
    repay = {"envelope": envelope, "reason": "Solde", "by": cast.awa, "on": LATER}
    assert code_of(actions.enter_repayment, amount=500_001, **repay) == "above_balance"
    back = actions.enter_repayment(amount=300_000, **repay)
    pay = {"step": "pay", "bank_reference": "OV-1", "on": LATER}
    assert code_of(actions.decide_repayment, repayment=back, by=cast.awa, **pay) == "same_person"
    actions.decide_repayment(repayment=back, by=cast.tchaa, **pay)
    assert standing(row).available == 0 and statement(row).balance == 200_000
    rest = actions.enter_repayment(amount=200_000, **repay)
    assert code_of(actions.decide_repayment, repayment=rest, by=cast.tchaa, **pay) == "cash_short"
    state = ledger.grant(code="ETAT", title="État", funder="État", amount=250_000, by=cast.awa, on=ON)
    carry = {"line": Ineligible.objects.get(), "on": LATER}
    assert code_of(actions.carry_line, envelope=state, by=cast.awa, **carry) == "same_person"
    assert code_of(actions.carry_line, envelope=envelope.envelope, by=cast.dede, **carry) == "kept_elsewhere"
    actions.carry_line(envelope=state, by=cast.dede, **carry)
    assert ledger.available(state) == 50_000 and statement(row).balance == 200_000
    assert {cost: francs for (_envelope, cost), francs in queries.charged([envelope.envelope]).items() if francs} == {
        "training": 500_000
    }
    actions.decide_repayment(repayment=rest, by=cast.tchaa, **pay)
    actions.decide(agreement=row, step="close", by=cast.ama, on=LATER)
    assert (standing(row).received, standing(row).spent, standing(row).available) == (500_000, 500_000, 0)
    assert list(audit.faults()) == []
    assert code_of(entered, cast, row, 1, "F-9") == "agreement_not_running"


def test_a_cancelled_agreement_gives_nothing_and_one_whose_money_moved_is_not_cancelled(cast):
    row = signed(cast)
    actions.decide(agreement=row, step="cancel", reason="Retiré", by=cast.ama, on=LATER)
    assert standing(row).available == 0
    other = signed(cast, reference="CONV-2")
    accepted(cast, other)
    assert (
        code_of(actions.decide, agreement=other, step="cancel", reason="Retiré", by=cast.ama, on=LATER)
        == "money_moved"
    )


def test_a_partner_reads_its_own_signed_agreement_and_no_other(cast):
    row, other = signed(cast), signed(cast, reference="CONV-2")
    person = cast.afi
    admit = {"agreement": row, "by": kafui(), "on": LATER}
    assert code_of(actions.admit, user=person, **admit) == "not_a_partner"
    appoint(person, "partner")
    member = actions.admit(user=person, **admit)
    assert code_of(actions.admit, user=person, **admit) == "member_known"
    assert list(Agreement.objects.visible_to(person)) == [row] and other not in Agreement.objects.visible_to(person)
    facts = {"received": 12, "as_of": "2024-02-29"}
    report = actions.freeze_report(agreement=row, as_of=date(2024, 2, 29), facts=facts, by=person, on=LATER)
    assert (
        actions.freeze_report(agreement=row, as_of=date(2024, 2, 29), facts=dict(facts), by=cast.awa, on=LATER)
        == report
    )
    freeze = {"as_of": date(2024, 2, 29), "facts": {"received": 13}, "by": person, "on": LATER}
    assert code_of(actions.freeze_report, agreement=row, **freeze) == "report_frozen"
    assert code_of(actions.freeze_report, agreement=other, **freeze) == "not_allowed"
    actions.dismiss(member=member, by=kafui(), on=LATER)
    assert not Agreement.objects.visible_to(person).exists()


def test_a_gift_in_kind_never_moves_the_ledger(cast):
    row = signed(cast)
    before = ledger_queries.balances()
    actions.give_in_kind(
        agreement=row,
        what="Bureau",
        given_by="PNUD",
        valued_how="Loyer du marché",
        amount=900_000,
        by=kafui(),
        on=LATER,
    )
    assert ledger_queries.balances() == before and statement(row).received == 0
