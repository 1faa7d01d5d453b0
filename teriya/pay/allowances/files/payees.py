"""What every pay file is made of: who is paid, where, how much; and the words that each kind of file takes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from teriya.foundation.core.words import fold

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Payee:
    """One payment order as an institution needs it, in whole francs: `due` − `retained` = `amount`; `label`: what the transfer says."""

    reference: str
    matricule: str
    family: str
    given: str
    number: str
    amount: int
    label: str
    commune: str = ""
    days: int = 0
    due: int = 0
    retained: int = 0

    @property
    def name(self) -> str:
        return f"{self.family} {self.given}".strip()


@dataclass(frozen=True, slots=True)
class Batch:
    """A file to be written: its number, its day, who asks and from which account, whom it pays, in their order."""

    number: str
    on: date
    month: str
    agency: str
    institution: str
    debit_account: str
    bic: str
    payees: Sequence[Payee]

    @property
    def total(self) -> int:
        return sum(payee.amount for payee in self.payees)


def safe(cell: str) -> str:
    """A cell that starts like a formula loses that sign: it is a name or a number, never a command."""
    return cell.lstrip("=+-@\t\r\n ")


def capitals(text: str) -> str:
    """Unaccented capitals, digits and single spaces: what every operator's screen shows."""
    return fold(text).upper()


def in_xml(text: str) -> str:
    """Without the characters that no XML file may hold."""
    return _NOT_XML.sub("", text)
