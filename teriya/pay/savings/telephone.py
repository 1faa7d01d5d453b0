"""EPARGNE by SMS: what one has saved, and where it is held."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.rules import queries as rules
from teriya.pay.savings.statements import Statement, statement_of
from teriya.people.models import Person

MOST = 4  # persons of one telephone that an SMS has room for


def savings(phone: str, words: list[str]) -> str:
    """The answer in the language of the account that has this telephone, else French. A family may share one telephone."""
    language = User.objects.filter(phone=phone).values_list("language", flat=True).first() or "fr"
    with translation.override(language):
        people = Person.objects.alive().filter(phone=phone).order_by("pk")[:MOST]
        found = [told for told in map(statement_of, people) if told.movements]
        if not found:
            return _("Aucune épargne sous ce numéro de téléphone. Une question ? Votre centre régional répond.")
        if len(found) > 1:
            return " ".join(f"{told.person.matricule} : {in_francs(told.balance)}." for told in found)
        return _one(found[0])


def _one(told: Statement) -> str:
    said = _("%(agency)s, %(day)s : votre épargne est de %(francs)s.") % {
        "agency": rules.agency()["short_name"], "day": f"{timezone.localdate():%d/%m/%Y}", "francs": in_francs(told.balance),
    }  # fmt: skip
    if told.where and told.balance:
        said += " " + _("Tenue par %(where)s.") % {"where": told.where[0].institution.name[:40]}
    if told.to_carry:
        said += " " + _("Dont %(francs)s à y verser.") % {"francs": in_francs(told.to_carry)}
    return said + " " + _("Elle est à vous.")


KEYWORDS = {"EPARGNE": savings, "ÉPARGNE": savings, "SAVINGS": savings}
