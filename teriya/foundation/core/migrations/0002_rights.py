from django.conf import settings
from django.db import migrations

ROLE = settings.DATABASE_APP_ROLE


class Migration(migrations.Migration):
    """The application's role reads and writes every table; some tables take rights back in their own migrations."""

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN CREATE ROLE {ROLE} NOLOGIN; END IF; END $$",
                f"GRANT USAGE ON SCHEMA public TO {ROLE}",
                f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}",
                f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}",
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ROLE}",
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {ROLE}",
                f"ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO {ROLE}",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(f"REVOKE UPDATE, DELETE ON core_transition FROM {ROLE}", migrations.RunSQL.noop),
    ]
