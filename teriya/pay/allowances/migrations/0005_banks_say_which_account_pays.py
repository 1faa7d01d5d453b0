from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("allowances", "0004_clearances")]

    operations = [
        migrations.AddField("institution", "bic", models.CharField(blank=True, default="", help_text="a bank: its ISO 9362 code", max_length=11), preserve_default=False),
        migrations.AddField("institution", "debit_account", models.CharField(blank=True, default="", help_text="a bank: the agency’s account that pays", max_length=40), preserve_default=False),
        migrations.AlterField("institution", "profile", models.CharField(help_text="its line of files/profiles.py", max_length=30)),
    ]
