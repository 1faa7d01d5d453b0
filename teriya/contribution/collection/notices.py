"""What people are told by SMS about the months that they count or attest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from teriya.contribution.collection.models import Report
from teriya.foundation.accounts.models import User
from teriya.foundation.messages.actions import queue, queue_many
from teriya.foundation.rules import queries as rules
from teriya.service.missions.models import Mission


def returned(report: Report, why: str) -> None:
    """To the volunteer: the month is to be counted again, and why."""
    person = report.mission.person
    queue(channel="sms", to=person.phone, template="indicators_returned",
          context={"agency": rules.agency()["short_name"], "month": f"{report.month:%m/%Y}", "why": why}, key=f"indicators_returned:{report.pk}",
          about=f"mission {report.mission_id}", language=person.account.language if person.account else "fr")  # fmt: skip


def remind_volunteers(missions: Iterable[Mission], month: date, on: date) -> None:
    """To each: the month is still to be counted."""
    by_language: dict[str, list[dict]] = defaultdict(list)
    for mission in missions:
        person = mission.person
        by_language[person.account.language if person.account else "fr"].append(
            {"to": person.phone, "context": _context(month), "key": f"indicators_due:{mission.pk}:{month:%Y-%m}:{on}", "about": f"mission {mission.pk}"}
        )  # fmt: skip
    for language, items in by_language.items():
        queue_many(items, channel="sms", template="indicators_due", language=language)


def remind_hosts(attesters: Mapping[User, Sequence[Report]], month: date, on: date) -> None:
    """To each: so many months wait for the attestation."""
    for who, reports in attesters.items():
        queue(channel="sms", to=who.phone or "", template="indicators_to_attest", context=_context(month) | {"count": len(reports)},
              key=f"indicators_to_attest:{who.pk}:{month:%Y-%m}:{on}", language=who.language)  # fmt: skip


def _context(month: date) -> dict[str, str]:
    return {"agency": rules.agency()["short_name"], "month": f"{month:%m/%Y}"}
