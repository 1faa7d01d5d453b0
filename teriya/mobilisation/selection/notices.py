"""What candidates are told by SMS of their interview, each in the language of their account."""

from collections import defaultdict

from django.db.models import QuerySet

from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.selection.models import Hearing


def convened(hearings: QuerySet[Hearing]) -> None:
    """Where and when: once for each hour given."""
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    for row in hearings.select_related("application__person__account", "jury__venue"):
        person = row.application.person
        spoken[person.account.language if person.account else "fr"].append({
            "to": person.phone, "key": f"convened:{row.pk}:{row.version}", "about": f"application:{row.application_id}",
            "context": {"agency": agency, "number": row.application.number, "day": f"{row.on:%d/%m/%Y}", "hour": f"{row.at:%H:%M}",
                        "venue": row.jury.venue},
        })  # fmt: skip
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template="convened", language=language)
