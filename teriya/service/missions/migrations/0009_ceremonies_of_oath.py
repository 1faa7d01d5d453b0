import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def keep(apps, schema_editor):
    """Every oath of before was held: its minutes exist."""
    apps.get_model("missions", "Oath").objects.update(state="held")


class Migration(migrations.Migration):
    dependencies = [("missions", "0008_training_has_its_room")]

    operations = [
        migrations.AddField("oath", "state", models.CharField(choices=[("planned", "prévu"), ("held", "prêté")], default="planned", max_length=10)),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.AddField("oath", "called", models.OneToOneField(blank=True, help_text="list to be called and signed", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document")),
        migrations.AlterField("oath", "minutes", models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document")),
        migrations.AlterField("oath", "on", models.DateField(help_text="day of the ceremony")),
        migrations.CreateModel(
            name="OathCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("swore", models.BooleanField(null=True)),
                ("mission", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="oath_calls", to="missions.mission")),
                ("oath", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="missions.oath")),
            ],
        ),
        migrations.AddConstraint("oath", models.CheckConstraint(condition=~Q(("state", "held")) | Q(("minutes__isnull", False)), name="oath_held_has_minutes")),
        migrations.AddConstraint("oathcall", models.UniqueConstraint(fields=("oath", "mission"), name="oath_call_once")),
    ]  # fmt: skip
