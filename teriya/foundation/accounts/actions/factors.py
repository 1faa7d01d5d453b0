"""What a person proves to be oneself with: a password, a code that changes every thirty seconds."""

import base64
import hmac
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.db import transaction

from teriya.foundation.accounts.models import User
from teriya.foundation.journal import actions as journal

STEP, DIGITS = 30, 6  # seconds
ACCEPTED = STEP * (1 + 2 * settings.MFA_TOTP_TOLERANCE)  # how long one code opens, in seconds


@transaction.atomic
def choose_password(*, user: User, password: str) -> None:
    """Set the password that its owner chose. Every session opened with the old one ends. ValidationError if it is weak."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    journal.write("accounts.choose_password", "account", user.pk, by=user)


@transaction.atomic
def enrol_totp(user: User, secret: str) -> None:
    """Give a first factor by hand, where an installation hands out its accounts; again replaces the secret (base32)."""
    data = {"secret": get_adapter().encrypt(secret)}
    Authenticator.objects.update_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": data})
    journal.write("accounts.enrol_second_factor", "account", user.pk, by=user, type="totp")


def spend_code(user: User, code: str) -> bool:
    """Whether this code of the person was not yet used while it is accepted; it is from now on."""
    return cache.add(f"accounts.code_used?user={user.pk}&code={code}", "y", timeout=ACCEPTED)


def current_code(secret: str, at: float | None = None) -> str:
    """The six digits that an authenticator application shows for this secret at that time (RFC 6238, SHA-1)."""
    counter = int(time.time() if at is None else at) // STEP
    digest = hmac.digest(base64.b32decode(secret, casefold=True), counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    value = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{value % 10**DIGITS:0{DIGITS}}"
