"""What the volunteer is told by SMS: that it is received, then the answer."""

from teriya.foundation.messages.actions import queue
from teriya.foundation.rules import queries as rules
from teriya.pay.disputes.models import Dispute, DisputeAnswer
from teriya.pay.disputes.words import WORDS, month_of


def received(dispute: Dispute) -> None:
    """After a call: its number, and the last day of the answer."""
    _tell("dispute_received", dispute, "", {"number": dispute.number, "day": f"{dispute.answer_by:%d/%m/%Y}"})


def answered(dispute: Dispute, answer: DisputeAnswer) -> None:
    """The outcome, how to reopen it once, then as many of the words as the SMS holds."""
    again = "" if dispute.reopened_on else f"{dispute.reopen_by:%d/%m/%Y}"
    _tell("dispute_answered", dispute, str(answer.pk), {"outcome": answer.outcome, "words": answer.words, "again": again})  # fmt: skip


def _tell(template: str, dispute: Dispute, mark: str, words: dict) -> None:
    person = dispute.line.mission.person
    language = person.account.language if person.account else "fr"
    keyword, reasons = WORDS.get(language, WORDS["fr"])
    context = words | {
        "agency": rules.agency()["short_name"], "month": month_of(dispute.line.month, language),
        "reply": f"{keyword} {dispute.line.month:%m} {reasons[dispute.kind]}",
    }  # fmt: skip
    queue(channel="sms", to=person.phone, template=template, context=context, key=f"{template}:{dispute.pk}:{mark}",
          about=f"dispute {dispute.pk}", language=language)  # fmt: skip
