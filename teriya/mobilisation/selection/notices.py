"""What candidates are told by SMS of their interview, their outcome and their appeal, each in the language of their account."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.selection.models import Contest, Hearing, Listing

OUTCOMES = {"ranked": "list_ranked", "admitted": "list_admitted", "reserve": "list_reserve", "left": "list_left"}


def convened(hearings: QuerySet[Hearing]) -> None:
    """Where and when: once for each hour given."""
    rows = hearings.select_related("application__person__account", "jury__venue")
    _tell("convened", (
        (row.application, f"{row.pk}:{row.version}", {"day": f"{row.on:%d/%m/%Y}", "hour": f"{row.at:%H:%M}", "venue": row.jury.venue})
        for row in rows
    ))  # fmt: skip


def listed(listing: Listing, rows: Sequence[Sequence]) -> None:
    """What the published list says of each of these numbers."""
    said = {row[0]: row for row in rows}
    found = Application.objects.filter(wave=listing.wave, number__in=said).select_related("person__account")
    for outcome, template in OUTCOMES.items():
        _tell(template, (
            (row, str(listing.pk), {"rank": said[row.number][1], "last": f"{listing.appeal_until:%d/%m/%Y}"})
            for row in found if said[row.number][3] == outcome
        ))  # fmt: skip


def contest_received(contest: Contest) -> None:
    _tell("contest_received", [(contest.application, str(contest.pk), {"last": f"{contest.answer_by:%d/%m/%Y}"})])


def contest_answered(contest: Contest) -> None:
    template = "contest_upheld" if contest.state == "upheld" else "contest_rejected"
    _tell(template, [(contest.application, str(contest.pk), {})])


def _tell(template: str, told: Iterable[tuple[Application, str, dict]]) -> None:
    """Each application with the key of its message and what it says; `person.account` is loaded."""
    agency, spoken = rules.agency()["short_name"], defaultdict(list)
    for application, key, context in told:
        person = application.person
        spoken[person.account.language if person.account else "fr"].append({
            "to": person.phone, "key": f"{template}:{key}:{application.pk}", "about": f"application:{application.pk}",
            "context": {"agency": agency, "number": application.number} | context,
        })  # fmt: skip
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template=f"candidate/{template}", language=language)
