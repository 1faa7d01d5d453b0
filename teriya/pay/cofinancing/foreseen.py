"""What hosts are expected to give: calls made and months to call, at the rate that they really paid. Two statements for any number of hosts."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection

from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules import queries as rules
from teriya.pay.cofinancing.engine.share import share
from teriya.pay.cofinancing.states import LIVE
from teriya.pay.cofinancing.terms import Book, kinds_owing

_DUE = """
SELECT date_trunc('month', c.due_on)::date, COALESCE(sum(a.paid), 0)::bigint, (sum(c.total) - COALESCE(sum(a.credited), 0))::bigint
FROM cofinancing_call c
LEFT JOIN (SELECT call_id, sum(amount) FILTER (WHERE payment_id IS NOT NULL) AS paid, sum(amount) FILTER (WHERE credit_id IS NOT NULL) AS credited
  FROM cofinancing_allocation WHERE released_on IS NULL GROUP BY call_id) a ON a.call_id = c.id
WHERE c.state = 'issued' AND c.total > 0 AND c.due_on BETWEEN %(since)s AND %(until)s GROUP BY 1 ORDER BY 1
"""

# A transfer begins on the first of a month: a stay at a host is whole months, but for the ends of the mission.
_STAYS = """
WITH running AS (
  SELECT id, form_id, host_id, COALESCE(ended_on, upper(period) - 1) AS last,
    COALESCE(started_on, greatest(lower(period), %(since)s)) AS first
  FROM missions_mission WHERE state <> 'cancelled' AND COALESCE(ended_on, upper(period) - 1) >= %(since)s
), moved AS (
  SELECT c.mission_id, n.host_id, t.from_on, lag(t.from_on) OVER (PARTITION BY c.mission_id ORDER BY t.from_on, t.id) AS since
  FROM missions_contract c JOIN missions_terms t ON t.contract_id = c.id JOIN hosts_seat s ON s.id = t.former_seat_id
  JOIN hosts_need n ON n.id = s.need_id
  WHERE c.kind = 'transfer' AND c.void_on IS NULL AND t.applied_on IS NOT NULL
), stays AS (
  SELECT r.form_id, r.host_id, greatest(r.first, %(since)s, (SELECT max(v.from_on) FROM moved v WHERE v.mission_id = r.id)) AS first, r.last
  FROM running r
  UNION ALL
  SELECT r.form_id, v.host_id, greatest(r.first, %(since)s, v.since), least(r.last, v.from_on - 1)
  FROM moved v JOIN running r ON r.id = v.mission_id
), counted AS (
  SELECT form_id, host_id, first, last, 1 AS people FROM stays WHERE first <= last
  UNION ALL
  SELECT s.form_id, s.host_id, greatest(s.first, c.month), least(s.last, (c.month + interval '1 month - 1 day')::date), -1
  FROM stays s JOIN cofinancing_call c ON c.host_id = s.host_id AND c.kind = 'month' AND c.state = ANY(%(live)s)
    AND c.month BETWEEN date_trunc('month', s.first) AND s.last
)
SELECT f.code, h.legal_form, h.domain, s.first, s.last, sum(s.people)
FROM counted s JOIN hosts_host h ON h.id = s.host_id JOIN rules_form f ON f.id = s.form_id
WHERE h.legal_form = ANY(%(kinds)s) AND s.first <= s.last GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""


class Stay(NamedTuple):
    """As many people who serve the same days at hosts alike; less than none where the month was called already."""

    form: str
    legal_form: str
    domain: str
    first: date
    last: date
    people: int


def due_by_month(since: date, until: date) -> dict[Month, tuple[int, int]]:
    """Month → (paid, due) of the calls due between two days, both inside, net of credits: what is left is their difference."""
    return {Month.of(first): (paid, due) for first, paid, due in _ask(_DUE, since=since, until=until)}


def recovery_rate(since: date, until: date) -> tuple[int, int]:
    """(paid, due) of all calls due between two days, both inside: the real recovery rate is their ratio."""
    return _sum(due_by_month(since, until).values())


def expected_by_month(first: Month, months: int) -> dict[Month, int]:
    """Month → francs of host shares expected to come in: calls due then and those that running missions will bring,
    at the recovery rate of the twelve months before; nothing where no call has fallen due yet, since nothing is proved.

    A month of service is called when it is over and due after the pack's days. What is already late is not expected.
    """
    wanted = [Month.of(add_months(first.first, n)) for n in range(months)]
    known = due_by_month(add_months(first.first, -12), wanted[-1].last)
    paid, called = _sum(pair for month, pair in known.items() if month < first)
    if not called:
        return dict.fromkeys(wanted, 0)
    found = dict.fromkeys(wanted, 0)
    for month, (brought, due) in known.items():
        if month >= first:
            found[month] += due - brought
    for month, francs in _to_call(wanted):
        found[month] += francs
    return {month: francs * paid // called for month, francs in found.items()}


def _to_call(wanted: Sequence[Month]) -> Iterator[tuple[Month, int]]:
    """(month due, francs) of the months of service not called yet whose calls fall due in these months."""
    first, book, found = wanted[0].first, Book(), {}
    days = rules.amount("host_share_due_days", on=first, default=0)
    served = _served_for(wanted, days)
    kinds = sorted(kinds_owing(first))
    for row in _ask(_STAYS, since=served[0].first, live=list(LIVE), kinds=kinds) if served and kinds else ():
        stay = Stay(*row)
        for month in served:
            if stay.first <= month.last and stay.last >= month.first:
                key = (
                    stay.form,
                    stay.legal_form,
                    stay.domain,
                    max(stay.first, month.first),
                    min(stay.last, month.last),
                )
                found[key] = found.get(key, 0) + stay.people
    for key, people in found.items():
        month = Month.of(key[3])
        yield Month.of(_due(month, days)), people * _share(book, Stay(*key, people), month)


def _share(book: Book, stay: Stay, month: Month) -> int:
    """Francs of one person for the days of a month, as a call will count them."""
    rate = book.rate(stay, stay.form, month.first) if book.owes(stay, stay.form, month.first) else None
    if rate is None:
        return 0
    proration = book.proration(stay.form, month.first)
    return share([(stay.first, stay.last)], month_days=month.last.day, proration=proration, rate=rate.value).amount


def _served_for(wanted: Sequence[Month], days: int) -> list[Month]:
    """The months of service whose calls, made the day after their end, fall due in these months."""
    around = [Month.of(add_months(wanted[0].first, n)) for n in range(-2 - days // 28, len(wanted) + 1)]
    return [month for month in around if Month.of(_due(month, days)) in wanted]


def _due(month: Month, days: int) -> date:
    """The day of the call of a month made at once, and of the pack's days after it."""
    return month.last + timedelta(1 + days)


def _sum(pairs) -> tuple[int, int]:
    found = list(pairs)
    return sum(paid for paid, _due in found), sum(due for _paid, due in found)


def _ask(question: str, **facts: object) -> Sequence[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        return cursor.fetchall()
