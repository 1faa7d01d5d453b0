"""The sessions and their trainees come from the room of missions, rows kept: the tables only change their names."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

NAMES = ("trainingsession", "trainee")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("missions", "0004_signing"),
        ("calls", "0001_initial"),
        ("documents", "0001_initial"),
        ("rules", "0001_initial"),
        ("places", "0001_initial"),
        ("core", "0002_rights"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE missions_{name} RENAME TO training_{name}",
                    f"ALTER TABLE training_{name} RENAME TO missions_{name}",
                )
                for name in NAMES
            ],
            state_operations=[
                migrations.CreateModel(
                    name="TrainingSession",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("title", models.CharField(max_length=120)),
                        ("place", models.CharField(max_length=120)),
                        ("trainer", models.CharField(max_length=120)),
                        ("from_on", models.DateField()),
                        ("to_on", models.DateField()),
                        ("attendance", models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document")),
                        ("sign_in", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document")),
                        ("wave", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="calls.wave")),
                    ],
                ),
                migrations.CreateModel(
                    name="Trainee",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("attended", models.BooleanField(null=True)),
                        ("mission", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="missions.mission")),
                        ("session", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="trainees", to="training.trainingsession")),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="trainingsession",
                    constraint=models.CheckConstraint(condition=Q(("from_on__lte", models.F("to_on"))), name="training_dates", violation_error_message="La formation finit après avoir commencé."),
                ),
                migrations.AddConstraint(
                    model_name="trainee",
                    constraint=models.UniqueConstraint(fields=("session", "mission"), name="trainee_once"),
                ),
            ],
        ),
    ]
