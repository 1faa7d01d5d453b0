"""What an institution says of one order, whatever the file that says it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.pay.allowances.states import Said

LARGEST = 10_000_000  # bytes: five thousand entries of a bank’s statement


@dataclass(frozen=True, slots=True)
class Answer:
    """`place`: its line, or its rank in the message; `amount` in francs when it is said; `is_whole`: about the whole file that `reference` names.

    `holder`: whose account it is, when the institution says it.
    """

    place: int
    reference: str
    said: Said
    on: date | None
    reason: str = ""
    amount: int | None = None
    is_whole: bool = False
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """`kind`: csv, pain.002 or camt.053."""

    kind: str
    answers: list[Answer]


def unreadable(sentence: str) -> Refusal:
    return Refusal("unreadable_return", sentence, field="file")


def too_large() -> Refusal:
    return unreadable(
        _("Ce fichier dépasse %(limit)s Mo : ce n’est pas un retour de paiement.") % {"limit": LARGEST // 1_000_000}
    )
