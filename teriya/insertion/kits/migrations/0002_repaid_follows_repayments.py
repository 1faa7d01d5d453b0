from django.db import migrations

from teriya.foundation.core.sql import append_only, refuse_now

FOLLOWS = """
IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM kits_repayment WHERE id = NEW.reverses_id AND kit_id = NEW.kit_id AND amount = -NEW.amount AND reverses_id IS NULL) THEN
  RAISE EXCEPTION 'reversal_of_its_repayment: %', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_of_its_repayment';
END IF;
UPDATE kits_kit SET repaid = repaid + NEW.amount WHERE id = NEW.kit_id;
"""


class Migration(migrations.Migration):
    dependencies = [("kits", "0001_lots_kits_terms_repayments")]

    operations = [
        append_only("kits_repayment"),
        refuse_now("kits_repayment", "kit_repaid_follows", "INSERT", FOLLOWS),
    ]
