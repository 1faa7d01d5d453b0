"""The ledger of pay recomputed from its rows alone, in SQL of its own: what it says against what orders, lines and envelopes say.

Nothing here asks the queries that the pages read: an error in one of them is not repeated here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Fault:
    """Where two rows that should agree do not: which check, which row, in francs what is expected and what is found."""

    check: str
    row: str
    expected: int
    found: int


BALANCES = "SELECT account, sum(amount)::bigint FROM ledger_leg GROUP BY account ORDER BY account"

# Each check yields (row, expected, found) for the rows that disagree.
CHECKS = {
    "écriture équilibrée": """
        SELECT 'écriture ' || e.id || ' (' || e.label || ')', 0, coalesce(sum(g.amount), 0)
        FROM ledger_ledgerentry e LEFT JOIN ledger_leg g ON g.entry_id = e.id
        GROUP BY e.id HAVING coalesce(sum(g.amount), 0) <> 0 OR count(g.id) = 0 ORDER BY e.id
    """,
    "somme due d’une ligne": """
        SELECT 'ligne ' || l.id, l.net + l.retained, coalesce(sum(g.amount) FILTER (WHERE g.amount > 0), 0)
        FROM allowances_payline l JOIN allowances_payrun r ON r.id = l.run_id
        LEFT JOIN ledger_ledgerentry e ON e.source = 'pay_line_owed' AND e.source_id = l.id
        LEFT JOIN ledger_leg g ON g.entry_id = e.id
        WHERE l.state IN ('due', 'ordered', 'paid', 'returned', 'set_aside') AND r.state IN ('liquidated', 'ordered', 'in_charge', 'sent', 'settled')
        GROUP BY l.id HAVING l.net + l.retained <> coalesce(sum(g.amount) FILTER (WHERE g.amount > 0), 0) ORDER BY l.id
    """,
    "ligne écartée sans reste": """
        SELECT 'ligne ' || l.id || ', compte ' || g.account, 0, sum(g.amount)
        FROM allowances_payline l
        JOIN ledger_ledgerentry e ON e.source LIKE 'pay\\_line\\_%' AND e.source_id = l.id JOIN ledger_leg g ON g.entry_id = e.id
        WHERE l.state = 'dropped' GROUP BY l.id, g.account HAVING sum(g.amount) <> 0 ORDER BY l.id
    """,
    "ordre envoyé": """{about} SELECT 'ordre ' || o.reference, CASE WHEN o.state IN ('sent', 'contested') THEN o.amount ELSE 0 END, coalesce(a.sent, 0)
        FROM allowances_paymentorder o LEFT JOIN about a ON a.order_id = o.id
        WHERE CASE WHEN o.state IN ('sent', 'contested') THEN o.amount ELSE 0 END <> coalesce(a.sent, 0) ORDER BY o.reference
    """,
    "ordre reçu": """{about} SELECT 'ordre ' || o.reference, CASE WHEN o.state = 'paid' THEN o.amount ELSE 0 END, coalesce(a.received, 0)
        FROM allowances_paymentorder o LEFT JOIN about a ON a.order_id = o.id
        WHERE CASE WHEN o.state = 'paid' THEN o.amount ELSE 0 END <> coalesce(a.received, 0) ORDER BY o.reference
    """,
    "écriture sans ordre": """{about} SELECT 'ordre n° ' || a.order_id, 0, a.sent + a.received FROM about a
        WHERE NOT EXISTS (SELECT FROM allowances_paymentorder o WHERE o.id = a.order_id) ORDER BY a.order_id
    """,
    "dû d’une personne : ce qui attend l’ordonnancement ou est revenu": """
        WITH due AS (SELECT coalesce(p.merged_into_id, p.id) AS person, sum(l.net) AS francs
          FROM allowances_payline l JOIN allowances_payrun r ON r.id = l.run_id
          JOIN missions_mission m ON m.id = l.mission_id JOIN people_person p ON p.id = m.person_id
          WHERE l.state = 'returned' OR (l.state = 'due' AND r.state = 'liquidated') GROUP BY 1),
        posted AS (SELECT coalesce(p.merged_into_id, p.id) AS person, sum(g.amount) AS francs
          FROM ledger_leg g JOIN people_person p ON p.id = g.person WHERE g.account = 'owed' GROUP BY 1)
        SELECT 'personne ' || person, coalesce(due.francs, 0), coalesce(posted.francs, 0) FROM due FULL JOIN posted USING (person)
        WHERE coalesce(due.francs, 0) <> coalesce(posted.francs, 0) ORDER BY person
    """,
    "dépense d’une enveloppe": """
        SELECT 'enveloppe ' || v.code, coalesce(s.francs, 0), coalesce(m.francs, 0) FROM ledger_envelope v
        LEFT JOIN (
          SELECT p.envelope_id, sum(p.amount) AS francs FROM allowances_split p JOIN allowances_payline l ON l.id = p.line_id
          WHERE l.state IN ('ordered', 'paid', 'returned', 'set_aside') GROUP BY p.envelope_id) s ON s.envelope_id = v.id
        LEFT JOIN (
          SELECT envelope_id, sum(CASE kind WHEN 'spent' THEN amount WHEN 'returned' THEN -amount ELSE 0 END) AS francs
          FROM ledger_envelopemovement WHERE source = 'pay_line' GROUP BY envelope_id) m ON m.envelope_id = v.id
        WHERE coalesce(s.francs, 0) <> coalesce(m.francs, 0) ORDER BY v.code
    """,
}  # fmt: skip
# What the ledger says of each order: by its own entries, then by those of the answers about it.
_ABOUT = """
WITH about AS (
  SELECT order_id, coalesce(sum(amount) FILTER (WHERE account = 'sent'), 0) AS sent,
         coalesce(sum(amount) FILTER (WHERE account = 'received'), 0) AS received
  FROM (
    SELECT e.source_id AS order_id, g.account, g.amount FROM ledger_ledgerentry e JOIN ledger_leg g ON g.entry_id = e.id
    WHERE e.source IN ('payment_sent', 'payment_received', 'payment_returned')
    UNION ALL
    SELECT coalesce(s.order_id, l.order_id), g.account, g.amount FROM ledger_ledgerentry e JOIN ledger_leg g ON g.entry_id = e.id
    JOIN allowances_returnline l ON l.id = e.source_id LEFT JOIN allowances_suspense s ON s.line_id = l.id
    WHERE e.source IN ('answer_paid', 'answer_returned', 'answer_contested')
  ) AS legs GROUP BY order_id)
"""


def balances() -> dict[str, int]:
    """Account → francs, from its legs."""
    return {account: int(francs) for account, francs in rows(BALANCES)}


def faults() -> Iterator[Fault]:
    """Every row that disagrees, check after check."""
    for check, question in CHECKS.items():
        for row, expected, found in rows(question.replace("{about}", _ABOUT)):
            yield Fault(check, row, int(expected), int(found))


def rows(question: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()
