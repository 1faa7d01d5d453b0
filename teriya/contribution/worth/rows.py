"""What was worked and what was spent, read from attendance, pay and the ledger, as known on a day. A statement each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection


@dataclass(frozen=True, slots=True)
class Question:
    """Months from `first` to `last`, as known on a day; narrowed, empty: everything. `communes`: the perimeter of who reads."""

    first: date
    last: date
    on: date
    region: str
    profiles: Collection[str] | None
    communes: Collection[int] | None


class Worked(NamedTuple):
    """Days present of months confirmed by two persons."""

    form: str
    profile: str
    region: str
    month: date
    days: int


class Cost(NamedTuple):
    """Francs of a kind of cost that agreements paid."""

    kind: str
    francs: int


# of a sheet or of a pay line ({0}): its mission, form, host and region, within what is asked
_WITHIN = """
JOIN missions_mission m ON m.id = {0}.mission_id JOIN rules_form f ON f.id = m.form_id JOIN hosts_host h ON h.id = m.host_id
JOIN places_place c ON c.id = h.commune_id JOIN places_place r ON r.id = c.region_id
WHERE {0}.month BETWEEN %(first)s AND %(last)s AND %(region)s IN ('', r.code)
AND (%(profiles)s::text[] IS NULL OR m.profile = ANY(%(profiles)s)) AND (%(communes)s::bigint[] IS NULL OR h.commune_id = ANY(%(communes)s))
"""
# francs that the envelopes spent for each pay line of these months, what was taken back deducted
_MOVED = """
moved AS (
  SELECT l.id AS line, sum(CASE e.kind WHEN 'spent' THEN e.amount ELSE -e.amount END) AS francs
  FROM allowances_payline l JOIN ledger_envelopemovement e ON e.source_id = l.id AND e.source IN ('pay_line', 'recovered')
  WHERE l.month BETWEEN %(first)s AND %(last)s AND e.kind IN ('spent', 'returned') AND e."on" <= %(on)s GROUP BY l.id
)"""
_CONFIRMED = "AND s.state = 'confirmed' AND s.confirmed_on <= %(on)s"
_WORKED = f"""
SELECT f.code, m.profile, r.code, s.month, sum(s.present)::bigint FROM attendance_monthsheet s {_WITHIN.format("s")} {_CONFIRMED}
GROUP BY f.code, m.profile, r.code, s.month ORDER BY f.code, m.profile, r.code, s.month
"""  # noqa: S608 our own pieces
_PAID = f"""
WITH {_MOVED}, paid AS (
  SELECT DISTINCT l.mission_id, l.month FROM allowances_payline l JOIN moved ON moved.line = l.id AND moved.francs > 0
  WHERE l.nature = 'allowance'
)
SELECT COALESCE(sum(s.present), 0)::bigint FROM attendance_monthsheet s JOIN paid ON paid.mission_id = s.mission_id AND paid.month = s.month
{_WITHIN.format("s")} {_CONFIRMED}
"""  # noqa: S608 our own pieces
_SPENT = f"""
WITH {_MOVED} SELECT m.profile, sum(moved.francs)::bigint FROM allowances_payline l JOIN moved ON moved.line = l.id {_WITHIN.format("l")}
GROUP BY m.profile HAVING sum(moved.francs) <> 0 ORDER BY m.profile
"""  # noqa: S608 our own pieces
_COSTS = """
SELECT x.cost, sum(CASE e.kind WHEN 'spent' THEN e.amount ELSE -e.amount END)::bigint FROM ledger_envelopemovement e
JOIN agreements_expense x ON x.id = e.source_id
WHERE e.source = 'expense' AND e.kind IN ('spent', 'returned') AND e."on" <= %(on)s AND x."on" BETWEEN %(first)s AND %(last)s
GROUP BY x.cost HAVING sum(CASE e.kind WHEN 'spent' THEN e.amount ELSE -e.amount END) <> 0 ORDER BY x.cost
"""


def worked(question: Question) -> list[Worked]:
    return list(map(Worked._make, _ask(_WORKED, question)))


def paid_days(question: Question) -> int:
    """Those of the days worked whose allowance the envelopes have spent."""
    [(days,)] = _ask(_PAID, question)
    return days


def spent(question: Question) -> dict[str, int]:
    """Profile → francs of the months’ pay that the envelopes spent, what was taken back of overpayments deducted."""
    return dict(_ask(_SPENT, question))


def costs(question: Question) -> list[Cost]:
    """What agreements paid besides allowances, by the day of the invoice: for the whole agency, nothing narrows it."""
    return list(map(Cost._make, _ask(_COSTS, question)))


def _ask(statement: str, question: Question) -> list[tuple]:
    lists = {
        name: None if (value := getattr(question, name)) is None else list(value) for name in ("profiles", "communes")
    }
    values = {name: getattr(question, name) for name in ("first", "last", "on", "region")} | lists
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
