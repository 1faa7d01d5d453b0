"""Telling who follows a lead, by SMS, that its next step is past."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format

from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.partnerships.partners import queries


@transaction.atomic
def remind(today: date) -> int:
    """One SMS a lead and a period of the rules (`opportunity_reminder_days`); returns how many leads are late."""
    every = rules.amount("opportunity_reminder_days", on=today, default=0)
    if not every:
        return 0
    found = list(queries.late(today).select_related("owner"))
    for language in ("fr", "en"):
        spoken = [row for row in found if (row.owner.language == "en") == (language == "en")]
        queue_many(
            [
                {"to": row.owner.phone or "", "key": f"lead:{row.pk}:{row.next_on}:{(today - row.next_on).days // every}",
                 "about": f"opportunity {row.pk}",
                 "context": {"agency": rules.agency()["short_name"], "reference": row.reference, "step": row.next_step[:60],
                             "day": date_format(row.next_on, "d/m/Y")}}
                for row in spoken
            ],
            channel="sms", template="opportunity_late", language=language,
        )  # fmt: skip
    return len(found)
