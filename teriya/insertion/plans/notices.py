"""What people are told by SMS: who follows them, the day of an interview, and that it comes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import phone
from teriya.insertion.plans.models import Interview, Plan


def opened(plans: Sequence[Plan]) -> None:
    """Who answers for the plan, and the telephone."""
    _tell("plan_opened", [
        (plan, f"plan_opened:{plan.pk}", {"who": plan.referent.name, "phone": phone(plan.referent.phone) if plan.referent.phone else ""}) for plan in plans
    ])  # fmt: skip


def called(interviews: Iterable[Interview]) -> None:
    """The day, where, with whom."""
    _tell(
        "interview_called",
        [(one.plan, f"interview_called:{one.pk}:{one.meets_on}", _words(one)) for one in interviews],
    )


@transaction.atomic
def remind(today: date) -> int:
    """Those whose interview comes within the country's days are told again, once a day agreed; returns how many."""
    days = rules.amount("insertion_reminder_days", on=today, default=0)
    rows = (
        Interview.objects.to_hold().filter(meets_on__gt=today, meets_on__lte=today + timedelta(days))
        if days
        else Interview.objects.none()
    )
    rows = list(rows.select_related("plan__person__account", "plan__referent"))
    _tell("interview_soon", [(one.plan, f"interview_soon:{one.pk}:{one.meets_on}", _words(one)) for one in rows])
    return len(rows)


def _words(one: Interview) -> dict[str, str]:
    return {"day": f"{one.meets_on:%d/%m/%Y}", "place": one.place, "who": one.plan.referent.name}


def _tell(template: str, people: Iterable[tuple[Plan, str, dict[str, Any]]]) -> None:
    """(plan, what makes the message one, its words), each in the language of the person's account."""
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    for plan, key, words in people:
        account = plan.person.account
        message = {
            "to": plan.person.phone,
            "key": key,
            "about": f"person {plan.person_id}",
            "context": words | {"agency": agency},
        }
        spoken[account.language if account else "fr"].append(message)
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template=template, language=language)
