"""What stands at the head of every paper: the agency's name and mottos, and the place it is made at."""

from django.utils.functional import Promise
from django.utils.translation import override

from teriya.foundation.rules import queries as rules


def letterhead(place: str = "") -> dict:
    """The `agency` and `place` of a paper (engine/papers.py); `place` is the capital unless an office says its own."""
    agency = rules.agency()
    return {
        "agency": {"name": agency["name"]["fr"], "short_name": agency["short_name"], "motto": agency["motto"]},
        "place": place or agency["seat"],
    }


def in_french(words: str | Promise) -> str:
    """A paper is in French, whatever the language of the person who asks for it."""
    with override("fr"):
        return str(words)
