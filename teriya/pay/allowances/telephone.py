"""NON by SMS: the change of account that this telephone was told of is stopped."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Telephone
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances import actions, queries


def refuse_change(phone: str, words: list[str]) -> str:
    """The answer in the language of the account that has this telephone, else French."""
    language = User.objects.filter(phone=phone).values_list("language", flat=True).first() or "fr"
    with translation.override(language):
        today = timezone.localdate()
        changes = list(queries.changes_told_to(phone, today))
        for wallet in changes:
            actions.stop_change(
                wallet=wallet, reason=f"NON par SMS du …{phone[-4:]}", by=Telephone(P.WALLETS_ENTER), on=today
            )
        where = rules.agency()["complaint_phone"] or _("le centre régional")
        if not changes:
            return _("Aucun changement de compte n’attend sous ce numéro. Un doute ? Appelez %(where)s.") % {
                "where": where
            }
        return _("C’est noté : votre compte de paiement ne change pas. Pour toute question, appelez %(where)s.") % {
            "where": where
        }


KEYWORDS = {"NON": refuse_change, "NO": refuse_change}
