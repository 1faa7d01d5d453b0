"""Terms where money is committed and where it is paid: a seat, a pay line."""

from datetime import date

import pytest
from django.db import IntegrityError

from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Need, Seat
from teriya.partnerships.agreements import actions, audit
from teriya.partnerships.agreements.actions import NewTerms
from teriya.partnerships.agreements.models import Agreement
from teriya.partnerships.agreements.statements import lines_of, statement
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.eligibility import eligibility
from teriya.pay.allowances.models import PaymentOrder
from teriya.people.models import Person
from tests.factories.agreements import LATER, called, clauses, envelope_of, pdf, receive, signed
from tests.factories.allowances import answers, bring, make_payable, prepare
from tests.factories.partners import kafui

MONEY = 10_000_000
YEARS = {"first": date(2024, 1, 1), "last": date(2025, 12, 31)}


def on_agreement(cast, mission, **terms) -> Agreement:
    """The seat is paid by an agreement with these terms."""
    row = signed(cast, terms=NewTerms(MONEY, **terms))
    Seat.objects.filter(pk=mission.seat_id).update(envelope=envelope_of(row).envelope)
    return row


def test_a_seat_outside_the_terms_is_refused_with_the_term(cast):
    [mission] = make_payable(cast)
    need = Need.objects.get(pk=mission.seat.need_id)
    seat = Seat.objects.create(need=need, number=99)

    def fund(row: Agreement) -> int:
        return needs.fund([seat], envelope=envelope_of(row).envelope, by=cast.awa, on=LATER)

    narrow = signed(cast, terms=NewTerms(MONEY, places=["TG-S"], forms=["VNC"]))
    with pytest.raises(Refusal, match=r"outside_terms.*Haho 1.*Savanes.*VEC"):
        fund(narrow)
    poor = signed(cast, reference="CONV-2", terms=NewTerms(MONEY, monthly_max=29_999))
    with pytest.raises(Refusal, match=r"outside_terms.*30.000.*29.999"):
        fund(poor)
    capped = signed(cast, reference="CONV-3", terms=NewTerms(MONEY, ceilings={"allowance": 100_000}))
    with pytest.raises(Refusal, match=r"outside_terms.*180.000.F au total"):
        fund(capped)
    wide = signed(cast, reference="CONV-4", terms=NewTerms(MONEY, places=["TG-P"], forms=["VEC"], monthly_max=30_000))
    actions.decide(agreement=wide, step="suspend", reason="Audit", by=cast.ama, on=LATER)
    with pytest.raises(Refusal, match="agreement_not_running"):
        fund(wide)
    actions.decide(agreement=wide, step="resume", reason="Audit clos", by=cast.ama, on=LATER)
    assert fund(wide) == 180_000


def test_lines_stop_where_the_ceiling_of_their_kind_of_cost_is_reached(cast):
    team = make_payable(cast, 3)
    row = on_agreement(cast, team[0], ceilings={"allowance": 65_000})
    Seat.objects.filter(pk__in=[one.seat_id for one in team]).update(envelope=envelope_of(row).envelope)
    lines = prepare(cast).lines.order_by("mission")
    assert [[code for code, _said in line.blocked] for line in lines] == [[], [], ["outside_terms"]]
    assert "65\u202f000\u00a0F" in lines[2].blocked[0][1]
    again = eligibility(team[2:], {one.seat_id: [(envelope_of(row).envelope_id, 1)] for one in team}, Month(2024, 3))
    assert list(again.stops(team[2], [(envelope_of(row).envelope_id, 1)], due=5_000, is_month=True)) == []


def test_a_seat_taken_over_obeys_the_terms_of_who_takes_it(cast):
    [mission] = make_payable(cast)
    narrow = signed(cast, terms=NewTerms(MONEY, places=["TG-S"]))
    over = {"reason": "Coupe", "by": cast.awa, "on": LATER}
    with pytest.raises(Refusal, match="outside_terms"):
        needs.refinance([mission.seat], envelope=envelope_of(narrow).envelope, **over)
    wide = signed(cast, reference="CONV-2", terms=NewTerms(MONEY, monthly_max=30_000))
    assert needs.refinance([mission.seat], envelope=envelope_of(wide).envelope, **over) == 180_000


CASES = {
    "période éligible": {}, "hors des lieux": {"places": ["TG-S"]}, "réservée aux femmes": {"sex": "F"}, "n’est pas prévue": {"forms": ["VNC"]},
    "dépassent le plafond": {"monthly_max": 29_999}, "n’est pas celle": {"hosts": ["SA-0"]}, "nature de dépense": {"costs": ["training"]},
}  # fmt: skip


@pytest.mark.parametrize("words", CASES)
def test_a_line_outside_its_terms_is_stopped_with_the_term_and_no_other_is(cast, words):
    first, second = make_payable(cast, 2)
    Person.objects.filter(pk=first.person_id).update(sex="M")
    row = on_agreement(cast, first, **CASES[words])
    if words == "période éligible":
        version = actions.amend(
            agreement=row, clauses=clauses(last=date(2024, 3, 15), changes="Fin avancée"), by=kafui(), on=LATER
        )
        actions.sign(version=version, paper=pdf("a"), signed_on=LATER, by=cast.ama, on=LATER)
    run = prepare(cast)
    stopped = {line.mission_id: line.blocked for line in run.lines.filter(state="blocked")}
    [[code, sentence]] = stopped.pop(first.pk)
    assert (code, stopped) == ("outside_terms", {}) and words in sentence and "CONV-1" in sentence
    assert run.lines.get(mission=second).state == "due"


def test_a_term_that_changes_within_the_month_applies_to_the_next(cast):
    [mission] = make_payable(cast)
    row = on_agreement(cast, mission)
    version = actions.amend(
        agreement=row, clauses=clauses(since=date(2024, 3, 2), changes="VNC seuls"), by=kafui(), on=LATER
    )
    actions.set_terms(
        version=version, envelope=envelope_of(row), terms=NewTerms(MONEY, forms=["VNC"]), by=kafui(), on=LATER
    )
    actions.sign(version=version, paper=pdf("a"), signed_on=LATER, by=cast.ama, on=LATER)
    assert prepare(cast).lines.get().state == "due"


def test_terms_cost_the_same_questions_whatever_the_missions(
    cast, django_assert_num_queries, django_assert_max_num_queries
):
    team = make_payable(cast, 4)
    row = signed(cast, terms=NewTerms(MONEY, places=["TG-P"]))
    Seat.objects.filter(pk__in=[one.seat_id for one in team]).update(envelope=envelope_of(row).envelope)
    funders = {one.seat_id: [(envelope_of(row).envelope_id, 1)] for one in team}
    with django_assert_max_num_queries(4) as asked:
        eligibility(team[:1], funders, Month(2024, 3))
    with django_assert_num_queries(len(asked)):
        eligibility(team, funders, Month(2024, 3))


def test_a_month_is_never_funded_beyond_the_whole(cast):
    make_payable(cast)
    line = prepare(cast).lines.get()
    other = envelope_of(signed(cast)).envelope
    with pytest.raises(IntegrityError, match="splits_above_line"):
        line.splits.create(envelope=other, amount=1)


def test_an_allowance_is_justified_once_the_volunteer_has_it(cast):
    """Sent, it is spent and proves nothing; come back, no more; received, it is justified, savings and all."""
    make_payable(cast, 2)
    row = signed(cast, terms=NewTerms(MONEY), opens="tranche")
    receive(cast, called(cast, row, MONEY), MONEY)
    seats = list(Seat.objects.all())
    needs.refinance(seats, envelope=envelope_of(row).envelope, reason="Convention", by=cast.awa, on=LATER)
    run = bring(cast, prepare(cast))
    told = statement(row)
    assert (told.spent, told.unproven, told.justified, told.balance) == (60_000, 60_000, 0, MONEY)
    orders = list(PaymentOrder.objects.order_by("pk"))
    content = answers(orders, returned=(orders[0].reference,))
    pay.settle(
        run=run,
        institution=orders[0].wallet.institution,
        content=content,
        filename="r.csv",
        by=cast.kossivi,
        on=run.on,
    )
    told = statement(row)
    assert (told.spent, told.unproven, told.justified, told.balance) == (60_000, 30_000, 30_000, MONEY - 30_000)
    assert {(line.source, line.amount) for line in lines_of(row)} == {("pay_line", 30_000)} and len(lines_of(row)) == 2
    assert list(audit.faults()) == []
