from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placement", "0002_gates")]
    operations = [
        migrations.RemoveField("round", "inputs"),
        migrations.AddField("round", "inputs", models.BinaryField(default=b"", help_text="the frozen wave in columns (.npz), and the points of each candidate"), preserve_default=False),
    ]
