"""What a volunteer and the tutor are told by SMS, in the language of the account; never of what kind a leave is."""

from teriya.foundation.messages.actions import queue
from teriya.foundation.rules import queries as rules
from teriya.service.attendance.models import Leave

NAME = 45  # letters: the message holds in one SMS


def leave_decided(leave: Leave) -> None:
    """Granted or refused, and why, to the volunteer."""
    person = leave.mission.person
    template = "leave_refused" if leave.state == "refused" else "leave_granted"
    _tell(template, leave, person.phone, person.account.language if person.account else "fr", {"why": leave.answer})


def leave_asked(leave: Leave) -> None:
    """That an opinion is awaited, to the mission's tutor who has an account; nothing when it is the tutor who asked."""
    tutor = leave.mission.tutor_account
    if tutor and tutor.pk != leave.asked_by_id:
        _tell("leave_asked", leave, tutor.phone, tutor.language, {"who": str(leave.mission.person)[:NAME]})


def _tell(template: str, leave: Leave, to: str, language: str, words: dict[str, str]) -> None:
    days = {"first": f"{leave.first_day:%d/%m/%Y}", "last": f"{leave.last_day:%d/%m/%Y}"}
    queue(channel="sms", to=to, template=template, context={"agency": rules.agency()["short_name"]} | days | words,
          key=f"{template}:{leave.pk}", about=f"mission {leave.mission_id}", language=language)  # fmt: skip
