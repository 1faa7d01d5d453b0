"""What a volunteer is told by SMS, in the language of the account."""

from teriya.foundation.messages.actions import queue
from teriya.foundation.rules import queries as rules
from teriya.service.attendance.models import Leave


def leave_decided(leave: Leave) -> None:
    """Granted or refused, and why; never of what kind: a telephone may serve a family."""
    person = leave.mission.person
    context = {
        "agency": rules.agency()["short_name"], "first": f"{leave.first_day:%d/%m/%Y}", "last": f"{leave.last_day:%d/%m/%Y}",
        "why": leave.answer,
    }  # fmt: skip
    template = "leave_refused" if leave.state == "refused" else "leave_granted"
    queue(channel="sms", to=person.phone, template=template, context=context, key=f"{template}:{leave.pk}",
          about=f"mission {leave.mission_id}", language=person.account.language if person.account else "fr")  # fmt: skip
