from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]
    operations = [
        migrations.AddField("wave", "drawn", models.CharField(blank=True, help_text="what was drawn in public after the closing", max_length=40), preserve_default=True),
        migrations.AddField("wave", "mode", models.CharField(choices=[("wishes", "selon les vœux de chacun"), ("rule", "par la règle publiée : chacun accepte de servir partout")], default="wishes", max_length=8)),
        migrations.AlterField("wave", "seed", models.CharField(help_text="secret until the closing; its SHA-256 is published from the opening", max_length=64)),
    ]
