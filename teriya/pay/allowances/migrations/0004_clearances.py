import django.db.models.deletion
from django.db import migrations, models

from teriya.foundation.core.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("allowances", "0003_changed_wallets"), ("missions", "0005_pieces_of_the_start")]

    operations = [
        migrations.CreateModel(
            name="Clearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("sentence", models.CharField(help_text="what the sign said then", max_length=200)),
                ("reason", models.CharField(help_text="what was seen, and where", max_length=300)),
                ("by_id", models.BigIntegerField()),
                ("on", models.DateField()),
                ("mission", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="clearances", to="missions.mission")),
            ],
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.UniqueConstraint(fields=("mission", "code"), name="clearance_once"),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(condition=models.Q(("reason__gt", "")), name="clearance_has_reason"),
        ),
        append_only("allowances_clearance"),
    ]  # fmt: skip
