from django.db import migrations

from teriya.foundation.core.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("core", "0002_rights")]

    operations = [append_only("journal_entry", "journal_seal")]
