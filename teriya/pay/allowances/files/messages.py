"""What a bank sends back: a status report (ISO 20022 pain.002) or an account statement (camt.053), of any version.

A document type, where entities are declared, is refused before anything of it is read. Source: ISO 20022,
CustomerPaymentStatusReport, BankToCustomerStatement; external code sets of statuses and reasons.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from teriya.pay.allowances.files.answers import Answer, Reading, unreadable
from teriya.pay.allowances.states import Said

_SPACE = "urn:iso:std:iso:20022:tech:xsd:"
_STATUSES = (
    dict.fromkeys(("ACSC", "ACCC"), Said.PAID) | dict.fromkeys(("RJCT", "CANC"), Said.RETURNED)
    | dict.fromkeys(("RCVD", "PDNG", "ACTC", "ACCP", "ACSP", "ACWC", "ACWP", "PATC", "PART"), Said.PENDING)
)  # fmt: skip
_REASONS = {
    "AC01": "numéro de compte faux", "AC04": "compte fermé", "AC06": "compte bloqué", "AG01": "opération interdite sur ce compte",
    "AM04": "fonds insuffisants", "AM05": "paiement en double", "BE01": "le nom n’est pas celui du titulaire",
    "BE05": "donneur d’ordre inconnu", "MD07": "titulaire décédé", "RC01": "code de la banque faux", "RR04": "motif réglementaire",
}  # fmt: skip
_NO_REFERENCE = {"", "NOTPROVIDED"}
_MOST = 800_000  # starts and ends of elements: ten thousand transfers, and 60 MB at worst


def read(content: bytes) -> Reading:
    """The answers of a message, in its order. Refuses `unreadable_return` for another message, a torn one or a hostile one."""
    try:
        elements = iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True)
        _event, root = next(elements)
        space, _brace, tag = root.tag.removeprefix("{").partition("}")
        kind = next((kind for kind in _READERS if space.startswith(f"{_SPACE}{kind}.")), "")
        if not kind or tag != "Document":
            raise unreadable(_("Ce message n’est ni un compte rendu de virements (pain.002) ni un relevé (camt.053)."))
        tag, answers_of = _READERS[kind]
        found: list[Answer] = []
        for rank, (event, element) in enumerate(elements):
            if rank > _MOST:
                raise unreadable(_("Ce message a plus d’éléments qu’un retour de paiement : il n’est pas lu."))
            if event == "end" and _local(element) == tag:
                found += answers_of(element, len(found) + 1)
                element.clear()
    except DefusedXmlException as error:
        raise unreadable(_("Ce fichier déclare des entités : un retour de paiement n’en a pas.")) from error
    except (ParseError, ValueError, LookupError, StopIteration) as error:
        raise unreadable(_("Ce message XML est abîmé ou coupé : demandez-le à nouveau à la banque.")) from error
    return Reading(kind[:8], found)


def _report(element: Element, first: int) -> Iterator[Answer]:
    """A whole pain.002: its transfers one by one; a group or a payment that speaks of none of them speaks of all."""
    place = first
    group = _child(element, "OrgnlGrpInfAndSts")
    payments = _children(element, "OrgnlPmtInfAndSts")
    for payment in payments:
        transfers = _children(payment, "TxInfAndSts")
        for transfer in transfers:
            said = _STATUSES.get(_text(transfer, "TxSts"), Said.UNCLEAR)
            day = _day(_text(transfer, "AccptncDtTm"))
            yield Answer(place, _text(transfer, "OrgnlEndToEndId")[:40], said, day, _why(transfer))
            place += 1
        if not transfers and _text(payment, "PmtInfSts"):
            yield _whole(place, _text(payment, "OrgnlPmtInfId"), _text(payment, "PmtInfSts"), _why(payment))
            place += 1
    if group is not None and not payments and _text(group, "GrpSts"):
        yield _whole(place, _text(group, "OrgnlMsgId"), _text(group, "GrpSts"), _why(group))


def _whole(place: int, reference: str, status: str, why: str) -> Answer:
    return Answer(place, reference[:40], _STATUSES.get(status, Said.UNCLEAR), None, why, is_whole=True)


def _entry(entry: Element, first: int) -> Iterator[Answer]:
    """One entry of a statement: what left is paid, what came in under one of our references came back."""
    day = _day(_text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm"))
    is_booked = (_text(entry, "Sts", "Cd") or _text(entry, "Sts")) == "BOOK"
    details = [detail for group in _children(entry, "NtryDtls") for detail in _children(group, "TxDtls")]
    place = first
    for detail in details:
        reference = _text(detail, "Refs", "EndToEndId")
        if reference in _NO_REFERENCE:
            continue
        money = _child(detail, "Amt")
        money = money if money is not None else _child(entry, "Amt") if len(details) == 1 else None
        way = _text(detail, "CdtDbtInd") or _text(entry, "CdtDbtInd")
        said = Said.PENDING if not is_booked else Said.PAID if way == "DBIT" else Said.BACK
        yield Answer(place, reference[:40], said, day, _why(detail), _francs(money))
        place += 1
    if place == first:
        yield _lump(entry, place, day, is_booked)


def _lump(entry: Element, place: int, day: date | None, is_booked: bool) -> Answer:
    """An entry that names no transfer: the debit of a whole file, or something that is not a payment of ours."""
    batch = next((_text(group, "Btch", "PmtInfId") for group in _children(entry, "NtryDtls")), "")
    way = _text(entry, "CdtDbtInd")
    said = Said.PENDING if not is_booked else Said.PAID if way == "DBIT" else Said.BACK
    return Answer(place, batch[:40], said, day, "", _francs(_child(entry, "Amt")), is_whole=True)


_READERS = {"pain.002.001": ("CstmrPmtStsRpt", _report), "camt.053.001": ("Ntry", _entry)}


def _why(element: Element) -> str:
    """The reason in words, its code first: banks are asked about the code."""
    for name in ("StsRsnInf", "RtrInf"):
        if (found := _child(element, name)) is not None:
            code = _text(found, "Rsn", "Cd") or _text(found, "Rsn", "Prtry")
            words = [code, _REASONS.get(code, ""), *(more.text or "" for more in _children(found, "AddtlInf"))]
            return " ".join(word.strip() for word in words if word.strip())[:200]
    return ""


def _francs(money: Element | None) -> int | None:
    """Whole francs; −1 for a sum that is none: it then agrees with no order."""
    if money is None:
        return None
    try:
        value = Decimal((money.text or "").strip())
    except InvalidOperation:
        return -1
    return int(value) if money.get("Ccy") == "XOF" and value == value.to_integral_value() else -1


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _local(child) == name]


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _text(element: Element, *path: str) -> str:
    """The text at the end of a path; empty where the path ends before."""
    found: Element | None = element
    for name in path:
        found = _child(found, name) if found is not None else None
    return (found.text or "").strip() if found is not None else ""
