"""What the forecast reads of missions, seats and pay lines: people alike are counted together by the database. Four statements.

A fifth reads the missions that an envelope pays, one by one, for a cut.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

SINCE = 24  # months: what was served before that and has no line is no longer expected


class MissionRow(NamedTuple):
    """`state`: prepared, or running. `renewed`: times already renewed, -1 where it cannot be. `is_counted`: a line has the running month."""

    state: str
    form: str
    diploma: str
    region: int
    envelope: int | None
    shares: list[list[int]] | None
    begun: date
    last: date
    months: int
    renewed: int
    reason: str
    is_counted: bool
    people: int


class SeatRow(NamedTuple):
    """`until`: when who held it before would have ended; none where nobody did."""

    form: str
    diploma: str
    region: int
    envelope: int | None
    shares: list[list[int]] | None
    begun: date
    months: int
    until: date | None
    people: int


class MonthRow(NamedTuple):
    """Days of a month over, served and in no line."""

    form: str
    diploma: str
    region: int
    envelope: int | None
    shares: list[list[int]] | None
    first: date
    last: date
    people: int


class LineRow(NamedTuple):
    """Lines that no authorising officer has ordered yet: what each envelope gives of them."""

    form: str
    region: int
    envelope: int | None
    people: int
    francs: int


class PaidRow(NamedTuple):
    """A mission that an envelope pays, alone or with others, with what its cost depends on; `last`: of its contract."""

    mission: int
    form: str
    diploma: str
    envelope: int | None
    shares: list[list[int]] | None
    begun: date
    last: date
    domain: str


_PAYERS = """LEFT JOIN (SELECT seat_id, array_agg(ARRAY[envelope_id, weight::bigint] ORDER BY id) AS payers FROM hosts_seatshare GROUP BY seat_id) s
ON s.seat_id = t.id"""
_TIES = """JOIN rules_form f ON f.id = m.form_id JOIN hosts_host h ON h.id = m.host_id JOIN places_place c ON c.id = h.commune_id
JOIN hosts_seat t ON t.id = m.seat_id JOIN hosts_need n ON n.id = t.need_id {payers}"""
_LAST = "COALESCE(m.ended_on, upper(m.period) - 1)"

_MISSIONS = """
SELECT CASE m.state WHEN 'prepared' THEN 'prepared' ELSE 'running' END, f.code, n.diploma, c.region_id, t.envelope_id, s.payers,
  COALESCE(m.started_on, greatest(lower(m.period), %(today)s)) AS begun, {last} AS last, n.months,
  CASE WHEN n.is_renewable AND m.state IN ('in_service', 'suspended') THEN COALESCE(r.times, 0) ELSE -1 END AS renewed,
  COALESCE(NULLIF(m.end_reason, ''), 'term') AS reason, l.mission_id IS NOT NULL AS is_counted, count(*)
FROM missions_mission m {ties}
LEFT JOIN (SELECT mission_id, count(*) AS times FROM missions_contract WHERE kind = 'renewal' AND signed_on IS NOT NULL AND void_on IS NULL
  GROUP BY mission_id) r ON r.mission_id = m.id
LEFT JOIN (SELECT DISTINCT mission_id FROM allowances_payline WHERE month >= %(first)s AND nature = 'allowance' AND state <> 'dropped') l
  ON l.mission_id = m.id
WHERE m.state <> 'cancelled' AND {last} >= %(first)s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
"""
_SEATS = """
SELECT f.code, n.diploma, c.region_id, t.envelope_id, s.payers, greatest(n.starts_on, %(next)s) AS begun, n.months, held.until, count(*)
FROM hosts_seat t JOIN hosts_need n ON n.id = t.need_id JOIN rules_form f ON f.id = n.form_id JOIN hosts_host h ON h.id = n.host_id
JOIN places_place c ON c.id = h.commune_id {payers}
LEFT JOIN LATERAL (SELECT upper(o.period) - 1 AS until FROM missions_contract o JOIN missions_mission m ON m.id = o.mission_id
  WHERE m.seat_id = t.id ORDER BY o.id DESC LIMIT 1) held ON true
WHERE n.state = 'approved' AND t.envelope_id IS NOT NULL AND t.state <> 'closed'
  AND COALESCE(held.until, (n.starts_on + n.months * interval '1 month')::date - 1) >= %(next)s
  AND (t.state = 'open' OR NOT EXISTS (SELECT FROM missions_mission m WHERE m.seat_id = t.id AND m.state <> 'cancelled'))
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
"""
_MONTHS = """
SELECT f.code, n.diploma, c.region_id, t.envelope_id, s.payers, greatest(m.started_on, of.first) AS begun,
  least({last}, (of.first + interval '1 month - 1 day')::date) AS last, count(*)
FROM missions_mission m {ties}
CROSS JOIN LATERAL (SELECT generate_series(date_trunc('month', greatest(m.started_on, %(since)s)::timestamp),
  least({last}, %(first)s - 1)::timestamp, interval '1 month')::date AS first) of
LEFT JOIN allowances_payline l ON l.mission_id = m.id AND l.month = of.first AND l.nature = 'allowance' AND l.corrects_id IS NULL
  AND l.state <> 'dropped'
WHERE m.state <> 'cancelled' AND m.started_on < %(first)s AND {last} >= %(since)s AND l.id IS NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
"""
_LINES = """
SELECT f.code, c.region_id, p.envelope_id, count(*), sum(COALESCE(p.amount, l.net + l.retained))
FROM allowances_payline l JOIN missions_mission m ON m.id = l.mission_id JOIN rules_form f ON f.id = m.form_id
JOIN hosts_host h ON h.id = m.host_id JOIN places_place c ON c.id = h.commune_id LEFT JOIN allowances_split p ON p.line_id = l.id
WHERE l.state IN ('due', 'blocked') AND l.net + l.retained > 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_PAID = """
SELECT m.id, f.code, n.diploma, t.envelope_id, s.payers, COALESCE(m.started_on, lower(m.period)), upper(m.period) - 1, h.domain
FROM missions_mission m {ties}
WHERE m.state = ANY(%(live)s) AND upper(m.period) - 1 > %(stops)s
  AND CASE WHEN s.payers IS NULL THEN t.envelope_id = %(envelope)s
      ELSE EXISTS (SELECT FROM hosts_seatshare o WHERE o.seat_id = t.id AND o.envelope_id = %(envelope)s) END
ORDER BY m.id
"""


def missions(first: date, today: date) -> list[MissionRow]:
    """Those that serve, or are to serve, a day of the running month or later. `first`: its first day."""
    return [MissionRow(*row) for row in ask(_MISSIONS, first=first, today=today)]


def seats(following: date) -> list[SeatRow]:
    """Funded seats that nobody holds, reopened ones too; one whose first day has passed is expected on the first day of the next month."""
    return [SeatRow(*row) for row in ask(_SEATS, next=following)]


def months(first: date, since: date) -> list[MonthRow]:
    """Months over, served, that no line counts."""
    return [MonthRow(*row) for row in ask(_MONTHS, first=first, since=since)]


def lines() -> list[LineRow]:
    return [LineRow(*row[:4], int(row[4])) for row in ask(_LINES)]


def paid_by(envelope: int, stops_on: date, live: Collection[str]) -> list[PaidRow]:
    """Missions in one of these states that the envelope pays after a day."""
    return [PaidRow(*row) for row in ask(_PAID, envelope=envelope, stops=stops_on, live=list(live))]


def ask(question: str, **facts: object) -> Sequence[tuple]:
    for part, text in (("{ties}", _TIES), ("{payers}", _PAYERS), ("{last}", _LAST)):
        question = question.replace(part, text)
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        return cursor.fetchall()
