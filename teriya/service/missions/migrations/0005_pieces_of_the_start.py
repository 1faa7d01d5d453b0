import django.contrib.postgres.fields
from django.db import migrations, models

from teriya.foundation.core.sql import refuse_now


def refuse(name: str) -> str:
    return f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


# What a start lacks, as the name of the refusal; NULL when it may be. The pay of the room above asks the same question.
LACKS = """
CREATE FUNCTION missions_start_lacks(m missions_mission) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM unnest(m.required_gates || m.contract_names) AS asked(gate) WHERE NOT EXISTS (
      SELECT FROM core_gate g WHERE g.subject = 'mission' AND g.subject_id = m.id AND g.gate = asked.gate
      AND (g.evidence > '' OR g.until >= m.started_on))) THEN 'start_gates_missing'
    WHEN NOT EXISTS (SELECT FROM missions_contract c WHERE c.mission_id = m.id AND c.kind = 'first' AND c.signed_on IS NOT NULL)
      THEN 'start_without_contract'
    WHEN NOT EXISTS (SELECT FROM missions_startofservice s WHERE s.mission_id = m.id AND s.confirmed_by_id IS NOT NULL)
      THEN 'start_not_confirmed'
  END
$$
"""
# Asked of whatever leaves the preparation otherwise than by a cancellation, and of each return to service. What was asked stays
# asked: only another first day, in preparation, changes it.
START = f"""
DECLARE lacks text;
BEGIN
  IF TG_OP = 'UPDATE' AND NOT (NEW.required_gates @> OLD.required_gates AND NEW.contract_names @> OLD.contract_names)
    AND (OLD.state <> 'prepared' OR NEW.state <> 'prepared' OR lower(NEW.period) = lower(OLD.period)) THEN
    {refuse("start_gates_kept")}
  END IF;
  IF NEW.state NOT IN ('prepared', 'cancelled') AND (TG_OP = 'INSERT' OR NEW.state = 'in_service' OR OLD.state = 'prepared') THEN
    lacks := missions_start_lacks(NEW);
    IF lacks IS NOT NULL THEN
      RAISE EXCEPTION '%', lacks USING ERRCODE = 'check_violation', CONSTRAINT = lacks;
    END IF;
  END IF;
END;
"""
# No text without what the form has the contract name.
NAMES = f"""
IF EXISTS (SELECT FROM missions_mission m, unnest(m.contract_names) AS named(gate) WHERE m.id = NEW.mission_id AND NOT EXISTS (
  SELECT FROM core_gate g WHERE g.subject = 'mission' AND g.subject_id = m.id AND g.gate = named.gate AND g.evidence > '')) THEN
  {refuse("contract_incomplete")}
END IF;
"""
# No contract is signed before its three signatures.
SIGNED = f"""
IF NEW.signed_on IS NOT NULL AND (SELECT count(*) FROM missions_signature s WHERE s.contract_id = NEW.id) < 3 THEN
  {refuse("contract_not_signed_by_all")}
END IF;
"""
OLD_GATES = "DROP TRIGGER start_gates ON missions_mission; DROP FUNCTION start_gates();"


class Migration(migrations.Migration):
    dependencies = [("missions", "0004_signing"), ("core", "0002_rights")]

    operations = [
        migrations.AddField(
            model_name="mission",
            name="contract_names",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list,
                help_text="what the form has the contract name: no contract without it, so no start, in the database too", size=None,
            ),
        ),
        migrations.RunSQL(LACKS, "DROP FUNCTION missions_start_lacks(missions_mission)"),
        migrations.RunSQL(OLD_GATES, migrations.RunSQL.noop),
        refuse_now("missions_mission", "start_gates", "INSERT OR UPDATE OF state, started_on, required_gates, contract_names", START),
        refuse_now("missions_contract", "contract_names", "INSERT", NAMES),
        refuse_now("missions_contract", "contract_signed", "INSERT OR UPDATE OF signed_on", SIGNED),
    ]  # fmt: skip
