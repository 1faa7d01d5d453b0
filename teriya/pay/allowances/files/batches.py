"""A batch as an interface takes it, in JSON, the same bytes for the same orders: GSMA Mobile Money API 1.2, PI-SPI."""

import json

from teriya.pay.allowances.files.payees import Batch, capitals


def write(batch: Batch) -> bytes:
    """Amounts as text in whole francs, telephones in digits after +."""
    payer = [{"key": "accountid", "value": batch.debit_account}]
    orders = [
        {
            "type": "disbursement", "amount": str(payee.amount), "currency": "XOF", "debitParty": payer,
            "creditParty": [{"key": "msisdn", "value": f"+{payee.number}"}], "descriptionText": capitals(payee.label)[:160],
            "receivingLastName": capitals(payee.family)[:100], "requestingOrganisationTransactionReference": payee.reference,
        }
        for payee in batch.payees
    ]  # fmt: skip
    whole = {"batchTitle": batch.number, "batchDescription": f"{batch.agency} {batch.month}", "transactions": orders}
    return _json(whole)


def write_grouped(batch: Batch) -> bytes:
    """A grouped payment of PI-SPI, executed without confirmation; whole francs. Its `instructionId` is given when it is handed over."""
    orders = [{"txId": payee.reference, "payeAlias": alias_of(payee.number), "montant": payee.amount} for payee in batch.payees]  # fmt: skip
    return _json(
        {"payeurAlias": batch.debit_account, "confirmation": False, "motif": f"{batch.agency} {batch.month}"[:140], "transactions": orders}
    )  # fmt: skip


def alias_of(number: str) -> str:
    """A telephone (MBNO) in E.164; a payment address (SHID) as it is."""
    return f"+{number}" if number.isdecimal() else number


def _json(whole: dict) -> bytes:
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
