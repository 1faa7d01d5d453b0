"""What every public page, poster, receipt and message of a call repeats."""

from django.utils.translation import gettext as _

from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import phone


def never_pay() -> str:
    """Nobody pays to apply, and where to say that somebody asked: the complaint number of the pack, or the agency's doors."""
    agency = rules.agency()
    if number := agency["complaint_phone"]:
        return _("Ne payez jamais personne. On vous demande de l’argent ? Appelez le %(number)s.") % {"number": phone(number)}  # fmt: skip
    where = {"agency": agency["short_name"], "seat": agency["seat"]}
    return _("Ne payez jamais personne. On vous demande de l’argent ? Dites-le au centre régional ou au siège : %(agency)s, %(seat)s.") % where  # fmt: skip
