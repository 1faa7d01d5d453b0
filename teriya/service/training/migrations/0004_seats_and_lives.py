import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from teriya.foundation.core.sql import refuse_now

# Seats never beyond the capacity, whoever writes: the session's row is locked, so that two who seat wait for each other.
SEATS = """
IF NEW.state <> 'left' THEN
  PERFORM FROM training_trainingsession WHERE id = NEW.session_id FOR UPDATE;
  IF (SELECT count(*) FROM training_trainee t WHERE t.session_id = NEW.session_id AND t.state <> 'left')
     > (SELECT capacity FROM training_trainingsession s WHERE s.id = NEW.session_id) THEN
    RAISE EXCEPTION 'training_full' USING ERRCODE = 'check_violation', CONSTRAINT = 'training_full';
  END IF;
END IF;
"""
CAPACITY = """
IF (SELECT count(*) FROM training_trainee t WHERE t.session_id = NEW.id AND t.state <> 'left') > NEW.capacity THEN
  RAISE EXCEPTION 'training_over_capacity' USING ERRCODE = 'check_violation', CONSTRAINT = 'training_over_capacity';
END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0003_rows_of_before"), ("missions", "0008_training_has_its_room")]

    operations = [
        migrations.AlterField("trainingsession", "form", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="trainings", to="rules.form")),
        migrations.AlterField("trainingsession", "commune", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place")),
        migrations.AlterField("trainee", "seated_on", models.DateField()),
        migrations.RemoveField("trainingsession", "wave"),
        migrations.RemoveField("trainingsession", "trainer"),
        migrations.RemoveField("trainee", "attended"),
        migrations.RemoveConstraint("trainee", "trainee_once"),
        migrations.AddConstraint("trainee", models.UniqueConstraint(condition=~Q(("state", "left")), fields=("session", "mission"), name="trainee_once")),
        migrations.AddConstraint("trainee", models.UniqueConstraint(condition=Q(("state__in", ("seated", "passed"))), fields=("mission",), name="trainee_has_one_seat", violation_error_message="Cette personne a déjà une place, ou une formation validée.")),
        migrations.AddConstraint("trainee", models.CheckConstraint(condition=~Q(("state__in", ["passed", "resit", "failed"])) | Q(("decided_on__isnull", False)), name="trainee_decided_on")),
        migrations.AddConstraint("trainee", models.CheckConstraint(condition=Q(("certificate__isnull", True)) | Q(("state", "passed")), name="training_certificate_of_passed")),
        migrations.AddConstraint("trainingsession", models.CheckConstraint(condition=Q(("capacity__gt", 0)), name="training_has_room", violation_error_message="Une session a au moins une place.")),
        migrations.AddConstraint("trainingsession", models.CheckConstraint(condition=~Q(("state", "closed")) | Q(("minutes__isnull", False)), name="training_closed_has_minutes")),
        refuse_now("training_trainee", "training_seats", "INSERT OR UPDATE OF state, session_id", SEATS),
        refuse_now("training_trainingsession", "training_capacity", "UPDATE OF capacity", CAPACITY),
    ]  # fmt: skip
