"""What candidates are told by SMS, each in the language of their account."""

from collections import defaultdict
from collections.abc import Sequence

from teriya.foundation.messages.actions import queue_many
from teriya.foundation.messages.gsm7 import LIMIT, length, plain
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application


def received(applications: Sequence[Application]) -> None:
    _tell(applications, "application_received")


def not_eligible(applications: Sequence[Application]) -> None:
    """Why, once for each reason: the same check again sends nothing new."""
    _tell(applications, "not_eligible")


def _tell(applications: Sequence[Application], template: str) -> None:
    """`applications` come with their `wave` and `person`."""
    agency = rules.agency()["short_name"]
    spoken = defaultdict(list)
    for row in applications:
        code, sentence = row.reasons[0] if row.reasons else ("", "")
        spoken[_language(row)].append({
            "to": row.person.phone, "key": f"{template}:{row.pk}:{code}", "about": f"application:{row.pk}",
            "context": {"agency": agency, "number": row.number, "wave": row.wave.code, "reason": _short(sentence),
                        "complaint": rules.agency()["complaint_phone"]},
        })  # fmt: skip
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template=template, language=language)


def _language(application: Application) -> str:
    account = application.person.account
    return account.language if account else "fr"


def _short(sentence: str) -> str:
    """A sentence that would lose its end in an SMS is left out: the centre and the person's page say it whole."""
    return sentence if length(plain(sentence)) <= LIMIT - 75 else ""
