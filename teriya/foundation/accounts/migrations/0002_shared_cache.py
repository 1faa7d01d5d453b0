from django.conf import settings
from django.db import migrations

TABLE = settings.CACHES["default"]["LOCATION"]


class Migration(migrations.Migration):
    """Unlogged: writes are cheap, and a crash forgets only counts of tries."""

    dependencies = [("accounts", "0001_initial"), ("core", "0002_rights")]

    operations = [
        migrations.RunSQL(
            [
                f"CREATE UNLOGGED TABLE {TABLE} (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)",
                f"CREATE INDEX ON {TABLE} (expires)",
            ],
            f"DROP TABLE {TABLE}",
        )
    ]
