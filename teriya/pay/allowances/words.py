"""Words that papers, files and messages share."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format

from teriya.pay.allowances.states import Nature


def nature_name(nature: str, corrects: int | None) -> str:
    """« allocation », « pécule », or « rappel » for a line that corrects another: what a month still owes; in French."""
    if corrects:
        return "rappel"
    with translation.override("fr"):
        return str(Nature(nature).label)


def month_name(first: date) -> str:
    """« mars 2026 », in French whatever the language of the page: papers and files are the agency's."""
    with translation.override("fr"):
        return date_format(first, "F Y")
