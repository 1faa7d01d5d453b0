"""Telephone numbers written by hand, in whatever form, sometimes several in a cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from teriya.foundation.core.refusals import Refusal

_ONE_NUMBER = re.compile(r"[+0-9\s().,/;-]+")
_RUN = re.compile(r"\+?[0-9][0-9\s().-]*")
_LONGEST = 200  # characters: more is no list of telephones


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164`: "+22890112233". `foreign`: of another country than the agency's. `others`: the cell's other numbers."""

    e164: str
    foreign: bool
    others: tuple[str, ...] = ()

    @property
    def national(self) -> str:
        """As people of its country write it: "90 11 22 33"."""
        return phonenumbers.format_number(phonenumbers.parse(self.e164), PhoneNumberFormat.NATIONAL)


def read_phone(text: str, country: str = "TG") -> Phone:
    """The first valid number of a cell, then the others. `country`: ISO 3166 code that a bare number belongs to.

    A number of another country needs its + or 00, and is kept as `foreign`. Refuses `bad_phone`.
    """
    written = text[:_LONGEST]
    whole = [re.sub(r"[.,/;]", " ", written)] if _ONE_NUMBER.fullmatch(written) else []
    numbers = _valid(whole, country) or _valid(_RUN.findall(written), country)
    if not numbers:
        raise Refusal("bad_phone", f"« {text[:40]} » n’est pas un téléphone. Écrivez par exemple {_example(country)}.")
    first, *others = dict.fromkeys(phonenumbers.format_number(number, PhoneNumberFormat.E164) for number in numbers)
    return Phone(first, foreign=not _belongs(numbers[0], country), others=tuple(others))


def _valid(written: Iterable[str], country: str) -> list[PhoneNumber]:
    return [number for digits in written if (number := _number(digits, country))]


def _number(digits: str, country: str) -> PhoneNumber | None:
    """A number that lost its + (spreadsheets drop it) is believed for the agency's own country only."""
    number = _parse(digits, country)
    if number:
        return number
    number = _parse("+" + digits, country)
    return number if number and _belongs(number, country) else None


def _parse(digits: str, country: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(digits, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _belongs(number: PhoneNumber, country: str) -> bool:
    return number.country_code == phonenumbers.country_code_for_region(country)


def _example(country: str) -> str:
    number = cast(PhoneNumber, phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE))
    national, international = PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL
    return f"{phonenumbers.format_number(number, national)} ou {phonenumbers.format_number(number, international)}"
