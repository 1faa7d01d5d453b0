"""Closed by default: what a volunteer says of the stay leaves only while the person agrees."""

from django.utils.translation import gettext as _

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.stays.states import Voice
from teriya.exchange.wire.models import Fact
from teriya.foundation.core.refusals import Refusal


def check_agreed(fact: Fact) -> None:
    """Refuses `no_consent` where the volunteer, whose words these levels are, took the consent back."""
    if fact.content["voice"] != Voice.VOLUNTEER:
        return
    consent = Nomination.objects.select_related("consent").get(uid=fact.about).consent
    if consent is None or consent.withdrawn_on:
        raise Refusal(
            "no_consent", _("La personne n’a pas consenti à ce que ces données partent, ou ne consent plus.")
        )
