"""What every SMS to a candidate ends with."""

from django.template.loader import render_to_string

from teriya.foundation.messages.gsm7 import LIMIT, length, plain
from teriya.foundation.rules import queries as rules

_CLOSING = "never_pay"


def never_pay(language: str) -> str:
    """Nobody pays to apply, and the number to call when somebody asks for money, once the pack gives one."""
    return plain(
        render_to_string(f"sms/{_CLOSING}.{language}.txt", {"complaint": rules.agency()["complaint_phone"]}).strip()
    )


def letters_before(closing: str) -> int:
    """How many places a message keeps for its own words when it ends with a space and this."""
    return LIMIT - 1 - length(closing)
