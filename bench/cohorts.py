"""The rates of a cohort of 20 000, split by region, beside the statement that they read: the same rows, fetched and thrown away.

Missions ended through a year in six regions; six people in ten are known, some told three times, one situation in ten was corrected.
"""

import os
import random
import sys
from datetime import date, timedelta

import psycopg
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.copies import apart, copy, highest, tell
from bench.measure import Line, most, shown, side_by_side
from bench.wave import in_service, placed
from teriya.foundation.core.periods import add_months
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.insertion.cohorts import queries
from teriya.insertion.cohorts.queries import Cohort
from teriya.insertion.routes.models import Situation
from teriya.mobilisation.hosts.models import Host

COUNT, TIMES, DATABASE, FRESH, YEAR = 20_000, 3, "cohorts", "cohorts_fresh", timezone.localdate().year - 2
MOST, QUESTIONS, MEMORY = (
    3,
    6,
    250,
)  # times the SQL; the statement, its settings and transaction, the names of the regions; MB
LONGEST = 5  # times as long in a database just filled, that has not counted its tables
ROUTES = ("employed_other", "employed_host", "own_business", "studies", "none", "none")


def show() -> None:
    call_command("load_pack", "tg", verbosity=0)
    shown(measure())


def measure() -> list[Line]:
    print(f"{COUNT} fins de mission…", file=sys.stderr)
    _end()
    copy(FRESH)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ANALYZE")
    copy(DATABASE)
    print("taux…", file=sys.stderr)
    fresh, done = (apart("cohorts", "count", database) for database in (FRESH, DATABASE))
    ratio, slower = done["ours"] / done["bare"], fresh["ours"] / done["ours"]
    return [
        Line("", f"taux d’une cohorte de {COUNT} par région", f"{done['ours'] * 1000:.0f} ms", f"{done['bare'] * 1000:.0f} ms",
             f"{ratio:.1f} ×", f"≤ {MOST} ×", ratio <= MOST),
        Line("", "le même, base à peine remplie", f"{fresh['ours'] * 1000:.0f} ms", f"{done['ours'] * 1000:.0f} ms", f"{slower:.1f} ×",
             f"≤ {LONGEST} ×", slower <= LONGEST),
        most("", "ses requêtes", done["questions"], QUESTIONS, ""),
        most("", "sa mémoire", done["megabytes"], MEMORY, "Mo"),
    ]  # fmt: skip


def count() -> None:
    """The statements are those that the rates sent, with their values."""
    on, cohort = timezone.localdate(), Cohort(YEAR, 6)
    rules.agency()  # a process reads the rules once
    with CaptureQueriesContext(connection) as log:
        found = _count(cohort, on)
    assert sum(line.found.population for line in found) == COUNT and all(
        0 < line.found.known < line.found.population for line in found
    )
    statements = [query["sql"] for query in log]

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                if cursor.description:
                    cursor.fetchall()

    ours, theirs = side_by_side(lambda: _count(cohort, on), bare, TIMES)
    tell(ours=ours, bare=theirs, questions=len(log), megabytes=highest())


def _count(cohort: Cohort, on: date) -> list[queries.Line]:
    return queries.lines(queries.reached(cohort, on), "region", cohort.horizon, on)


def _end() -> None:
    """Each ended on its own day of the year; what is known is written straight into the table."""
    missions, by = placed(COUNT, hosts=COUNT // 20)
    chance = random.Random(8)
    communes = list(Place.objects.filter(level="commune").values_list("pk", flat=True))
    hosts = list(Host.objects.all())
    for host in hosts:
        host.commune_id = chance.choice(communes)
    Host.objects.bulk_update(hosts, ["commune"], batch_size=1000)
    begun = [date(YEAR - 1, 1, 2) + timedelta(chance.randrange(364)) for _ in missions]
    in_service(missions, begun, [12] * len(missions))
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE missions_mission DISABLE TRIGGER USER")
        owner.execute("UPDATE missions_mission SET state = 'ended', ended_on = upper(period) - 1, end_reason = 'term'")
    told = []
    for mission, first in zip(missions, begun, strict=True):
        end = add_months(first, 12) - timedelta(1)
        for _time in range(chance.choice((0, 0, 1, 1, 2, 3, 1))):
            since = end + timedelta(chance.randrange(300))
            told.append(Situation(person_id=mission.person_id, mission=mission, route=chance.choice(ROUTES), since=since, source="survey",
                                  recorded_on=since + timedelta(20), recorded_by_id=0))  # fmt: skip
    Situation.objects.bulk_create(told, batch_size=5000)
    corrected = [
        Situation(person_id=row.person_id, mission_id=row.mission_id, route="none", since=row.since, source="survey", recorded_on=row.recorded_on,
                  recorded_by_id=by.pk, replaces=row, why="Erreur") for row in told[::10]
    ]  # fmt: skip
    Situation.objects.bulk_create(corrected, batch_size=5000)
