from django.db import migrations

from teriya.foundation.core.sql import refuse_now

# Every gate that the form asks must stand, by evidence or by a derogation still running on the first day.
GATES = """
IF NEW.state = 'in_service' AND EXISTS (
  SELECT FROM unnest(NEW.required_gates) AS required(gate) WHERE NOT EXISTS (
    SELECT FROM core_gate g WHERE g.subject = 'mission' AND g.subject_id = NEW.id AND g.gate = required.gate
    AND (g.evidence > '' OR g.until >= NEW.started_on))
) THEN
  RAISE EXCEPTION 'start_gates_missing' USING ERRCODE = 'check_violation', CONSTRAINT = 'start_gates_missing';
END IF;
IF NEW.state = 'in_service' AND NOT EXISTS (
  SELECT FROM missions_startofservice s WHERE s.mission_id = NEW.id AND s.confirmed_by_id IS NOT NULL
) THEN
  RAISE EXCEPTION 'start_not_confirmed' USING ERRCODE = 'check_violation', CONSTRAINT = 'start_not_confirmed';
END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("missions", "0001_initial"), ("core", "0002_rights")]

    operations = [refuse_now("missions_mission", "start_gates", "INSERT OR UPDATE OF state", GATES)]
