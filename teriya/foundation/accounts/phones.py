import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal

COUNTRY = settings.AGENCY.upper()  # a pack is named after its country


def e164(text: str) -> str:
    """The number as networks write it: "90 11 22 33" → "+22890112233". Another country's needs its + or 00."""
    try:
        number = phonenumbers.parse(text.strip(), COUNTRY)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        example = phonenumbers.example_number_for_type(COUNTRY, phonenumbers.PhoneNumberType.MOBILE)
        shown = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
        sentence = _("Ce n’est pas un numéro de téléphone. Écrivez par exemple %(example)s.") % {"example": shown}
        raise Refusal("bad_phone", sentence, field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
