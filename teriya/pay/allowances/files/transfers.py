"""A bank's file of transfers: ISO 20022 pain.001.001.09, in whole francs.

Source: ISO 20022, CustomerCreditTransferInitiationV09; a franc of the union has no decimals (ISO 4217: XOF, 0).
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from teriya.pay.allowances.files.accounts import is_iban
from teriya.pay.allowances.files.payees import Batch, Payee, capitals

_SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_NAME, _REFERENCE, _WORDS = 70, 35, 140  # the most signs that banks show, and that the message takes


def write(batch: Batch) -> bytes:
    """One payment of as many transfers as payees, executed on the day of the file; nothing of the clock in it."""
    root = Element("Document", xmlns=_SPACE)
    order = SubElement(root, "CstmrCdtTrfInitn")
    head = SubElement(order, "GrpHdr")
    reference = batch.number.replace("/", "-")[:_REFERENCE]
    _texts(head, (("MsgId", reference), ("CreDtTm", f"{batch.on.isoformat()}T00:00:00"), *_sums(batch)))
    _texts(SubElement(head, "InitgPty"), (("Nm", _name(batch.agency)),))
    payment = SubElement(order, "PmtInf")
    _texts(payment, (("PmtInfId", reference), ("PmtMtd", "TRF"), *_sums(batch)))
    _texts(SubElement(payment, "ReqdExctnDt"), (("Dt", batch.on.isoformat()),))
    _texts(SubElement(payment, "Dbtr"), (("Nm", _name(batch.agency)),))
    _account(SubElement(payment, "DbtrAcct"), batch.debit_account)
    _texts(SubElement(SubElement(payment, "DbtrAgt"), "FinInstnId"), (("BICFI", batch.bic),))
    for payee in batch.payees:
        _transfer(SubElement(payment, "CdtTrfTxInf"), payee)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode()


def _transfer(place: Element, payee: Payee) -> None:
    _texts(SubElement(place, "PmtId"), (("InstrId", payee.reference), ("EndToEndId", payee.reference)))
    SubElement(SubElement(place, "Amt"), "InstdAmt", Ccy="XOF").text = str(payee.amount)
    _texts(SubElement(place, "Cdtr"), (("Nm", _name(payee.name)),))
    _account(SubElement(place, "CdtrAcct"), payee.number)
    _texts(SubElement(place, "RmtInf"), (("Ustrd", capitals(payee.label)[:_WORDS]),))


def _account(place: Element, number: str) -> None:
    identity = SubElement(place, "Id")
    if is_iban(number):
        SubElement(identity, "IBAN").text = number
        return
    other = SubElement(identity, "Othr")
    SubElement(other, "Id").text = number
    SubElement(SubElement(other, "SchmeNm"), "Cd").text = "BBAN"


def _sums(batch: Batch) -> tuple[tuple[str, str], ...]:
    return ("NbOfTxs", str(len(batch.payees))), ("CtrlSum", str(batch.total))


def _texts(place: Element, texts: Iterable[tuple[str, str]]) -> None:
    for tag, text in texts:
        SubElement(place, tag).text = text


def _name(text: str) -> str:
    return capitals(text)[:_NAME].strip()
