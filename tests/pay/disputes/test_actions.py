"""Who contests, who answers, in what time, and who never decides alone."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.messages.models import Message
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule
from teriya.pay.disputes import actions
from teriya.pay.disputes.models import Dispute
from teriya.service.attendance.models import MonthSheet
from tests.factories.corrections import correct
from tests.factories.disputes import OPENED_ON, contest, hire_agent, make_slip
from tests.scenes import scene


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def answer(dispute, by, outcome="rejected", words="Canevas vu : absent le 12 et le 13.", on=OPENED_ON):
    return actions.answer(dispute=dispute, outcome=outcome, words=words, by=by, on=on)


def state_of(dispute) -> str:
    return Dispute.objects.get(pk=dispute.pk).state


@pytest.fixture
@scene
def slip(cast):
    """A month that neither Yao nor Mazalo attested or confirmed."""
    line = make_slip(cast)
    MonthSheet.objects.update(attested_by_id=cast.essi.pk, confirmed_by_id=cast.kodjo.pk)
    return line


def test_the_rule_says_who_answers_and_before_when(cast, slip):
    days, unpaid = contest(cast, slip), contest(cast, slip, "unpaid", 0)
    assert (days.owners, days.answer_by) == (["regional_agent", "regional_supervisor"], OPENED_ON + timedelta(10))
    assert unpaid.owners == ["public_accountant"]


def test_the_delay_is_that_of_the_rule(cast, slip):
    Rule.objects.filter(name="dispute_days").update(value=3)
    rules.forget()
    try:
        assert contest(cast, slip).answer_by == OPENED_ON + timedelta(3)
    finally:
        rules.forget()


def test_one_dispute_a_row_is_alive(cast, slip):
    contest(cast, slip)
    assert code_of(contest, cast, slip, "rate") == "already_contested"
    assert contest(cast, slip, "unpaid", 0).row == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(row=0).update(row=1)


def test_the_same_reason_is_not_asked_twice(cast, slip):
    answer(contest(cast, slip), cast.yao)
    assert code_of(contest, cast, slip) == "already_answered"
    assert contest(cast, slip, "rate").kind == "rate"


@pytest.mark.parametrize("who", ["afi", "essi", "awa", "issa"])
def test_only_the_volunteer_and_the_centre_contest(cast, slip, who):
    assert code_of(contest, cast, slip, by=getattr(cast, who)) == "not_allowed"


def test_the_centre_writes_for_who_calls_and_the_volunteer_is_told(cast, slip):
    type(slip.mission.person).objects.update(phone="+22890000001")
    dispute = contest(cast, slip, by=cast.yao, way="call")
    sms = Message.objects.get(template="dispute_received")
    assert dispute.number in sms.text and "30/04/2024" in sms.text and len(sms.text) <= 160


def test_a_centre_elsewhere_neither_writes_nor_answers(cast, slip):
    far = hire_agent(cast, "Loin")
    far.appointment_set.get().communes.set([cast.tone_1])
    assert code_of(contest, cast, slip, by=far) == "not_allowed"
    assert code_of(answer, contest(cast, slip), far) == "not_an_owner"


def test_a_month_not_ordered_is_not_contested_yet(cast, slip):
    slip.state = "due"
    slip.save(update_fields=["state"])
    assert code_of(contest, cast, slip) == "not_published"
    slip.state = "paid"
    slip.save(update_fields=["state"])
    assert code_of(contest, cast, slip, "days", 9) == "bad_row"


def test_an_answer_is_in_words_and_told_by_sms(cast, slip):
    type(slip.mission.person).objects.update(phone="+22890000001")
    dispute = contest(cast, slip)
    assert code_of(answer, dispute, cast.yao, words=" ") == "words_missing"
    answer(dispute, cast.yao)
    sms = Message.objects.get(template="dispute_answered")
    assert "rejetée" in sms.text and "CONTESTER 03 JOURS" in sms.text and len(sms.text) <= 160
    assert state_of(dispute) == "answered"


@pytest.mark.parametrize(
    "kind, by, others",
    [
        ("days", "yao", ["awa", "tchaa", "ama"]),
        ("rate", "awa", ["yao", "tchaa"]),
        ("unpaid", "tchaa", ["yao", "awa", "dede"]),
    ],
)
def test_each_kind_is_answered_by_its_role_only(cast, slip, kind, by, others):
    dispute = contest(cast, slip, kind)
    for other in others:
        assert code_of(answer, dispute, getattr(cast, other)) in {"not_an_owner", "not_allowed"}
    answer(dispute, getattr(cast, by))
    assert state_of(dispute) in {"answered", "proposed"}


def test_once_late_the_director_answers(cast, slip):
    dispute = contest(cast, slip)
    assert code_of(answer, dispute, cast.ama, on=dispute.answer_by) == "not_an_owner"
    answer(dispute, cast.ama, on=dispute.answer_by + timedelta(1))
    assert state_of(dispute) == "answered"


def test_who_prepared_the_line_never_decides_alone(cast, slip):
    """Awa calculated the month: her answer waits for somebody who had no hand in it."""
    dispute = contest(cast, slip, "rate")
    answer(dispute, cast.awa)
    assert state_of(dispute) == "proposed" and not Message.objects.filter(template="dispute_answered").exists()
    assert code_of(actions.confirm, dispute=dispute, by=cast.awa, on=OPENED_ON) == "same_person"
    assert code_of(answer, dispute, cast.awa) == "same_person"
    actions.confirm(dispute=dispute, by=cast.ama, on=OPENED_ON)
    assert state_of(dispute) == "answered" and dispute.answers.get().confirmed_by_id == cast.ama.pk


@pytest.mark.parametrize("duty", ["attested_by_id", "confirmed_by_id"])
def test_who_attested_or_confirmed_the_days_never_decides_alone(cast, slip, duty):
    MonthSheet.objects.update(**{duty: cast.yao.pk})
    dispute = contest(cast, slip)
    answer(dispute, cast.yao)
    assert state_of(dispute) == "proposed"
    answer(dispute, cast.mazalo, "accepted", "Vu avec la structure : présent.")
    assert Dispute.objects.get().outcome == "accepted"


def test_another_preparer_does_not_confirm_either(cast, slip):
    second = hire_agent(cast, "Bis", "finance_officer")
    dispute = contest(cast, slip, "rate")
    slip.run.visas.filter(step="liquidate").update(by_id=second.pk)
    answer(dispute, cast.awa)
    assert code_of(actions.confirm, dispute=dispute, by=second, on=OPENED_ON) == "same_person"


def test_nobody_answers_about_oneself(cast, slip):
    dispute = contest(cast, slip)
    slip.mission.person.account = cast.yao
    slip.mission.person.save(update_fields=["account"])
    assert code_of(answer, dispute, cast.yao) == "not_an_owner"


def test_an_accepted_dispute_leads_to_the_recount_of_the_month(cast, slip):
    dispute = contest(cast, slip)
    answer(dispute, cast.yao, "recount", "Canevas retrouvé : 19 jours.")
    assert list(Dispute.objects.to_recount()) == [dispute]
    correction = correct(cast, slip, 19)
    assert not Dispute.objects.to_recount() and Dispute.objects.get().correction == correction


def test_it_is_reopened_once_and_another_person_answers(cast, slip):
    dispute = contest(cast, slip)
    answer(dispute, cast.yao)
    later = OPENED_ON + timedelta(5)
    actions.reopen(dispute=dispute, words="J’ai la photo du cahier.", by=cast.kossi, on=later)
    again = Dispute.objects.get()
    assert (again.state, again.outcome, again.answer_by) == ("open", "", later + timedelta(10))
    assert code_of(answer, dispute, cast.yao, on=later) == "same_person"
    answer(dispute, cast.ama, "accepted", "Vu.", on=later)
    assert code_of(actions.reopen, dispute=dispute, by=cast.kossi, on=later) == "reopened_once"
    actions.close(dispute=dispute, by=cast.kossi, on=later)
    assert state_of(dispute) == "closed"


def test_after_its_day_it_is_not_reopened(cast, slip):
    dispute = contest(cast, slip)
    answer(dispute, cast.yao)
    last = Dispute.objects.get().reopen_by
    assert code_of(actions.reopen, dispute=dispute, by=cast.kossi, on=last + timedelta(1)) == "reopen_over"
    actions.reopen(dispute=dispute, by=cast.kossi, on=last)


def test_the_recount_of_what_counts_no_days_is_refused(cast, slip):
    type(slip).objects.filter(pk=slip.pk).update(nature="lump_sum")
    assert code_of(answer, contest(cast, slip), cast.yao, "recount") == "cannot_recount"


def test_late_ones_are_counted_from_the_day_after(cast, slip):
    dispute = contest(cast, slip)
    assert not Dispute.objects.late(dispute.answer_by) and Dispute.objects.late(date(2024, 5, 1))
