import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

KEY = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
HALVES = [("am", "matin"), ("pm", "après-midi")]
SESSION_STATES = [("planned", "prévue"), ("convened", "convoquée"), ("closed", "résultats écrits"), ("cancelled", "annulée")]
TRAINEE_STATES = [
    ("seated", "a sa place"), ("passed", "formation validée"), ("resit", "à reprendre"), ("failed", "ajourné"), ("left", "place rendue"),
]  # fmt: skip


def paper(**more):
    return models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document", **more)


def to(model, related_name, on_delete=django.db.models.deletion.PROTECT, **more):
    return models.ForeignKey(on_delete=on_delete, related_name=related_name, to=model, **more)


class Migration(migrations.Migration):
    """Sessions get a form, a commune, a capacity, a life; trainees what came of their seat. Rows are filled in the next one."""

    dependencies = [("training", "0001_taken_over"), ("places", "0001_initial"), ("rules", "0001_initial")]

    operations = [
        migrations.RenameField("trainingsession", "place", "venue"),
        migrations.RenameField("trainingsession", "attendance", "minutes"),
        migrations.AlterField("trainingsession", "venue", models.CharField(help_text="the house or the room, in the commune", max_length=120)),
        migrations.AlterField("trainingsession", "minutes", paper(help_text="who was there, the marks, the decisions; later minutes replace the former")),
        migrations.AlterField("trainingsession", "sign_in", paper(help_text="list to be signed in the room")),
        migrations.AddField("trainingsession", "called", paper(help_text="list of who is called; a later list replaces the former")),
        migrations.AddField("trainingsession", "form", to("rules.form", "trainings", django.db.models.deletion.PROTECT, null=True)),
        migrations.AddField("trainingsession", "commune", to("places.place", "+", django.db.models.deletion.PROTECT, null=True)),
        migrations.AddField("trainingsession", "capacity", models.PositiveSmallIntegerField(default=1), preserve_default=False),
        migrations.AddField("trainingsession", "opens_at", models.TimeField(default=datetime.time(8, 0))),
        migrations.AddField("trainingsession", "state", models.CharField(choices=SESSION_STATES, default="planned", max_length=10)),
        migrations.AddField("trainee", "state", models.CharField(choices=TRAINEE_STATES, default="seated", max_length=8)),
        migrations.AddField("trainee", "attempt", models.PositiveSmallIntegerField(default=1, help_text="how many trainings this one makes")),
        migrations.AddField("trainee", "asked", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text="modules to resit; empty: all", size=None)),
        migrations.AddField("trainee", "seated_on", models.DateField(null=True)),
        migrations.AddField("trainee", "convened_on", models.DateField(blank=True, null=True)),
        migrations.AddField("trainee", "letter", paper()),
        migrations.AddField("trainee", "owed", models.JSONField(default=dict, help_text="module → why it is still owed (Lack)")),
        migrations.AddField("trainee", "present", models.PositiveSmallIntegerField(blank=True, help_text="half-days attended", null=True)),
        migrations.AddField("trainee", "halves", models.PositiveSmallIntegerField(blank=True, help_text="half-days asked", null=True)),
        migrations.AddField("trainee", "decided_on", models.DateField(blank=True, null=True)),
        migrations.AddField("trainee", "certificate", paper()),
        migrations.AlterField("trainee", "mission", to("missions.mission", "trainings", django.db.models.deletion.PROTECT)),
        migrations.CreateModel(
            name="Module",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("code", models.CharField(help_text="a word of the pack, of kind module", max_length=40)),
                ("position", models.PositiveSmallIntegerField()),
                ("hours", models.PositiveSmallIntegerField()),
                ("is_compulsory", models.BooleanField()),
                ("pass_mark", models.PositiveSmallIntegerField(blank=True, help_text="out of 20; empty: not marked", null=True)),
                ("trainer", models.CharField(blank=True, max_length=120)),
                ("session", to("training.trainingsession", "modules")),
            ],
            options={"ordering": ["position"], "constraints": [models.UniqueConstraint(fields=("session", "code"), name="training_module_once")]},
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("on", models.DateField()),
                ("half", models.CharField(choices=HALVES, max_length=2)),
                ("module", to("training.module", "lessons")),
            ],
            options={"ordering": ["on", "half", "module__position"], "constraints": [models.UniqueConstraint(fields=("module", "on", "half"), name="lesson_once")]},
        ),
        migrations.CreateModel(
            name="RollCall",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("on", models.DateField()),
                ("half", models.CharField(choices=HALVES, max_length=2)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=Now())),
                ("session", to("training.trainingsession", "rolls", django.db.models.deletion.PROTECT)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("session", "on", "half"), name="roll_once")]},
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("was_there", models.BooleanField()),
                ("roll", to("training.rollcall", "presences")),
                ("trainee", to("training.trainee", "presences")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("roll", "trainee"), name="presence_once")]},
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("value", models.PositiveSmallIntegerField()),
                ("module", to("training.module", "marks")),
                ("trainee", to("training.trainee", "marks")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("trainee", "module"), name="training_mark_once"),
                    models.CheckConstraint(condition=models.Q(("value__lte", 20)), name="training_mark_out_of_20", violation_error_message="Une note va de 0 à 20."),
                ]
            },
        ),
    ]  # fmt: skip
