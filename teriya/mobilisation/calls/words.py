"""What every public page, poster, receipt and message of a call repeats."""

from django.utils.translation import gettext as _

from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import phone


def never_pay() -> str:
    """Nobody pays to apply, and where to say that somebody asked: the complaint number of the pack, or the centre."""
    number = rules.agency()["complaint_phone"]
    if number:
        return _("Ne payez jamais personne. On vous demande de l’argent ? Appelez le %(number)s.") % {"number": phone(number)}  # fmt: skip
    return _("Ne payez jamais personne. On vous demande de l’argent ? Dites-le au centre régional.")
