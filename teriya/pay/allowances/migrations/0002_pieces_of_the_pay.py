from django.db import migrations

from teriya.foundation.core.sql import refuse_now

# No line is payable for a service that began without what its form asks, nor for a month that no signed contract covers.
PAYABLE = """
DECLARE m missions_mission; lacks text; days daterange := daterange(NEW.month, (NEW.month + interval '1 month')::date);
BEGIN
  IF NEW.state NOT IN ('due', 'ordered', 'paid') OR (TG_OP = 'UPDATE' AND OLD.state NOT IN ('blocked', 'dropped')) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO m FROM missions_mission WHERE id = NEW.mission_id;
  lacks := CASE WHEN m.started_on IS NULL THEN 'start_not_confirmed' ELSE missions_start_lacks(m) END;
  IF lacks IS NULL AND NOT EXISTS (
    SELECT FROM missions_contract c WHERE c.mission_id = m.id AND c.signed_on IS NOT NULL AND (c.period && days OR (
      m.period && days AND EXISTS (SELECT FROM missions_suspension s WHERE s.mission_id = m.id AND s.moves_end)))) THEN
    lacks := 'no_contract';
  END IF;
  IF lacks IS NOT NULL THEN
    RAISE EXCEPTION 'pay_%', lacks USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_' || lacks;
  END IF;
END;
"""
# No order for a line that was stopped or set aside.
ORDERED = """
IF EXISTS (SELECT FROM allowances_payline l WHERE l.id = NEW.line_id AND l.state IN ('blocked', 'dropped')) THEN
  RAISE EXCEPTION 'order_of_stopped_line' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_of_stopped_line';
END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("allowances", "0001_initial"), ("missions", "0005_pieces_of_the_start")]

    operations = [
        refuse_now("allowances_payline", "payable_line", "INSERT OR UPDATE OF state, mission_id, month", PAYABLE),
        refuse_now("allowances_paymentorder", "order_of_line", "INSERT OR UPDATE OF line_id", ORDERED),
    ]
