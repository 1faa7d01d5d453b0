from django.db import migrations

from teriya.foundation.core.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("alumni", "0001_profiles_mentoring_prizes")]

    operations = [append_only("alumni_prizesheet")]
