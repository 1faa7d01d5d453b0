"""What a volunteer is told by SMS: that an agreement is asked, and what became of the candidature."""

from django.conf import settings

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.reciprocity.states import NominationState
from teriya.foundation.messages.actions import queue
from teriya.foundation.rules import queries as rules

ANSWERS = {NominationState.ACCEPTED: "exchange_accepted", NominationState.REFUSED: "exchange_refused"}


def consent_asked(row: Nomination) -> None:
    _write(row, "exchange_consent")


def answered(row: Nomination) -> None:
    """What the other agency answered, unless the person or our agency had taken it back meanwhile."""
    if row.state in ANSWERS:
        _write(row, ANSWERS[NominationState(row.state)])


def _write(row: Nomination, template: str) -> None:
    person = row.person
    if person is None or not person.phone:
        return
    words = {
        "agency": rules.agency()["short_name"],
        "title": row.offer.title[:40],
        "link": f"{settings.SITE}/echanges/moi/",
    }
    queue(
        channel="sms", to=person.phone, template=template, context=words, key=f"{template}:{row.pk}", about=f"person {person.pk}",
        language=person.account.language if person.account else "fr",
    )  # fmt: skip
