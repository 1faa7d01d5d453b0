"""Telling people by SMS that money waits for them: once a period of the pack, whatever it is."""

from datetime import date

from django.db import transaction

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.pay.savings.unclaimed import unclaimed


@transaction.atomic
def remind(today: date) -> int:
    """One SMS a person and a period, with all that waits; returns to how many people. No period in the pack: nobody is told."""
    every = rules.amount("unclaimed_reminder_days", on=today, default=0)
    if not every:
        return 0
    period, sums, people = today.toordinal() // every, {}, {}
    for row in unclaimed(today):
        if row.may_be_told and row.person.phone:
            people[row.owner] = row.person
            sums[row.owner] = sums.get(row.owner, 0) + row.francs
    for language in ("fr", "en"):
        spoken = {pk: person for pk, person in people.items() if _language(person) == language}
        queue_many(
            [
                {"to": person.phone, "key": f"unclaimed:{pk}:{period}", "about": f"person {pk}",
                 "context": {"agency": rules.agency()["short_name"], "francs": in_francs(sums[pk])}}
                for pk, person in spoken.items()
            ],
            channel="sms", template="unclaimed", language=language,
        )  # fmt: skip
    return len(people)


def _language(person) -> str:
    return person.account.language if person.account and person.account.language == "en" else "fr"
