"""What people are told by SMS, each in the language of their account."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.people.models import Person
from teriya.service.followup.models import Visit


def visits_announced(visits: Iterable[Visit]) -> None:
    """The day, and who comes."""
    _tell(
        "visit_announced",
        [(visit.mission.person, f"{visit.pk}:{visit.planned_on}", f"mission {visit.mission_id}",
          {"day": f"{visit.planned_on:%d/%m/%Y}", "agent": visit.agent.name}) for visit in visits],
    )  # fmt: skip


def _tell(template: str, people: Iterable[tuple[Person, str, str, dict[str, Any]]]) -> None:
    """(person, what makes the message one, what it is about, its words)."""
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    for person, key, about, words in people:
        message = {
            "to": person.phone,
            "key": f"{template}:{key}",
            "about": about,
            "context": words | {"agency": agency},
        }
        spoken[person.account.language if person.account else "fr"].append(message)
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template=template, language=language)
