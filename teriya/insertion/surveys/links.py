"""The personal address of a survey: its number under the installation's key. Nobody guesses another's."""

import hmac

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from teriya.insertion.surveys.models import Survey

_LETTERS = 12  # 48 bits


def token(survey: Survey) -> str:
    return f"{int_to_base36(survey.pk)}-{_seal(survey.pk)}"


def address(survey: Survey) -> str:
    """Without its scheme: telephones make it a link, and an SMS holds 160 letters."""
    return settings.SITE.split("://", 1)[-1] + reverse("surveys:answer", args=[token(survey)])


def found(text: str) -> Survey | None:
    number, _dash, seal = text.partition("-")
    try:
        pk = base36_to_int(number)
    except ValueError:
        return None
    if not hmac.compare_digest(seal.encode(), _seal(pk).encode()):
        return None
    return Survey.objects.select_related("person__account", "mission__host").filter(pk=pk).first()


def _seal(pk: int) -> str:
    return salted_hmac("teriya.surveys", str(pk), algorithm="sha256").hexdigest()[:_LETTERS]
