"""CONTESTER by SMS, in 160 letters of GSM-7."""

import pytest

from teriya.foundation.messages.gsm7 import length, plain
from teriya.foundation.messages.inbound import _keywords
from teriya.pay.disputes import actions
from teriya.pay.disputes.models import Dispute
from teriya.people.models import Person
from teriya.service.attendance.models import MonthSheet
from tests.factories.corrections import make_paid
from tests.factories.disputes import make_slip
from tests.scenes import scene

PHONE = "+22890000001"


@pytest.fixture
@scene
def slip(cast):
    line = make_slip(cast)
    MonthSheet.objects.update(attested_by_id=cast.essi.pk, confirmed_by_id=cast.kodjo.pk)
    Person.objects.filter(pk=line.mission.person_id).update(phone=PHONE)
    return line


def say(text: str, phone: str = PHONE) -> str:
    first, *words = text.upper().split()
    answer = plain(_keywords[first](phone, words))
    assert length(answer) <= 160
    return answer


@pytest.mark.parametrize("text, kind", [("CONTESTER 03 JOURS", "days"), ("contester 3 taux", "rate"), ("CONTESTER 03 PAS RECU", "unpaid"), ("DISPUTE 03 KEPT", "retention"), ("CONTESTER 03 j’étais au poste", "other")])  # fmt: skip
def test_a_month_is_contested_by_sms(slip, text, kind):
    said = say(text)
    dispute = Dispute.objects.get()
    assert (dispute.kind, dispute.way, dispute.row) == (kind, "sms", 0)
    assert dispute.number in said and "mars 2024" in said


def test_words_are_kept(slip):
    say("CONTESTER 03 JOURS PRESENT LE 12")
    assert Dispute.objects.get().words == "PRESENT LE 12"


@pytest.mark.parametrize("text", ["CONTESTER", "CONTESTER MARS", "CONTESTER 13 JOURS"])
def test_what_is_not_understood_is_explained(slip, text):
    assert "CONTESTER 03 JOURS" in say(text) and not Dispute.objects.exists()


def test_another_month_or_another_telephone_finds_nothing(slip):
    assert "Aucune paie" in say("CONTESTER 07 JOURS")
    assert "Aucune paie" in say("CONTESTER 03 JOURS", "+22890000009")


def test_twice_is_once(slip):
    say("CONTESTER 03 JOURS")
    assert "déjà contestée" in say("CONTESTER 03 JOURS") and Dispute.objects.count() == 1


def test_a_family_says_whose_pay(cast, slip):
    other = make_paid(cast)
    Person.objects.filter(pk=other.mission.person_id).update(phone=PHONE)
    assert "matricule" in say("CONTESTER 03 JOURS")
    say(f"CONTESTER 03 JOURS {other.mission.person.matricule}")
    assert Dispute.objects.get().line == other


def test_after_an_answer_the_same_sms_reopens_once(cast, slip):
    say("CONTESTER 03 JOURS")
    dispute = Dispute.objects.get()
    actions.answer(dispute=dispute, outcome="rejected", words="Absent.", by=cast.yao, on=dispute.opened_on)
    say("CONTESTER 03 JOURS")
    assert Dispute.objects.get().state == "open"
    actions.answer(dispute=dispute, outcome="rejected", words="Absent.", by=cast.ama, on=dispute.opened_on)
    assert "donnée" in say("CONTESTER 03 JOURS")
