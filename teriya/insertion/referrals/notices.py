"""What people are told by SMS: where they are directed; and the service, who comes."""

from teriya.foundation.messages.actions import queue
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import phone
from teriya.insertion.referrals import links
from teriya.insertion.referrals.models import Referral


def referred(referral: Referral) -> None:
    """The person learns where to go; the service, who comes and where to answer."""
    person, service, agency = referral.person, referral.service, rules.agency()["short_name"]
    words = {
        "agency": agency,
        "service": service.name,
        "phone": phone(service.phone) if service.phone else "",
        "address": service.address,
    }
    queue(
        channel="sms", to=person.phone, template="referred", context=words, key=f"referred:{referral.pk}",
        about=f"person {referral.person_id}", language=person.account.language if person.account else "fr",
    )  # fmt: skip
    words = {"agency": agency, "person": str(person)[:40], "link": links.address(referral)}
    queue(
        channel="sms", to=service.phone, template="referral_received", context=words, key=f"referral_received:{referral.pk}",
        about=f"service {service.pk}",
    )  # fmt: skip
