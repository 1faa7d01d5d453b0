"""Words that papers, files and messages share."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format


def month_name(first: date) -> str:
    """« mars 2026 », in French whatever the language of the page: papers and files are the agency's."""
    with translation.override("fr"):
        return date_format(first, "F Y")
