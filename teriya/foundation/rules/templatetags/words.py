"""The pack's words on pages, in the language of the page."""

from django import template
from django.utils.translation import get_language

from teriya.foundation.rules import queries

register = template.Library()


@register.filter
def label(code: str, kind: str) -> str:
    """The name of a code (`{{ host.domain|label:"domain" }}`), or the code itself when the pack does not know it."""
    term = queries.term(kind, code)
    if term is None:
        return code
    return term.en if (get_language() or "").startswith("en") else term.fr
