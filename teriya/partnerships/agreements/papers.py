"""The call letter of a tranche."""

from datetime import date
from decimal import Decimal

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.rules import queries as rules
from teriya.partnerships.agreements.models import Agreement, Tranche


def call_letter(tranche: Tranche, agreement: Agreement, *, by: User, on: date) -> Document:
    """Numbered, with the public code by which the funder checks it."""
    data = letterhead() | {
        "recipient": agreement.partner.name, "agreement": agreement.reference, "title": agreement.title,
        "tranche": tranche.number, "amount": agreement.written(tranche.amount), "rate": rate_words(tranche.rate, agreement),
        "francs": tranche.called, "due_on": tranche.due_on, "condition": tranche.condition,
        "accounts": list(rules.amount("fund_call_accounts", on=on, default=())),
        "signature": {"party": "L’agence", "name": "", "function": "", "on": None, "means": ""},
    }  # fmt: skip
    return issue(kind="appel_de_fonds", series="APPEL", subject="tranche", sheet=Sheet(tranche.pk, data), by=by, on=on)


def rate_words(rate: Decimal | None, agreement: Agreement) -> str:
    """655.957000 → "655,957"; nothing for an agreement in francs."""
    return "" if rate is None or agreement.currency == "XOF" else f"{rate.normalize():f}".replace(".", ",")
