"""The service’s own door: an address sent to its telephone opens one referral, where it says what it answers."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from teriya.foundation.accounts.permissions import P
from teriya.insertion.referrals.models import Referral
from teriya.insertion.referrals.states import ReferralState

ANSWERS = (
    "accept",
    "refuse",
    "begin",
    "finish",
)  # what a service may say; an abandonment and a silence are the officer’s
OPEN = (ReferralState.SENT, ReferralState.NO_ANSWER, ReferralState.ACCEPTED, ReferralState.UNDER_WAY)
_LETTERS = 12  # of the secret part of an address: 72 bits


@dataclass(frozen=True)
class Bearer:
    """Whoever holds the address of one referral, for that referral only, today. Nobody is signed in."""

    referral: int
    id: int = 0

    def may(self, permission: str, *, commune: int | None = None) -> bool:
        return permission == P.REFERRALS_MAKE

    def capacity(self, permission: str, *, commune: int | None = None) -> str:
        return "le service, par son lien"

    def may_date(self, on: date) -> bool:
        return on == timezone.localdate()


def token(referral: Referral) -> str:
    return f"{int_to_base36(referral.pk)}-{_secret(referral)}"


def address(referral: Referral) -> str:
    return f"{settings.SITE}/insertion/reponse/{token(referral)}/"


def opened(token: str) -> Referral | None:
    """The referral that an address opens, while something is still expected of it."""
    head, _dash, secret = token.partition("-")
    try:
        pk = base36_to_int(head)
    except ValueError:
        return None
    row = Referral.objects.filter(pk=pk, state__in=OPEN).select_related("person", "service").first()
    return row if row and constant_time_compare(secret, _secret(row)) else None


def _secret(referral: Referral) -> str:
    digest = salted_hmac("teriya.referrals", f"{referral.pk}:{referral.sent_on}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode()[:_LETTERS]
