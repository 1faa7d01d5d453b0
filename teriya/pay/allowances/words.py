"""Words of a pay slip that papers, files and messages share."""

from datetime import date

from babel.dates import format_date


def month_name(first: date) -> str:
    """ "mars 2026", in French whatever the language of the page: papers and files are the agency's."""
    return format_date(first, "MMMM y", locale="fr")
