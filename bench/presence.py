"""A month of 5 000 VEC entered, « all present except… », team by team, beside a bare `bulk_create` of the same marks and sheets.

The bare writing is one transaction, asks nobody's right, reads neither calendar nor leaves, and keeps no journal: the ratio is against us.
"""

import os
import random
import sys
import time
from datetime import date, timedelta

import psycopg
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.copies import apart, bare, copy, highest, seconds_to_write, tell
from bench.measure import Line, most, shown
from bench.seed import staff
from bench.wave import placed
from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.rules.models import Form
from teriya.service.attendance import actions
from teriya.service.attendance.models import Mark, MonthSheet
from teriya.service.attendance.queries import working_days_of
from teriya.service.missions.models import Mission

COUNT, TEAM, DATABASE = 5_000, 30, "presence"
MOST, QUERIES, MEMORY = 3, 14, 500  # times the bare writing; of one team; MB
ONE_IN = 8  # volunteers who missed a day


def show() -> None:
    call_command("load_pack", "tg", verbosity=0)
    shown(measure())


def measure() -> list[Line]:
    print(f"{COUNT} volontaires en service, par équipes de {TEAM}…", file=sys.stderr)
    _serve()
    copy(DATABASE, *bare(DATABASE))
    print("saisie…", file=sys.stderr)
    done = apart("presence", "enter", DATABASE)
    print("les mêmes marques, nues…", file=sys.stderr)
    alone = apart("presence", "write", DATABASE)
    ratio = done["seconds"] / alone["seconds"]
    work = f"mois de {COUNT} VEC, {done['teams']} équipes"
    return [
        Line("", work, f"{done['seconds']:.1f} s", f"{alone['seconds']:.1f} s", f"{ratio:.1f} ×", f"≤ {MOST} ×", ratio <= MOST),
        most("", f"requêtes d’une équipe de {TEAM}", done["queries"], QUERIES, "requêtes"),
        most("", "sa mémoire", done["megabytes"], MEMORY, "Mo"),
    ]  # fmt: skip


def _month() -> Month:
    return Month.of(add_months(timezone.localdate(), -1))


def _serve() -> None:
    placed(COUNT, hosts=-(-COUNT // TEAM))
    sena = staff("field_facilitator", "sena@anvt.example")
    facts = {"begun": _month().first - timedelta(60), "form": Form.objects.get(code="VEC").pk, "by": sena.pk}
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], cursor_factory=psycopg.ClientCursor) as owner:
        owner.execute(_SERVICE, facts)


_SERVICE = """
ALTER TABLE missions_mission DISABLE TRIGGER USER;
UPDATE missions_mission SET state = 'in_service', started_on = %(begun)s, period = daterange(%(begun)s, %(begun)s::date + 365),
  form_id = %(form)s, facilitator_id = %(by)s;
"""


def enter() -> None:
    """Each team by its facilitator, one sending a team, as its page does."""
    teams: dict[int, list[Mission]] = {}
    for mission in Mission.objects.select_related("person", "host__commune", "form").order_by("host", "pk"):
        teams.setdefault(mission.host_id, []).append(mission)
    chance, by, on = random.Random(7), User.objects.get(name="Sena"), timezone.localdate()
    days = next(iter(working_days_of(next(iter(teams.values()))[:1], _month()).values()))
    away = [{one.pk: {chance.choice(days)} for one in team if chance.random() < 1 / ONE_IN} for team in teams.values()]
    start = time.perf_counter()
    for team, absent in zip(teams.values(), away, strict=True):
        actions.record_month_many(missions=team, month=_month(), absent=absent, by=by, on=on)
    seconds = time.perf_counter() - start
    assert Mark.objects.count() == COUNT * len(days)
    assert Mark.objects.filter(kind="absent").count() == sum(map(len, away))
    tell(seconds=seconds, megabytes=highest(), teams=len(teams), queries=_queries(next(iter(teams.values())), by, on))


def _queries(team: list[Mission], by: User, on: date) -> int:
    """Of the same team corrected: what an entry asks, in all."""
    with CaptureQueriesContext(connection) as log:
        actions.record_month_many(missions=team, month=_month(), absent={}, by=by, on=on)
    return len(log)


def write() -> None:
    rows = {model: list(model.objects.all()) for model in (MonthSheet, Mark)}
    tell(seconds=seconds_to_write(rows.items(), bare(DATABASE)))
