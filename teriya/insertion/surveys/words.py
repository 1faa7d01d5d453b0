"""The words of the routes in an SMS: what is shown, and what is understood."""

from django.utils.translation import get_language

from teriya.foundation.rules import queries as rules


def short_names() -> list[str]:
    """In the order of their numbers, in the language in force."""
    language = "en" if (get_language() or "").startswith("en") else "fr"
    return [term.facts["short"][language] for term in rules.terms("route")]


def understood() -> dict[str, list[str]]:
    """Code → every way to name it, in both languages."""
    return {term.code: [term.fr, term.en, *term.facts["short"].values()] for term in rules.terms("route")}
