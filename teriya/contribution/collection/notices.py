"""What people are told by SMS about the months that they count or attest."""

from teriya.contribution.collection.models import Report
from teriya.foundation.messages.actions import queue
from teriya.foundation.rules import queries as rules


def returned(report: Report, why: str) -> None:
    """To the volunteer: the month is to be counted again, and why."""
    person = report.mission.person
    queue(channel="sms", to=person.phone, template="indicators_returned",
          context={"agency": rules.agency()["short_name"], "month": f"{report.month:%m/%Y}", "why": why}, key=f"indicators_returned:{report.pk}",
          about=f"mission {report.mission_id}", language=person.account.language if person.account else "fr")  # fmt: skip
