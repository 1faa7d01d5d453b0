from django.db import migrations

from teriya.foundation.core.sql import refuse_set

# A commitment takes what is left of what was granted, a spending what is left of the commitments: the envelope's row is locked,
# so that two transactions never take the same francs. A cut (withdrawn) and what comes back are facts: they are not refused.
OVERDRAWN = """
DECLARE at record;
BEGIN
  PERFORM 1 FROM ledger_envelope
    WHERE id IN (SELECT envelope_id FROM fresh WHERE kind IN ('committed', 'released', 'spent')) ORDER BY id FOR UPDATE;
  FOR at IN
    SELECT m.envelope_id,
      sum(CASE m.kind WHEN 'granted' THEN amount WHEN 'released' THEN amount WHEN 'withdrawn' THEN -amount
          WHEN 'committed' THEN -amount ELSE 0 END) AS available,
      sum(CASE m.kind WHEN 'committed' THEN amount WHEN 'returned' THEN amount WHEN 'released' THEN -amount
          WHEN 'spent' THEN -amount ELSE 0 END) AS outstanding
    FROM ledger_envelopemovement m
    WHERE m.envelope_id IN (SELECT envelope_id FROM fresh WHERE kind IN ('committed', 'released', 'spent'))
    GROUP BY m.envelope_id
  LOOP
    IF at.available < 0 AND EXISTS (SELECT FROM fresh WHERE envelope_id = at.envelope_id AND kind = 'committed') THEN
      RAISE EXCEPTION 'envelope_overdrawn: envelope %, % F', at.envelope_id, at.available
        USING ERRCODE = 'check_violation', CONSTRAINT = 'envelope_overdrawn';
    END IF;
    IF at.outstanding < 0 AND EXISTS (SELECT FROM fresh WHERE envelope_id = at.envelope_id AND kind IN ('released', 'spent')) THEN
      RAISE EXCEPTION 'spent_beyond_commitment: envelope %, % F', at.envelope_id, at.outstanding
        USING ERRCODE = 'check_violation', CONSTRAINT = 'spent_beyond_commitment';
    END IF;
  END LOOP;
  RETURN NULL;
END
"""
# What was committed for a seat before the movements named it. What was spent before that is named by the room of allowances.
NAME_SEATS = "UPDATE ledger_envelopemovement SET seat = source_id WHERE source = 'seat' AND seat IS NULL"
# Before this, an allowance beyond its seat's commitment was spent without one: what lacks is committed, so that the sums tie.
TIE = """
INSERT INTO ledger_envelopemovement (envelope_id, kind, amount, "on", source, source_id)
SELECT envelope_id, 'committed', -outstanding, current_date, 'taken_on', envelope_id
FROM (
  SELECT envelope_id, sum(CASE kind WHEN 'committed' THEN amount WHEN 'returned' THEN amount WHEN 'released' THEN -amount
                          WHEN 'spent' THEN -amount ELSE 0 END) AS outstanding
  FROM ledger_envelopemovement GROUP BY envelope_id) AS sums
WHERE outstanding < 0
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_sources_and_cash")]

    operations = [
        migrations.RunSQL(NAME_SEATS, migrations.RunSQL.noop),
        migrations.RunSQL(TIE, migrations.RunSQL.noop),
        refuse_set("ledger_envelopemovement", "envelope_overdrawn", OVERDRAWN),
    ]
