"""What rooms read cells with: the words, places and telephones of this country. A reader says no by a `Refusal`."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine import phones, values
from teriya.foundation.intake.engine.dates import Birth, is_impossible, read_birth, read_date
from teriya.foundation.intake.engine.phones import Phone
from teriya.foundation.intake.engine.places import PlaceIndex
from teriya.foundation.intake.engine.values import (
    Choices,
    Name,
    clean_name,
    read_family,
    read_given,
    read_int,
    read_score,
)
from teriya.foundation.places import queries as places
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules

__all__ = [
    "Birth", "Name", "Phone", "choice", "clean_name", "commune", "is_impossible", "key", "phone", "read_birth", "read_date",
    "read_family", "read_given", "read_int", "read_month", "read_score", "text", "word",
]  # fmt: skip
_MONTH = re.compile(r"(?:(\d{4})[-/ .](\d{1,2})|(\d{1,2})[-/ .](\d{4}))")


def text(longest: int) -> Callable[[str], str]:
    """One space between words. Refuses `too_long`."""

    def read(written: str) -> str:
        found = values.read_text(written)
        if len(found) > longest:
            raise Refusal(
                "too_long",
                _("« %(found)s… » dépasse %(longest)s caractères. Raccourcissez.")
                % {"found": found[:30], "longest": longest},
            )
        return found

    return read


def key(written: str) -> str:
    """The number that an office gives to a line: "7", "007" and "7,0" are one."""
    found = text(20)(written).removesuffix(",0").removesuffix(".0")
    return str(int(found)) if found.isdecimal() else found


def choice(kind: str) -> Callable[[str], str]:
    """A code of the country's words of one kind (diploma, legal_form…). Refuses `unknown_choice`, naming those accepted."""
    return Choices({term.code: [term.fr, *term.synonyms, term.en] for term in rules.terms(kind)}).read


def read_month(written: str) -> date:
    """« 03/2026 », « 2026-03 », or a day of the month. Refuses `bad_month`."""
    if found := _MONTH.fullmatch(written.strip()):
        year, month = int(found[1] or found[4]), int(found[2] or found[3])
        if 1 <= month <= 12:
            return date(year, month, 1)
    try:
        return read_date(written).replace(day=1)
    except Refusal as no:
        sentence = _("« %(found)s » n’est pas un mois : écrivez 03/2026.")
        raise Refusal("bad_month", sentence % {"found": written[:30]}) from no


def word(kind: str, longest: int) -> Callable[[str], str]:
    """A code of the country's words where it is one of them, else the words as written: an open list."""
    known, plain = choice(kind), text(longest)

    def read(written: str) -> str:
        try:
            return known(written)
        except Refusal:
            return plain(written)

    return read


def phone(written: str) -> Phone:
    """A telephone; one of another country needs its + and is kept as `foreign`. Refuses `bad_phone`."""
    return phones.read_phone(written, rules.agency()["phone_country"])


def commune(on: date) -> Callable[[str], Place]:
    """A commune that exists on that day, whatever accents, case or spaces. Refuses `unknown_place`, `which_place`, `no_commune`.

    Two communes of one name are told apart by what they are part of: "Boussouma (Boulgou)".
    """
    rows = {place.code: place for place in places.communes(on).select_related("parent")}
    if not rows:
        raise Refusal("no_commune", _("Ce pays n’a encore aucune commune : ajoutez-les dans son fichier places.csv."))
    shared = Counter(place.name for place in rows.values())
    index = PlaceIndex((code, *_named(place, shared[place.name] > 1)) for code, place in rows.items())
    return lambda written: rows[index.read(written)]


def _named(place: Place, is_shared: bool) -> tuple[str, tuple[str, ...]]:
    """The name that means this commune alone, and the others that may."""
    return (f"{place.name} ({place.parent.name})", (place.name,)) if is_shared and place.parent else (place.name, ())
