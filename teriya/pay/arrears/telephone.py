"""OUI, NON or a sum by SMS: the answer to « avez-vous reçu ? ». PAIE: where the own money is."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.queries import changes_told_to
from teriya.pay.arrears import actions, queries, words
from teriya.pay.arrears.engine.answers import answer_of


def listen(phone: str, said: list[str]) -> str | None:
    """The words of an SMS that answers an open question; None for any other.

    NON stops a change of account first: while one waits that this number was told of, the question waits too.
    """
    today, answer = timezone.localdate(), answer_of(said)
    if answer is None or (answer[0] == "no" and changes_told_to(phone, today).exists()):
        return None
    question = actions.hear_payee(phone=phone, said=answer[0], amount=answer[1], on=today)
    if question is None:
        return None
    with translation.override(_language(phone)):
        if question.said == "yes":
            return _("Merci. C’est noté : vous avez reçu %(amount)s.") % {"amount": in_francs(question.amount)}
        where = rules.agency()["complaint_phone"] or _("le centre régional")
        return _("C’est noté. Une personne de l’agence vérifie et vous rappelle. Question : %(where)s.") % {
            "where": where
        }


def own_pay(phone: str, asked: list[str]) -> str:
    """The last month and the one that is missing, to the account that has proven this number."""
    user = User.objects.filter(phone=phone, phone_verified=True).first()
    with translation.override(user.language if user else "fr"):
        today = timezone.localdate()
        months = queries.own_months(user, today) if user else []
        if not months:
            return _("Ce téléphone n’est celui d’aucun volontaire connu. Voyez le centre régional.")
        late = [owed for owed in reversed(months) if owed.missing and owed.due_on < today]
        if not late:
            last = next((owed for owed in months if owed.received), None)
            return _("Rien n’est en retard. Dernier reçu : %(what)s.") % {
                "what": _brief(last) if last else _("rien encore")
            }
        what = {
            "total": in_francs(sum(owed.missing for owed in late)),
            "month": date_format(late[0].month, "F Y"),
            "days": late[0].late(today),
        }
        said = _("Dû : %(total)s. Le plus ancien, %(month)s, %(days)s j.") % what
        return f"{said} {words.plainly(late[0])}"


def _brief(owed) -> str:
    return f"{in_francs(owed.received)}, {date_format(owed.month, 'F Y')}"


def _language(phone: str) -> str:
    return User.objects.filter(phone=phone).values_list("language", flat=True).first() or "fr"


KEYWORDS = {"PAIE": own_pay, "PAYE": own_pay, "PAY": own_pay}
