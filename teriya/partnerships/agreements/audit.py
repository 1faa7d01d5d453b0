"""The money of agreements recomputed from rows alone, in SQL of its own: the bank's notices, invoices and repayments against the ledger.

Nothing here asks the queries that the pages read: an error in one of them is not repeated here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection


class Fault(NamedTuple):
    """Where two rows that should agree do not: which check, which row, in francs what is expected and what is found."""

    check: str
    row: str
    expected: int
    found: int


# Each check yields (row, expected, found) for the rows that disagree.
CHECKS = {
    "avis de crédit : caisse = encaissé par les enveloppes": """
        SELECT 'avis ' || r.bank_reference, r.cash, coalesce(m.francs, 0) FROM agreements_tranchereceipt r
        LEFT JOIN (SELECT source_id, sum(amount) AS francs FROM ledger_envelopemovement WHERE kind = 'received' AND source = 'tranche' GROUP BY 1) m
          ON m.source_id = r.id
        WHERE r.cash <> coalesce(m.francs, 0) ORDER BY r.id
    """,
    "avis de crédit : caisse = appelé + change": """
        SELECT 'avis ' || r.bank_reference, r.cash, coalesce(sum(g.amount) FILTER (WHERE g.account = 'cash'), 0) FROM agreements_tranchereceipt r
        LEFT JOIN ledger_ledgerentry e ON e.source = 'tranche_received' AND e.source_id = r.id LEFT JOIN ledger_leg g ON g.entry_id = e.id
        GROUP BY r.id HAVING r.cash <> coalesce(sum(g.amount) FILTER (WHERE g.account = 'cash'), 0)
          OR r.cleared <> coalesce(-sum(g.amount) FILTER (WHERE g.account = 'called'), 0) ORDER BY r.id
    """,
    "tranche reçue : ses avis font son montant et soldent son appel": """
        SELECT 'tranche ' || t.id, t.called, coalesce(sum(r.cleared), 0) FROM agreements_tranche t
        LEFT JOIN agreements_tranchereceipt r ON r.tranche_id = t.id WHERE t.state = 'received'
        GROUP BY t.id HAVING t.amount <> coalesce(sum(r.amount), 0) OR t.called <> coalesce(sum(r.cleared), 0) ORDER BY t.id
    """,
    "appelé, à recevoir": """
        SELECT 'appels', coalesce((SELECT sum(t.called) FROM agreements_tranche t WHERE t.state = 'called'), 0)
          - coalesce((SELECT sum(r.cleared) FROM agreements_tranchereceipt r JOIN agreements_tranche t ON t.id = r.tranche_id WHERE t.state = 'called'), 0),
          coalesce(sum(g.amount), 0)
        FROM ledger_leg g JOIN ledger_ledgerentry e ON e.id = g.entry_id WHERE g.account = 'called' AND e.source LIKE 'tranche_%'
        HAVING coalesce(sum(g.amount), 0) <> coalesce((SELECT sum(t.called) FROM agreements_tranche t WHERE t.state = 'called'), 0)
          - coalesce((SELECT sum(r.cleared) FROM agreements_tranchereceipt r JOIN agreements_tranche t ON t.id = r.tranche_id WHERE t.state = 'called'), 0)
    """,
    "dépense d’une convention : dépensée sur son enveloppe": """
        SELECT 'dépense ' || x.number, CASE x.state WHEN 'accepted' THEN p.amount ELSE 0 END, coalesce(m.francs, 0)
        FROM agreements_expensepart p JOIN agreements_expense x ON x.id = p.expense_id JOIN agreements_agreementenvelope a ON a.id = p.envelope_id
        LEFT JOIN (SELECT envelope_id, source_id, sum(CASE kind WHEN 'spent' THEN amount WHEN 'returned' THEN -amount ELSE 0 END) AS francs
                   FROM ledger_envelopemovement WHERE source = 'expense' GROUP BY 1, 2) m ON m.source_id = x.id AND m.envelope_id = a.envelope_id
        WHERE CASE x.state WHEN 'accepted' THEN p.amount ELSE 0 END <> coalesce(m.francs, 0) ORDER BY p.id
    """,
    "remboursement au bailleur : rendu sur son enveloppe": """
        SELECT 'remboursement ' || b.id, CASE b.state WHEN 'paid' THEN b.amount ELSE 0 END, coalesce(m.amount, 0)
        FROM agreements_repayment b LEFT JOIN ledger_envelopemovement m ON m.kind = 'refunded' AND m.source = 'repayment' AND m.source_id = b.id
        WHERE CASE b.state WHEN 'paid' THEN b.amount ELSE 0 END <> coalesce(m.amount, 0) ORDER BY b.id
    """,
}


def faults() -> Iterator[Fault]:
    """Every row that disagrees, check after check."""
    with connection.cursor() as cursor:
        for check, question in CHECKS.items():
            cursor.execute(question)
            for row, expected, found in cursor.fetchall():
                yield Fault(check, row, int(expected), int(found))
