"""Everybody of a set of cohorts and what is known of each on the day of the horizon. One statement, whatever their number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Scope:
    """Missions ended between two days, asked about so many months later, as it was known on a day; narrowed, empty: everything."""

    first: date
    last: date
    horizon: int
    on: date
    work: Collection[str]
    form: str = ""
    wave: str = ""
    region: str = ""
    sex: str = ""
    communes: Collection[int] | None = None


class Member(NamedTuple):
    """`day`: that of the horizon. `route`: None where nothing is known. `outcome`: of the survey; empty while it waits."""

    person: int
    year: int
    form: str
    wave: str
    region: str
    sex: str
    ended_on: date
    day: date
    is_dead: bool
    is_serving: bool
    route: str | None
    is_proven: bool
    source: str | None
    outcome: str | None
    first_work: date | None
    known_until: date | None


_QUESTION = """
WITH people AS (
  SELECT DISTINCT ON (head, year) COALESCE(p.merged_into_id, p.id) AS head, extract(year FROM m.ended_on)::int AS year, m.id AS mission,
    f.code AS form, w.code AS wave, r.code AS region, p.sex, m.ended_on, (m.ended_on + make_interval(months => %(horizon)s))::date AS day
  FROM missions_mission m JOIN people_person p ON p.id = m.person_id JOIN rules_form f ON f.id = m.form_id JOIN calls_wave w ON w.id = m.wave_id
  JOIN hosts_host h ON h.id = m.host_id JOIN places_place c ON c.id = h.commune_id JOIN places_place r ON r.id = c.region_id
  WHERE m.state IN ('ended', 'closed') AND m.ended_on BETWEEN %(first)s AND %(last)s
  AND (%(communes)s::bigint[] IS NULL OR h.commune_id = ANY(%(communes)s)) AND %(form)s IN ('', f.code) AND %(wave)s IN ('', w.code)
  AND %(region)s IN ('', r.code) AND %(sex)s IN ('', p.sex)
  ORDER BY head, year, m.ended_on DESC, m.id DESC
), standing AS (
  SELECT COALESCE(p.merged_into_id, p.id) AS head, s.id, s.route, s.since, s.until, s.evidence > '' AS is_proven, s.source, s.recorded_on
  FROM routes_situation s JOIN people_person p ON p.id = s.person_id
  LEFT JOIN routes_situation n ON n.replaces_id = s.id AND n.recorded_on <= %(on)s
  WHERE n.id IS NULL AND NOT s.is_struck AND s.recorded_on <= %(on)s
), then_ AS (
  SELECT DISTINCT ON (head, mission) head, mission, route, is_proven, source FROM people JOIN standing USING (head)
  WHERE since <= day AND (until IS NULL OR until >= day) ORDER BY head, mission, since DESC, is_proven DESC, id DESC
), again AS (
  SELECT DISTINCT people.head, people.mission FROM people JOIN people_person q ON COALESCE(q.merged_into_id, q.id) = people.head
  JOIN missions_mission o ON o.person_id = q.id
  WHERE o.id <> people.mission AND o.state <> 'cancelled' AND o.started_on <= day AND (o.ended_on IS NULL OR o.ended_on >= day)
), told AS (
  SELECT head, min(since) FILTER (WHERE route = ANY(%(work)s)) AS first_work, max(recorded_on) AS known_until FROM standing GROUP BY head
)
SELECT people.head, people.year, form, wave, region, people.sex, people.ended_on, day, COALESCE(d.died_on <= day, false),
  again.head IS NOT NULL,
  then_.route, COALESCE(then_.is_proven, false), then_.source,
  CASE WHEN v.outcome_on <= %(on)s THEN v.outcome WHEN v.id IS NOT NULL THEN '' END, told.first_work, told.known_until
FROM people JOIN people_person d ON d.id = people.head LEFT JOIN then_ ON then_.head = people.head AND then_.mission = people.mission
LEFT JOIN told ON told.head = people.head LEFT JOIN again ON again.head = people.head AND again.mission = people.mission
LEFT JOIN surveys_survey v ON v.mission_id = people.mission AND v.horizon = %(horizon)s
ORDER BY people.head, people.year
"""


# A table that was just filled is not yet counted by the database: it believes a cohort to be one row, and would compare everybody with
# everybody. For this statement alone it joins by hashing, which stays linear whatever it believes.
_LOOPS = "SELECT set_config('enable_nestloop', %s, true)"


def members(scope: Scope) -> list[Member]:
    """One line a person and year of end: the last mission that ended that year."""
    facts = {
        name: getattr(scope, name) for name in ("first", "last", "horizon", "on", "form", "wave", "region", "sex")
    }
    lists = {"work": list(scope.work), "communes": None if scope.communes is None else list(scope.communes)}
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_LOOPS, ["off"])
        cursor.execute(_QUESTION, facts | lists)
        found = list(map(Member._make, cursor.fetchall()))
        cursor.execute(_LOOPS, ["on"])
    return found
