"""What an account's owner is told when someone touches the keys of the account."""

from uuid import uuid4

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.messages.actions import queue

WHAT = {
    "password_chosen": _("Votre mot de passe a été choisi ou changé."),
    "second_factor_added": _("Un second facteur a été ajouté à votre compte."),
    "second_factor_removed": _("Un second facteur a été retiré de votre compte."),
    "second_factor_reset": _("L’administrateur a effacé vos seconds facteurs, à votre demande."),
    "recovery_codes_made": _("De nouveaux codes de secours ont été faits pour votre compte."),
}


def tell(user: User, what: str) -> None:
    """By e-mail, or by SMS to an account that has none."""
    with override(user.language):
        context = {
            "name": user.name,
            "what": str(WHAT[what]),
            "at": date_format(timezone.localtime(), gettext("j F Y à H:i")),
        }
    queue(channel="email" if user.email else "sms", to=user.email or user.phone, template="account_touched",
          context=context, key=f"account_touched:{uuid4()}", language=user.language)  # fmt: skip
