"""A batch of disbursements as the GSMA Mobile Money API 1.2 takes it: JSON, the same bytes for the same orders."""

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
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
