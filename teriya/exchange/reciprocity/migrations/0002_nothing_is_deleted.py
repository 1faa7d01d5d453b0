from django.conf import settings
from django.db import migrations

TABLES = ", ".join(f"reciprocity_{name}" for name in ("offer", "nomination", "interview", "candidacy"))


class Migration(migrations.Migration):

    dependencies = [("reciprocity", "0001_offers_and_nominations")]

    operations = [
        migrations.RunSQL(f"REVOKE DELETE, TRUNCATE ON {TABLES} FROM {settings.DATABASE_APP_ROLE}", migrations.RunSQL.noop),
    ]
