from django.db import migrations

from teriya.foundation.core.sql import append_only, refuse_at_commit

BALANCED = """
IF (SELECT sum(amount) FROM ledger_leg WHERE entry_id = NEW.entry_id) <> 0 THEN
  RAISE EXCEPTION 'ledger_unbalanced: entry %', NEW.entry_id USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_unbalanced';
END IF;
"""
TWO_LEGS = """
IF (SELECT count(*) FROM ledger_leg WHERE entry_id = NEW.id) < 2 THEN
  RAISE EXCEPTION 'ledger_legs: entry %', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_legs';
END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("core", "0002_rights")]

    operations = [
        append_only("ledger_ledgerentry", "ledger_leg", "ledger_envelopemovement"),
        refuse_at_commit("ledger_leg", "ledger_unbalanced", "INSERT", BALANCED),
        refuse_at_commit("ledger_ledgerentry", "ledger_legs", "INSERT", TWO_LEGS),
    ]
