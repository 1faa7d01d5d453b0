"""The statement of one person's savings (relevé d'épargne): told on a page, on paper, by SMS."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from teriya.foundation.ui.templatetags.ui import month as month_of
from teriya.pay.savings import queries
from teriya.pay.savings.models import SavingsAccount
from teriya.pay.savings.queries import Movement
from teriya.people.models import Person


@dataclass(frozen=True)
class Statement:
    """`to_carry`: francs of the balance that no account has yet; `where`: the accounts that have the others."""

    person: Person
    movements: list[Movement]
    balance: int
    to_carry: int
    where: list[SavingsAccount]


def statement_of(person: Person) -> Statement:
    """Every movement in the order of days, from pay lines and refunds themselves: the ledger says the same by another road."""
    events = sorted([*_retentions(person), *_asides(person), *_refunds(person)], key=lambda event: event[0])
    movements, total = [], 0
    for on, label, amount, what in events:
        total += amount
        movements.append(Movement(on, label, amount, total, **what))
    return Statement(person, movements, total, min(total, _to_carry(person)), queries.accounts_of(person))


def _retentions(person: Person) -> list[tuple]:
    lines = [(line, queries.kept(line)) for line in queries.lines_of(person)]
    days = queries.charged_on({line.run_id for line, _francs in lines})
    return [
        (days.get(line.run_id, line.run.on), _("Retenu sur %(month)s") % {"month": month_of(line.month)}, francs, {"line": line})
        for line, francs in lines if francs
    ]  # fmt: skip


def _asides(person: Person) -> list[tuple]:
    found = []
    for aside in queries.asides_of(person, "approved", "cancelled"):
        what, where = {"month": month_of(aside.line.month)}, {"line": aside.line}
        found.append(
            (aside.approved_on, _("Paie de %(month)s revenue, pour les héritiers") % what, aside.amount, where)
        )
        if aside.cancelled_on:
            found.append((aside.cancelled_on, _("Mise de côté de %(month)s annulée") % what, -aside.amount, where))
    return found


def _refunds(person: Person) -> list[tuple]:
    found = []
    for payment in queries.payments_of(person):
        refund, who = payment.refund, {"who": payment.refund.payee}
        said = _("Remboursé à %(who)s") % who if refund.heir_id else _("Remboursé")
        found.append((payment.on, said, -payment.amount, {"refund": refund}))
        if payment.returned_on:
            back = _("Remboursement revenu : %(why)s") % {"why": payment.returned_because}
            found.append((payment.returned_on, back, payment.amount, {"refund": refund}))
    return found


def _to_carry(person: Person) -> int:
    """What the runs of this person have not carried yet: a run is carried whole, or its gap says so for everybody."""
    lines = list(queries.lines_of(person))
    late = {gap.run.pk for gap in queries.gaps({line.run_id for line in lines}) if gap.francs}
    return sum(queries.saved(line) for line in lines if line.run_id in late)


def as_paper(statement: Statement, on: date) -> dict:
    """The data of the paper (documents, engine/papers.py), in French."""
    person = statement.person
    with translation.override("fr"):
        told = statement_of(person)
    return {
        "until": on,
        "volunteer": {"matricule": person.matricule, "surname": person.family, "given_names": person.given},
        "movements": [
            {"on": row.on, "label": row.label, "reference": _reference(row), "amount": row.amount, "balance": row.balance}
            for row in told.movements
        ],
        "held": [f"{account.institution.name}, compte n° {account.number} ({account.title})" for account in told.where],
        "to_carry": told.to_carry,
    }  # fmt: skip


def _reference(row: Movement) -> str:
    return row.line.run.number if row.line else ""
