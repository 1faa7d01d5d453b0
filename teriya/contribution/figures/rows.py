"""People and missions counted as they were known on a day: one statement a number, whatever the volume."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from teriya.contribution.figures.measures import AGE_BANDS
from teriya.foundation.rules import queries as rules

UNKNOWN = "?"  # the key of what nobody knows: the commune of a line of history, the sex of a value that was not split
ONCE = ("mobilised", "cumulative", "in_service")  # each person once
NARROWED = ("form", "sex", "age", "region", "commune", "sector", "wave", "host", "profile")


class Served(NamedTuple):
    """One line behind a number: a mission, or a line of history (`past`), of a person under the number that stands for it."""

    mission: int | None
    past: int | None
    person: int
    first: date
    last: date | None
    amount: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted, between two days, as known on a day; `narrowed`: key wanted of each dimension."""

    measure: str
    first: date
    last: date
    on: date
    narrowed: dict[str, str]
    communes: list[int] | None
    slices: Sequence[tuple[date, date]] = ()


# What was served between the days that all the questions cover, each with the person that stands for it: read once for all of them.
# A mission is known from the day its start was confirmed, its end from the day it was recorded; a line of history, from the day its
# register was taken on. A merge of two records, from the moment it was decided. A suspension runs until somebody recorded that it
# was over. Who left a host by a transfer was there until it; one that was applied later is not yet known.
_SERVICE = """
WITH service AS MATERIALIZED (
  SELECT v.*, p.sex, p.birth_on, p.birth_year, CASE WHEN p.merged_into_id IS NOT NULL AND EXISTS (
      SELECT FROM people_suspicion x WHERE x.state = 'same' AND x.kept_id <> p.id AND p.id IN (x.first_id, x.second_id) AND x.decided_at < %(until)s
    ) THEN p.merged_into_id ELSE p.id END AS head
  FROM (
    SELECT m.id AS mission, NULL::bigint AS past, m.person_id, m.host_id, f.code AS form, m.profile, w.code AS wave, m.started_on AS first,
      CASE WHEN e.id IS NOT NULL THEN m.ended_on END AS last
    FROM missions_mission m JOIN missions_startofservice s ON s.mission_id = m.id AND s.confirmed_on <= %(on)s
    JOIN rules_form f ON f.id = m.form_id JOIN calls_wave w ON w.id = m.wave_id
    LEFT JOIN core_transition e ON e.subject = 'mission' AND e.subject_id = m.id AND e.name = 'end' AND e.on <= %(on)s
    WHERE m.started_on <= %(ends)s AND (m.ended_on IS NULL OR m.ended_on >= %(begins)s OR e.id IS NULL)
    UNION ALL
    SELECT NULL, h.id, h.person_id, NULL, h.form, h.profile, h.wave, lower(h.period), upper(h.period) - 1
    FROM people_pastservice h JOIN people_takeon t ON t.id = h.take_on_id AND t.on <= %(on)s
    WHERE lower(h.period) <= %(ends)s AND COALESCE(upper(h.period) > %(begins)s, true)
  ) v JOIN people_person p ON p.id = v.person_id
), paused AS (
  SELECT mission_id AS mission, lower(period) AS since, CASE WHEN closed_on <= %(on)s THEN upper(period) - 1 ELSE %(on)s::date END AS until
  FROM missions_suspension WHERE opened_on <= %(on)s
), left_ AS (
  SELECT c.mission_id, n.host_id, COALESCE(lag(e.until) OVER w, '-infinity') AS since, e.until
  FROM missions_terms t JOIN missions_contract c ON c.id = t.contract_id JOIN hosts_seat s ON s.id = t.former_seat_id
  JOIN hosts_need n ON n.id = s.need_id
  CROSS JOIN LATERAL (SELECT CASE WHEN t.applied_on > %(on)s THEN 'infinity'::date ELSE t.from_on END AS until) e
  WHERE c.kind = 'transfer' AND c.void_on IS NULL AND t.applied_on IS NOT NULL
  WINDOW w AS (PARTITION BY c.mission_id ORDER BY e.until, t.from_on)
)
"""

# `at`: the day on which the host is looked at.
_ASKED = {
    "mobilised": "SELECT *, first AS at, 1 AS amount FROM service WHERE first BETWEEN %(first)s AND %(last)s",
    "cumulative": "SELECT *, first AS at, 1 AS amount FROM service WHERE first <= %(last)s",
    "missions_begun": "SELECT *, first AS at, 1 AS amount FROM service WHERE first BETWEEN %(first)s AND %(last)s",
    "in_service": "SELECT *, %(last)s::date AS at, 1 AS amount FROM service WHERE first <= %(last)s AND COALESCE(last, %(last)s) >= %(last)s",
    "missions_ended": "SELECT *, last AS at, 1 AS amount FROM service WHERE last BETWEEN %(first)s AND %(last)s",
    "service_days": """
      SELECT * FROM (
        SELECT v.*, LEAST(ends, COALESCE(last, ends)) AS at, LEAST(ends, COALESCE(last, ends)) - GREATEST(begins, first) + 1 - COALESCE(away.days, 0) AS amount
        FROM service v JOIN slices ON first <= ends AND COALESCE(last, ends) >= begins LEFT JOIN (
          SELECT v.mission, begins AS slice, sum(GREATEST(0, LEAST(ends, COALESCE(last, ends), until) - GREATEST(begins, first, since) + 1))::int AS days
          FROM paused JOIN service v ON v.mission = paused.mission JOIN slices ON since <= ends AND until >= begins GROUP BY v.mission, begins
        ) away ON away.mission = v.mission AND away.slice = begins
      ) d WHERE amount > 0""",
}
_EVER = ("cumulative",)  # since the first day of all

_FOUND = """
SELECT * FROM (WITH slices AS (SELECT * FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) AS s(begins, ends)
), asked AS ({asked}
), counted AS (SELECT {once} * FROM asked {order}
), placed AS (
  SELECT k.mission, k.past, k.head AS person, k.first, k.last, k.at, k.amount, k.form, k.sex, COALESCE(NULLIF(k.wave, ''), '?') AS wave,
    COALESCE(NULLIF(k.profile, ''), '?') AS profile, COALESCE(h.id::text, '?') AS host, h.commune_id, COALESCE(c.code, '?') AS commune,
    COALESCE(r.code, '?') AS region, COALESCE(d.sector, '?') AS sector, to_char(k.at, 'YYYY') AS year, to_char(k.at, 'YYYY-MM') AS month,
    (%(bands)s::text[])[width_bucket(COALESCE(extract(year FROM age(k.first, k.birth_on)), extract(year FROM k.first) - k.birth_year)::int,
                                     %(ages)s::int[])] AS age
  FROM counted k LEFT JOIN left_ ON left_.mission_id = k.mission AND k.at >= left_.since AND k.at < left_.until
  LEFT JOIN hosts_host h ON h.id = COALESCE(left_.host_id, k.host_id) LEFT JOIN places_place c ON c.id = h.commune_id
  LEFT JOIN places_place r ON r.id = c.region_id
  LEFT JOIN unnest(%(profiles)s::text[], %(sectors)s::text[]) AS d(profile, sector) ON d.profile = k.profile
), found AS (
  SELECT * FROM placed WHERE (%(communes)s::bigint[] IS NULL OR commune_id = ANY(%(communes)s)) {narrowed}
) {select}) AS part
"""

# A table that was just filled is not yet counted by the database, which would then compare everybody with everybody: joins hash. The
# setting, the statement and the setting back are sent together: one question of the database, and one transaction.
_HASHED = "SELECT set_config('enable_nestloop', 'off', true); {} ; SELECT set_config('enable_nestloop', 'on', true)"


def sums(question: Question, by: Sequence[str]) -> dict[tuple, int]:
    """The amounts by these dimensions, in their order; without any, one under `()`."""
    return several([(question, by)])[0]


def several(asked: Sequence[tuple[Question, Sequence[str]]]) -> list[dict[tuple, int]]:
    """`sums` of several questions, as known on one day, in one statement: what was served is read once."""
    parts, values = [], _shared([question for question, _by in asked])
    for number, (question, by) in enumerate(asked):
        keys = ", ".join(f"{name}::text" for name in by)
        select = f"SELECT {number} AS asked, ARRAY[{keys}]::text[] AS keys, sum(amount)::bigint FROM found GROUP BY {keys or '()'}"  # noqa: S608 names of dimensions
        parts.append(_part(question, select).replace("%(", f"%(n{number}_"))
        values |= {f"n{number}_{name}": value for name, value in _values(question).items()}
    found: list[dict[tuple, int]] = [{} for _one in asked]
    for number, key, amount in _ask(" UNION ALL ".join(parts), values):
        if amount is not None:
            found[number][tuple(key)] = amount
    return found


def lines(question: Question, start: int = 0, count: int | None = None) -> list[Served]:
    """What the number is made of, in a steady order."""
    select = "SELECT mission, past, person, first, last, amount FROM found ORDER BY first, person, mission, past, at OFFSET %(start)s LIMIT %(count)s"
    values = _shared([question]) | _values(question) | {"start": start, "count": count}
    return list(map(Served._make, _ask(_part(question, select), values)))


def _part(question: Question, select: str) -> str:
    once = question.measure in ONCE
    return _FOUND.format(
        asked=_ASKED[question.measure], once="DISTINCT ON (head)" if once else "", order="ORDER BY head, first, mission, past" if once else "",
        narrowed=" ".join(f"AND {name} = %(wanted_{name})s" for name in question.narrowed), select=select,
    )  # fmt: skip


def _ask(statement: str, values: Mapping[str, object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(_HASHED.format(_SERVICE + statement), values)
        cursor.nextset()
        return cursor.fetchall()


def _shared(questions: Sequence[Question]) -> dict[str, object]:
    """What they have in common: the day, and all the days that they cover."""
    (on,) = {question.on for question in questions}
    after = datetime.combine(on + timedelta(1), time(), timezone.get_current_timezone())
    begins = min(
        date.min if question.measure in _EVER else min(question.first, question.last) for question in questions
    )
    return {"on": on, "until": after, "begins": begins, "ends": max(question.last for question in questions)}


def _values(question: Question) -> dict:
    slices = question.slices or [(question.first, question.last)]
    sectors = {term.code: term.facts["domain"] for term in rules.terms("profile")}
    return {
        "first": question.first, "last": min(question.last, question.on), "communes": question.communes,
        "firsts": [first for first, _last in slices], "lasts": [min(last, question.on) for _first, last in slices],
        "profiles": list(sectors), "sectors": list(sectors.values()), "ages": [age for age, _band in AGE_BANDS],
        "bands": [band for _age, band in AGE_BANDS],
    } | {f"wanted_{name}": value for name, value in question.narrowed.items()}  # fmt: skip
