"""Savings recomputed from rows alone, in SQL of its own: retentions, deposits and refunds against the ledger.

Nothing here asks the queries that the pages read: an error in one of them is not repeated here.
"""

from collections.abc import Iterator

from teriya.pay.allowances.audit import Fault, rows

_KEPT = """
  SELECT l.id, l.run_id, coalesce(p.merged_into_id, p.id) AS person, r.state IN ('in_charge', 'sent', 'settled') AS is_charged,
         -sum((item ->> 'amount')::bigint) AS francs
  FROM allowances_payline l JOIN allowances_payrun r ON r.id = l.run_id
  JOIN missions_mission m ON m.id = l.mission_id JOIN people_person p ON p.id = m.person_id
  CROSS JOIN LATERAL jsonb_array_elements(l.lines) AS item
  WHERE l.state IN ('due', 'ordered', 'paid', 'returned', 'set_aside') AND r.state IN ('liquidated', 'ordered', 'in_charge', 'sent', 'settled')
    AND item ->> 'kind' = 'retention' AND coalesce(nullif(item ->> 'retention', ''), 'savings') = 'savings'
  GROUP BY l.id, l.run_id, p.id, r.state
  UNION ALL
  SELECT l.id, l.run_id, coalesce(p.merged_into_id, p.id), true, a.amount
  FROM savings_setaside a JOIN allowances_payline l ON l.id = a.line_id
  JOIN missions_mission m ON m.id = l.mission_id JOIN people_person p ON p.id = m.person_id WHERE a.state = 'approved'
"""
_PAID = """
  SELECT coalesce(p.merged_into_id, p.id) AS person, sum(y.amount) AS francs FROM savings_refundpayment y
  JOIN savings_refund f ON f.id = y.refund_id JOIN people_person p ON p.id = f.person_id
  WHERE y.returned_on IS NULL GROUP BY 1
"""
# Each check yields (row, expected, found) for the rows that disagree.
CHECKS = {
    "épargne d’une personne : retenues − remboursements": """
        WITH kept AS ({kept}), paid AS ({paid}),
        told AS (SELECT person, sum(francs) AS francs FROM kept GROUP BY person),
        posted AS (SELECT coalesce(p.merged_into_id, p.id) AS person, sum(g.amount) AS francs
                   FROM ledger_leg g JOIN people_person p ON p.id = g.person WHERE g.account = 'savings' GROUP BY 1)
        SELECT 'personne ' || person, coalesce(told.francs, 0) - coalesce(paid.francs, 0), coalesce(posted.francs, 0)
        FROM told FULL JOIN paid USING (person) FULL JOIN posted USING (person)
        WHERE coalesce(told.francs, 0) - coalesce(paid.francs, 0) <> coalesce(posted.francs, 0) ORDER BY person
    """,
    "épargne jamais négative": """
        SELECT 'personne ' || coalesce(p.merged_into_id, p.id), 0, sum(g.amount) FROM ledger_leg g JOIN people_person p ON p.id = g.person
        WHERE g.account = 'savings' GROUP BY coalesce(p.merged_into_id, p.id) HAVING sum(g.amount) < 0 ORDER BY 1
    """,
    "versements d’un état : jamais plus que retenu": """
        WITH kept AS ({kept}), run AS (SELECT run_id, sum(francs) AS francs FROM kept WHERE is_charged GROUP BY run_id)
        SELECT 'état n° ' || d.run_id, coalesce(run.francs, 0), sum(d.amount) FROM savings_deposit d LEFT JOIN run USING (run_id)
        WHERE d.cancelled_on IS NULL GROUP BY d.run_id, run.francs HAVING sum(d.amount) > coalesce(run.francs, 0) ORDER BY d.run_id
    """,
    "paie mise de côté : la ligne le dit, et rien d’autre": """
        SELECT 'ligne ' || l.id, CASE WHEN l.state = 'set_aside' THEN l.net ELSE 0 END, coalesce(a.amount, 0)
        FROM allowances_payline l LEFT JOIN savings_setaside a ON a.line_id = l.id AND a.state = 'approved'
        WHERE (l.state = 'set_aside' OR a.id IS NOT NULL)
          AND CASE WHEN l.state = 'set_aside' THEN l.net ELSE 0 END <> coalesce(a.amount, 0) ORDER BY l.id
    """,
    "compte d’épargne : jamais à découvert": """
        SELECT 'compte ' || a.number, 0, coalesce(d.francs, 0) - coalesce(y.francs, 0) FROM savings_savingsaccount a
        LEFT JOIN (SELECT account_id, sum(amount) AS francs FROM savings_deposit WHERE cancelled_on IS NULL GROUP BY 1) d ON d.account_id = a.id
        LEFT JOIN (SELECT account_id, sum(amount) AS francs FROM savings_refundpayment WHERE returned_on IS NULL GROUP BY 1) y ON y.account_id = a.id
        WHERE coalesce(d.francs, 0) < coalesce(y.francs, 0) ORDER BY a.number
    """,
    "épargne = tenue + à verser": """
        WITH kept AS ({kept}), sums AS (SELECT
          (SELECT coalesce(sum(amount), 0) FROM savings_deposit WHERE cancelled_on IS NULL) AS put,
          (SELECT coalesce(sum(amount), 0) FROM savings_refundpayment WHERE returned_on IS NULL) AS paid,
          (SELECT coalesce(sum(francs), 0) FROM kept) AS kept,
          (SELECT coalesce(sum(amount), 0) FROM ledger_leg WHERE account = 'savings') AS posted)
        SELECT 'toutes', (put - paid) + (kept - put), posted FROM sums WHERE (put - paid) + (kept - put) <> posted
    """,
}


def faults() -> Iterator[Fault]:
    """Every row that disagrees, check after check."""
    for check, question in CHECKS.items():
        for row, expected, found in rows(question.replace("{kept}", _KEPT).replace("{paid}", _PAID)):
            yield Fault(check, row, int(expected), int(found))
