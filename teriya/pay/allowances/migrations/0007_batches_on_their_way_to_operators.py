from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("allowances", "0006_each_line_of_a_return_is_kept")]

    operations = [
        migrations.CreateModel(
            name="Transmission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(help_text="ours, a function of the file: twice the same key is once the batch", unique=True)),
                ("by_id", models.BigIntegerField(help_text="who sent the file, in whose name answers are read")),
                ("state", models.CharField(choices=[("waiting", "à remettre"), ("sending", "remise en cours"), ("taken", "pris par l’opérateur"), ("answered", "tout est répondu"), ("failed", "refusé par l’opérateur")], default="waiting", max_length=10)),
                ("reference", models.CharField(blank=True, help_text="the operator’s own", max_length=100)),
                ("answered", models.IntegerField(default=0, help_text="orders that it has answered")),
                ("tries", models.IntegerField(default=0, help_text="steps in a row since the last that changed something")),
                ("next_at", models.DateTimeField(db_default=Now())),
                ("error", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(db_default=Now())),
                ("file", models.OneToOneField(on_delete=models.deletion.PROTECT, related_name="transmission", to="allowances.payfile")),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(models.Q(("state__in", ["taken", "answered"]), _negated=True), ("reference__gt", ""), _connector="OR"), name="taken_batch_has_reference")]},
        ),
    ]
