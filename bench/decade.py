"""Ten years of missions and of what they counted, written straight into the tables: 300 000 missions, 5 million values.

Missions begin day after day, last twelve months, end at their term; a third each of midwives, teachers and foresters, at hosts
of every commune. Each tells five months of its year, of two values (six where cells are asked). Everything validated on the tenth.
"""

import os
from datetime import timedelta

import psycopg
from django.core.management import call_command
from django.utils import timezone

from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.models import Wave

MISSIONS, HOSTS, WAVES, YEARS = int(os.environ.get("MISSIONS", "300000")), 3000, 20, 10
_BARE = (
    "collection_value",
    "collection_report",
    "missions_mission",
    "missions_startofservice",
    "placement_offer",
    "calls_application",
    "hosts_seat",
)


def fill() -> None:
    """The pack, then the decade that ends today. The keys of these tables are not checked row by row: nothing here is wrong."""
    call_command("load_pack", "tg", verbosity=0)
    today = timezone.localdate()
    first = today - timedelta(365 * YEARS)
    form = Form.objects.get(code="VNC")
    envelope = Envelope.objects.create(code="ETAT", title="État", funder="État", opens_on=first)
    waves = Wave.objects.bulk_create(
        Wave(code=f"VNC-{n}", title=f"Vague {n}", form=form, opens_on=first, closes_on=first, starts_on=first, reference_on=first, seed=str(n), state="closed")
        for n in range(WAVES)
    )  # fmt: skip
    values = {"missions": MISSIONS, "hosts": HOSTS, "waves": WAVES, "first": first, "today": today, "days": 365 * YEARS,
              "form": form.pk, "envelope": envelope.pk, "wave": min(one.pk for one in waves)}  # fmt: skip
    with psycopg.connect(
        os.environ["DATABASE_OWNER_URL"], autocommit=True, cursor_factory=psycopg.ClientCursor
    ) as owner:
        for table in _BARE:
            _unkeyed(owner, table)
        kept = _unindexed(owner, "collection_value")
        for statement in _FILL:
            owner.execute(statement, values)
        for index in kept:
            owner.execute(index)
        owner.execute("VACUUM ANALYZE")


def _unkeyed(owner: psycopg.Connection, table: str) -> None:
    """Neither keys nor rules are checked."""
    found = owner.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'", [table])
    for (name,) in found.fetchall():
        owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def _unindexed(owner: psycopg.Connection, table: str) -> list[str]:
    """What makes its indexes again, once it is full."""
    found = owner.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [table],
    )
    kept = found.fetchall()
    for name, _definition in kept:
        owner.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in kept]


# Everything of number n; `k` counts the months that it tells: every other one of its year.
_FILL = (
    """INSERT INTO people_person (matricule, family, given, married, folded, sex, birth_on, birth_year, phone, commune_id, registered_on)
    SELECT 'TG-' || n, 'KAO ' || n, 'Yao', '', 'kao ' || n || ' yao', CASE WHEN n %% 5 < 2 THEN 'F' ELSE 'M' END, make_date(1985 + n %% 20, 1 + n %% 12, 1),
      1985 + n %% 20, '+228' || (90000000 + n), c.id, %(first)s
    FROM generate_series(1, %(missions)s) n JOIN (SELECT id, row_number() OVER () - 1 AS rank, count(*) OVER () AS of FROM places_place
      WHERE level = 'commune') c ON c.rank = n %% c.of""",
    """INSERT INTO hosts_host (number, office_number, name, folded, legal_form, domain, commune_id, head, phone, receipt_number, state, registered_on)
    SELECT 'SA-' || n, '', 'Structure ' || n, 'structure ' || n, 'public_body', (ARRAY['health', 'education', 'environment'])[1 + n %% 3], c.id, 'DOUTI', '', '',
      'accredited', %(first)s
    FROM generate_series(1, %(hosts)s) n JOIN (SELECT id, row_number() OVER () - 1 AS rank, count(*) OVER () AS of FROM places_place
      WHERE level = 'commune') c ON c.rank = n %% c.of""",
    """INSERT INTO hosts_need (reference, host_id, form_id, profile, diploma, places, months, is_renewable, starts_on, tutor, tasks, outputs, place, housing,
      state, by_id, "on")
    SELECT 'B' || id, id, %(form)s, CASE domain WHEN 'health' THEN 'midwife' WHEN 'education' THEN 'primary_teacher' ELSE 'forestry' END, '', 100, 12, false,
      %(first)s, '', '', '', '', '', 'approved', 0, %(first)s FROM hosts_host""",
    """INSERT INTO hosts_seat (need_id, number, envelope_id, state)
    SELECT d.id, n, %(envelope)s, 'filled' FROM generate_series(1, %(missions)s) n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS rank FROM hosts_need) d ON d.rank = n %% %(hosts)s""",
    """INSERT INTO calls_application (wave_id, person_id, number, diploma, speciality, paper_kind, paper_number, channel, entered_by, state, reasons, "on")
    SELECT %(wave)s + rank %% %(waves)s, id, 'C' || rank, '', '', '', '', 'file', 0, 'placed', '[]', %(first)s
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM people_person) p""",
    """INSERT INTO placement_offer (application_id, seat_id, state, "on", answer_by)
    SELECT a.id, s.id, 'accepted', %(first)s, %(first)s FROM (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM calls_application) a
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM hosts_seat) s USING (rank)""",
    """INSERT INTO missions_mission (number, person_id, host_id, seat_id, offer_id, wave_id, form_id, profile, tutor, period, required_gates, contract_names,
      state, started_on, ended_on, end_reason, is_unpayable)
    SELECT 'M' || rank, person_id, host_id, seat_id, id, wave_id, %(form)s, profile, '', daterange(begins, begins + 365), '{}', '{}',
      CASE WHEN begins + 365 <= %(today)s THEN 'ended' ELSE 'in_service' END, begins, CASE WHEN begins + 365 <= %(today)s THEN begins + 364 END,
      CASE WHEN begins + 365 <= %(today)s THEN 'term' ELSE '' END, false
    FROM (SELECT o.id, a.person_id, a.wave_id, o.seat_id, d.host_id, d.profile, row_number() OVER w AS rank,
            %(first)s::date + ((row_number() OVER w) * %(days)s::bigint / %(missions)s)::int AS begins
          FROM placement_offer o JOIN calls_application a ON a.id = o.application_id JOIN hosts_seat s ON s.id = o.seat_id JOIN hosts_need d ON d.id = s.need_id
          WINDOW w AS (ORDER BY o.id)) o""",
    """INSERT INTO missions_startofservice (mission_id, "on", attested_by_id, attested_on, confirmed_by_id, confirmed_on, paper)
    SELECT id, started_on, 1, started_on, 2, started_on + 2, '' FROM missions_mission""",
    """INSERT INTO core_transition (subject, subject_id, name, source, "to", by_id, capacity, "on", reason)
    SELECT 'mission', id, 'end', 'in_service', 'ended', 0, '', ended_on + 3, '' FROM missions_mission WHERE ended_on IS NOT NULL""",
    """INSERT INTO collection_report (mission_id, month, version, why, said, doubts, channel, state, sent_on, sent_by_id, attested_on, attested_by_id,
      validated_on, validated_by_id)
    SELECT id, month, 1, '', '', '[]', 'volunteer', 'validated', month + 35, 1, month + 36, 2, month + 39, 3
    FROM (SELECT id, (date_trunc('month', started_on) + (2 * k + id %% 2) * interval '1 month')::date AS month FROM missions_mission CROSS JOIN
      generate_series(0, 4) k) m WHERE month + 40 <= %(today)s""",
    """INSERT INTO collection_value (report_id, indicator, month, commune_id, sex, age, disability, amount, validated_on)
    SELECT r.id, v.indicator, r.month, h.commune_id, v.sex, '', v.disability, 5 + (r.id * 7 + v.rank) %% 60, r.validated_on
    FROM collection_report r JOIN missions_mission m ON m.id = r.mission_id JOIN hosts_host h ON h.id = m.host_id
    JOIN (VALUES ('midwife', 'anc_visits', '', '', 1), ('midwife', 'assisted_deliveries', '', '', 2), ('primary_teacher', 'hours_taught', '', '', 3),
      ('primary_teacher', 'pupils', 'F', 'no', 4), ('primary_teacher', 'pupils', 'M', 'no', 5), ('primary_teacher', 'pupils', 'F', 'yes', 6),
      ('primary_teacher', 'pupils', 'M', 'yes', 7), ('primary_teacher', 'classes_covered', '', '', 8), ('forestry', 'plants_planted', '', '', 9),
      ('forestry', 'plants_alive', '', '', 10)) AS v(profile, indicator, sex, disability, rank) ON v.profile = m.profile""",
)  # fmt: skip
