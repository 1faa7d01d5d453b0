from django.db import migrations


class Migration(migrations.Migration):
    """The tables went to the room of training, which took them under their new names."""

    dependencies = [("missions", "0007_first_day_of_terms"), ("training", "0001_taken_over")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="Trainee"), migrations.DeleteModel(name="TrainingSession")]
        )
    ]
