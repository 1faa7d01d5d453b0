from django.db import migrations

from teriya.foundation.core.sql import refuse_set

# One cost of one volunteer-month is never funded beyond the whole of it, whoever pays.
WHOLE = """
DECLARE at record;
BEGIN
  FOR at IN
    SELECT l.id FROM allowances_payline l JOIN allowances_split s ON s.line_id = l.id
    WHERE l.id IN (SELECT line_id FROM fresh) GROUP BY l.id HAVING sum(s.amount) > l.net + l.retained
  LOOP
    RAISE EXCEPTION 'splits_above_line: line %', at.id USING ERRCODE = 'check_violation', CONSTRAINT = 'splits_above_line';
  END LOOP;
  RETURN NULL;
END
"""


class Migration(migrations.Migration):
    dependencies = [("allowances", "0013_pay_set_aside_for_heirs")]

    operations = [refuse_set("allowances_split", "splits_above_line", WHOLE)]
