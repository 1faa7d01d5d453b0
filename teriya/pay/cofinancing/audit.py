"""The host share recomputed from rows alone, in SQL of its own: lines, calls, allocations and payments against the ledger.

Nothing here asks the queries that the pages read: an error in one of them is not repeated here.
"""

from collections.abc import Iterator

from teriya.pay.allowances.audit import Fault, rows

_POSTED = """
  SELECT e.source, e.source_id, sum(g.amount) FILTER (WHERE g.account = 'called') AS called, sum(g.amount) FILTER (WHERE g.account = 'cash') AS cash
  FROM ledger_ledgerentry e JOIN ledger_leg g ON g.entry_id = e.id WHERE e.source LIKE 'host_%' GROUP BY 1, 2
"""
# Each check yields (row, expected, found) for the rows that disagree.
CHECKS = {
    "ligne d’appel : parts × taux, à l’arrondi": """
        SELECT 'ligne ' || l.id, (2 * l.rate::bigint * l.parts + l.whole) / (2 * l.whole), l.amount FROM cofinancing_callline l
        WHERE l.kind = 'share' AND l.amount <> (2 * l.rate::bigint * l.parts + l.whole) / (2 * l.whole) ORDER BY l.id
    """,
    "appel : la somme de ses lignes": """
        SELECT 'appel ' || c.id, coalesce(sum(l.amount), 0), c.total FROM cofinancing_call c
        LEFT JOIN cofinancing_callline l ON l.call_id = c.id WHERE c.state <> 'dropped'
        GROUP BY c.id HAVING c.total <> coalesce(sum(l.amount), 0) ORDER BY c.id
    """,
    "appel : au grand livre, annulé ou non": """
        WITH posted AS ({posted})
        SELECT 'appel ' || c.id, CASE c.state WHEN 'issued' THEN c.total ELSE 0 END, coalesce(sum(p.called), 0)
        FROM cofinancing_call c LEFT JOIN posted p ON p.source IN ('host_call', 'host_call_cancelled') AND p.source_id = c.id
        GROUP BY c.id HAVING CASE c.state WHEN 'issued' THEN c.total ELSE 0 END <> coalesce(sum(p.called), 0) ORDER BY c.id
    """,
    "paiement : caisse et appelé au grand livre": """
        WITH posted AS ({posted})
        SELECT 'paiement ' || y.reference, CASE y.state WHEN 'confirmed' THEN y.amount ELSE 0 END, coalesce(sum(p.cash), 0)
        FROM cofinancing_payment y LEFT JOIN posted p ON p.source IN ('host_payment', 'host_payment_annulled') AND p.source_id = y.id
        GROUP BY y.id HAVING CASE y.state WHEN 'confirmed' THEN y.amount ELSE 0 END <> coalesce(sum(p.cash), 0)
          OR coalesce(sum(p.cash), 0) <> -coalesce(sum(p.called), 0) ORDER BY y.id
    """,
    "paiement : reçu par son enveloppe": """
        SELECT 'paiement ' || y.reference, CASE y.state WHEN 'confirmed' THEN y.amount ELSE 0 END,
          coalesce(sum(CASE m.kind WHEN 'received' THEN m.amount WHEN 'refunded' THEN -m.amount ELSE 0 END), 0)
        FROM cofinancing_payment y LEFT JOIN ledger_envelopemovement m ON m.source = 'host_payment' AND m.source_id = y.id AND m.envelope_id = y.envelope_id
        GROUP BY y.id HAVING CASE y.state WHEN 'confirmed' THEN y.amount ELSE 0 END
          <> coalesce(sum(CASE m.kind WHEN 'received' THEN m.amount WHEN 'refunded' THEN -m.amount ELSE 0 END), 0) ORDER BY y.id
    """,
    "paiement ou avoir : jamais réparti au-delà de lui-même": """
        SELECT 'paiement ' || y.reference, CASE y.state WHEN 'confirmed' THEN y.amount ELSE 0 END, sum(a.amount)
        FROM cofinancing_allocation a JOIN cofinancing_payment y ON y.id = a.payment_id WHERE a.released_on IS NULL
        GROUP BY y.id HAVING sum(a.amount) > CASE y.state WHEN 'confirmed' THEN y.amount ELSE 0 END
        UNION ALL
        SELECT 'avoir ' || c.id, CASE c.state WHEN 'issued' THEN -c.total ELSE 0 END, sum(a.amount)
        FROM cofinancing_allocation a JOIN cofinancing_call c ON c.id = a.credit_id WHERE a.released_on IS NULL
        GROUP BY c.id HAVING sum(a.amount) > CASE c.state WHEN 'issued' THEN -c.total ELSE 0 END ORDER BY 1
    """,
    "appel : jamais réglé au-delà de lui-même": """
        SELECT 'appel ' || c.id, CASE c.state WHEN 'issued' THEN greatest(c.total, 0) ELSE 0 END, sum(a.amount)
        FROM cofinancing_allocation a JOIN cofinancing_call c ON c.id = a.call_id WHERE a.released_on IS NULL
        GROUP BY c.id HAVING sum(a.amount) > CASE c.state WHEN 'issued' THEN greatest(c.total, 0) ELSE 0 END ORDER BY c.id
    """,
    "échéancier : ses termes font son total": """
        SELECT 'échéancier ' || p.id, p.total, coalesce(sum(t.amount), 0) FROM cofinancing_plan p
        LEFT JOIN cofinancing_planterm t ON t.plan_id = p.id GROUP BY p.id HAVING p.total <> coalesce(sum(t.amount), 0) ORDER BY p.id
    """,
}


def faults() -> Iterator[Fault]:
    """Every row that disagrees, check after check."""
    for check, question in CHECKS.items():
        for row, expected, found in rows(question.replace("{posted}", _POSTED)):
            yield Fault(check, row, int(expected), int(found))
