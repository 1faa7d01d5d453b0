"""What people are told by SMS: where they are directed."""

from teriya.foundation.messages.actions import queue
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import phone
from teriya.insertion.referrals.models import Referral


def referred(referral: Referral) -> None:
    account, service = referral.person.account, referral.service
    words = {
        "agency": rules.agency()["short_name"],
        "service": service.name,
        "phone": phone(service.phone) if service.phone else "",
        "address": service.address,
    }
    queue(
        channel="sms", to=referral.person.phone, template="referred", context=words, key=f"referred:{referral.pk}",
        about=f"person {referral.person_id}", language=account.language if account else "fr",
    )  # fmt: skip
