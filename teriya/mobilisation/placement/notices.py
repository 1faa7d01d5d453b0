"""What people are told by SMS about their offer, each in the language of their account."""

from collections import defaultdict
from collections.abc import Sequence

from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.placement.models import Appeal, Offer


def made(offers: Sequence[Offer]) -> None:
    _tell(offers, "offer_made")


def answer_recorded(offers: Sequence[Offer]) -> None:
    """An answer that an officer wrote is told to the person: nobody's place is given up unknown to them."""
    _tell(offers, "offer_accepted_for_you" if offers and offers[0].state == "accepted" else "offer_refused_for_you")


def _tell(offers: Sequence[Offer], template: str) -> None:
    """`offers` come with their application's person and account, and their seat's host."""
    agency = rules.agency()["short_name"]
    spoken = defaultdict(list)
    for offer in offers:
        person = offer.application.person
        spoken[person.account.language if person.account else "fr"].append({
            "to": person.phone, "key": f"{template}:{offer.pk}", "about": f"offer:{offer.pk}",
            "context": {
                "agency": agency, "number": offer.application.number, "host": offer.seat.need.host.name,
                "last": f"{offer.answer_by:%d/%m/%Y}",
            },
        })  # fmt: skip
    for language, messages in spoken.items():
        queue_many(messages, channel="sms", template=f"candidate/{template}", language=language)


def appeal_received(appeal: Appeal) -> None:
    _tell_of_appeal(appeal, "appeal_received")


def appeal_answered(appeal: Appeal) -> None:
    _tell_of_appeal(appeal, "appeal_upheld" if appeal.state == "upheld" else "appeal_rejected")


def _tell_of_appeal(appeal: Appeal, template: str) -> None:
    person = appeal.application.person
    context = {
        "agency": rules.agency()["short_name"],
        "number": appeal.application.number,
        "last": f"{appeal.answer_by:%d/%m/%Y}",
    }
    message = {
        "to": person.phone,
        "key": f"{template}:{appeal.pk}",
        "about": f"appeal:{appeal.pk}",
        "context": context,
    }
    language = person.account.language if person.account else "fr"
    queue_many([message], channel="sms", template=f"candidate/{template}", language=language)
