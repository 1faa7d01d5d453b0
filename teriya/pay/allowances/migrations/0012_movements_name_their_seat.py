from django.db import migrations

NAME_SEATS = """
UPDATE ledger_envelopemovement v SET seat = m.seat_id
FROM allowances_payline l JOIN missions_mission m ON m.id = l.mission_id
WHERE v.source = 'pay_line' AND v.source_id = l.id AND v.seat IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("allowances", "0011_long_works"), ("ledger", "0005_never_overdrawn")]

    operations = [migrations.RunSQL(NAME_SEATS, migrations.RunSQL.noop)]
