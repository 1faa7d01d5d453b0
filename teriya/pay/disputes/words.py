"""The words of an SMS about a dispute, in each language: the keyword, and a word for each reason."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format

from teriya.pay.disputes.states import Kind

WORDS = {
    "fr": ("CONTESTER", {Kind.DAYS: "JOURS", Kind.RATE: "TAUX", Kind.RETENTION: "RETENUE", Kind.UNPAID: "PASRECU", Kind.OTHER: "AUTRE"}),
    "en": ("DISPUTE", {Kind.DAYS: "DAYS", Kind.RATE: "RATE", Kind.RETENTION: "KEPT", Kind.UNPAID: "UNPAID", Kind.OTHER: "OTHER"}),
}  # fmt: skip
KINDS = {word: kind for _keyword, words in WORDS.values() for kind, word in words.items()}
SAID = {
    "JOUR": Kind.DAYS,
    "DAY": Kind.DAYS,
    "RECU": Kind.UNPAID,
    "REÇU": Kind.UNPAID,
    "PASREÇU": Kind.UNPAID,
}  # how people write them
KINDS |= SAID


def month_of(first: date, language: str) -> str:
    with translation.override(language):
        return date_format(first, "F Y")
