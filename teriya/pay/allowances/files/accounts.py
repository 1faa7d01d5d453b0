"""The numbers that institutions pay to: an account book, a telephone, a bank account."""

import re

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BBAN = re.compile(
    r"(BF|BJ|CI|GW|ML|NE|SN|TG)[0-9]{22}"
)  # the eight countries of the union; others write 24 signs too


def book(number: str) -> str:
    """The account book's number as written, without spaces around; refuses an empty one."""
    if not number.strip():
        raise Refusal("bad_wallet_number", _("Écrivez le numéro du carnet."), field="number")
    return number.strip()


def phone(number: str) -> str:
    """An international number as digits: +228 90 00 00 01 → 22890000001; refuses what is not 8 to 15 digits."""
    digits = re.sub(r"[\s.()+-]", "", number).removeprefix("00")
    if not re.fullmatch(r"[1-9][0-9]{7,14}", digits):
        raise _bad(_("« %(number)s » n’est pas un numéro de téléphone complet."), number)
    return digits


def bank(number: str) -> str:
    """An IBAN whose key is right, or the 24 signs of an account of the monetary union (bank, branch, account, key), without spaces.

    Source: ISO 13616 (IBAN, modulo 97); IBAN registry, structure of TG, BF, ML…: 2 letters and 22 digits after the key.
    """
    found = re.sub(r"[\s.-]", "", number).upper()
    if _BBAN.fullmatch(found):
        return found
    if not _IBAN.fullmatch(found):
        raise _bad(_("« %(number)s » n’est ni un IBAN ni un numéro de compte de 24 signes."), number)
    if int("".join(str(int(sign, 36)) for sign in found[4:] + found[:4])) % 97 != 1:
        raise _bad(_("La clé de l’IBAN « %(number)s » est fausse : un signe est mal copié."), number)
    return found


def is_iban(number: str) -> bool:
    return not _BBAN.fullmatch(number)


def _bad(sentence: str, number: str) -> Refusal:
    return Refusal("bad_wallet_number", sentence % {"number": number}, field="number")
