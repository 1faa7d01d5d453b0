from django.db import migrations

from teriya.foundation.core.sql import refuse_now

# Mali's auditors found volunteers in structures that had expressed no need: no offer without these three.
OFFERABLE = """
IF NOT EXISTS (
  SELECT FROM hosts_seat s JOIN hosts_need n ON n.id = s.need_id JOIN hosts_host h ON h.id = n.host_id
  JOIN hosts_accreditation a ON a.host_id = h.id
  WHERE s.id = NEW.seat_id AND n.state = 'approved' AND h.state = 'accredited' AND a.period @> NEW."on"
) THEN
  RAISE EXCEPTION 'offer_without_approved_need' USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_without_approved_need';
END IF;
IF NOT EXISTS (SELECT FROM hosts_seat s WHERE s.id = NEW.seat_id AND s.envelope_id IS NOT NULL) THEN
  RAISE EXCEPTION 'offer_without_funded_seat' USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_without_funded_seat';
END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("placement", "0001_initial"), ("hosts", "0001_initial")]

    operations = [refuse_now("placement_offer", "offer_gates", "INSERT", OFFERABLE)]
