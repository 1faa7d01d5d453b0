"""What is read of every month served: the lines that pay, and the months that no line has counted yet. Two statements, whatever their number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection


@dataclass(frozen=True, slots=True)
class Scope:
    """Which months: of these communes (None: all), missions (None: all), up to a day; only those not received yet."""

    until: date
    since: date = date(1900, 1, 1)
    communes: Collection[int] | None = None
    missions: Collection[int] | None = None
    only_open: bool = True


class LineRow(NamedTuple):
    mission: int
    person: int
    form: str
    region: int
    month: date
    line: int
    nature: str
    is_complement: bool
    net: int
    state: str
    codes: list[str]
    run: int
    run_state: str
    order: str | None
    received_on: date | None
    institution: str | None
    because: str | None
    splits: list[list[int]]


class MonthRow(NamedTuple):
    """A month served without a line. `first`, `last`: its days of service; `present`, `absent`: as its sheet counts them.

    Who pays its seat: `shares` where several do, as (envelope, weight), else `envelope`.
    """

    mission: int
    person: int
    form: str
    region: int
    month: date
    first: date
    last: date
    diploma: str
    seat: int
    has_facilitator: bool
    sheet: str
    present: int
    absent: int
    envelope: int | None
    shares: list[list[int]]


_FACTS = "m.id, COALESCE(p.merged_into_id, p.id), f.code, c.region_id"
_TIES = """missions_mission m JOIN people_person p ON p.id = m.person_id JOIN rules_form f ON f.id = m.form_id
JOIN hosts_host h ON h.id = m.host_id JOIN places_place c ON c.id = h.commune_id"""
_SCOPE = """(%(communes)s::bigint[] IS NULL OR h.commune_id = ANY(%(communes)s))
AND (%(missions)s::bigint[] IS NULL OR m.id = ANY(%(missions)s))"""
_LINES = """
SELECT {facts}, l.month, l.id, l.nature, l.corrects_id IS NOT NULL, l.net, l.state,
  ARRAY(SELECT stop->>0 FROM jsonb_array_elements(l.blocked) AS stop), r.id, r.state, o.state, o.settled_on, i.name, o.returned_because,
  ARRAY(SELECT ARRAY[envelope_id, amount] FROM allowances_split WHERE line_id = l.id ORDER BY id)
FROM allowances_payline l JOIN allowances_payrun r ON r.id = l.run_id JOIN {ties} ON m.id = l.mission_id
LEFT JOIN LATERAL (SELECT * FROM allowances_paymentorder WHERE line_id = l.id ORDER BY attempt DESC LIMIT 1) o ON true
LEFT JOIN allowances_wallet w ON w.id = o.wallet_id LEFT JOIN allowances_institution i ON i.id = w.institution_id
WHERE {scope} AND l.month BETWEEN %(since)s AND %(until)s AND l.net > 0
AND l.state = ANY(%(states)s) ORDER BY l.month, l.id
"""
_MONTHS = """
SELECT {facts}, of.first, greatest(m.started_on, of.first), least(served.until, (of.first + interval '1 month - 1 day')::date),
  n.diploma, m.seat_id, m.facilitator_id IS NOT NULL, COALESCE(s.state, ''), COALESCE(s.present, 0), COALESCE(s.absent, 0),
  t.envelope_id, ARRAY(SELECT ARRAY[envelope_id, weight] FROM hosts_seatshare WHERE seat_id = t.id ORDER BY id)
FROM {ties} JOIN hosts_seat t ON t.id = m.seat_id JOIN hosts_need n ON n.id = t.need_id
CROSS JOIN LATERAL (SELECT least(COALESCE(m.ended_on, upper(m.period) - 1), %(until)s) AS until) served
CROSS JOIN LATERAL (SELECT generate_series(date_trunc('month', greatest(m.started_on, %(since)s)::timestamp), served.until::timestamp, interval '1 month')::date AS first) of
LEFT JOIN attendance_monthsheet s ON s.mission_id = m.id AND s.month = of.first
WHERE {scope} AND m.started_on <= %(until)s AND NOT EXISTS (
  SELECT FROM allowances_payline l WHERE l.mission_id = m.id AND l.month = of.first AND l.nature = 'allowance'
  AND l.corrects_id IS NULL AND l.state <> 'dropped')
ORDER BY of.first, m.id
"""  # fmt: skip
_OPEN = ("due", "blocked", "ordered", "returned")


def lines(scope: Scope) -> Iterator[LineRow]:
    """Every line that counts something and stands, with the last attempt to pay it."""
    states = [*_OPEN] if scope.only_open else [*_OPEN, "paid"]
    return map(LineRow._make, _ask(_LINES, scope, states=states))


def months(scope: Scope) -> Iterator[MonthRow]:
    """Every month with a day of service that no line stands for: not confirmed, or not prepared."""
    return map(MonthRow._make, _ask(_MONTHS, scope))


def _ask(question: str, scope: Scope, **more: object) -> list[tuple]:
    facts = {"since": scope.since, "until": scope.until} | {
        name: None if ids is None else list(ids) for name, ids in (("communes", scope.communes), ("missions", scope.missions))
    }  # fmt: skip
    for part, text in (("{facts}", _FACTS), ("{ties}", _TIES), ("{scope}", _SCOPE)):
        question = question.replace(part, text)
    with connection.cursor() as cursor:
        cursor.execute(question, facts | more)
        return cursor.fetchall()
