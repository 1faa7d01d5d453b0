from django.db import migrations, models

SAID = [("paid", "payé"), ("returned", "revenu"), ("back", "argent rendu"), ("pending", "en cours"), ("unclear", "statut non compris")]
OUTCOMES = [
    ("counted", "compté"), ("known", "déjà su"), ("pending", "en cours"), ("elsewhere", "ne concerne pas cet état"),
    ("suspense", "en suspens"),
]  # fmt: skip
STATES = [("waiting", "en suspens"), ("matched", "rapproché"), ("set_aside", "écarté")]


def explain(apps, schema_editor):
    """What a file left unexplained becomes a line in suspense; who read it is in the journal."""
    ReturnFile, ReturnLine = apps.get_model("allowances", "ReturnFile"), apps.get_model("allowances", "ReturnLine")
    Suspense, Entry = apps.get_model("allowances", "Suspense"), apps.get_model("journal", "Entry")
    for file in ReturnFile.objects.all():
        read = Entry.objects.filter(action="pay.settle", facts__digest=file.digest).first()
        file.by_id, file.suspended = read.by_id if read else 0, len(file.unknown)
        file.save(update_fields=["by_id", "suspended"])
        for row in file.unknown:
            line = ReturnLine.objects.create(file=file, place=row["line"], reference=row["reference"], said="unclear", outcome="suspense")
            Suspense.objects.create(line=line, why=row["why"])


class Migration(migrations.Migration):
    dependencies = [("allowances", "0005_banks_say_which_account_pays"), ("journal", "0001_initial")]

    operations = [
        migrations.AlterField("paymentorder", "state", models.CharField(choices=[("ordered", "ordonné"), ("sent", "envoyé"), ("paid", "payé"), ("returned", "revenu"), ("contested", "contesté")], default="ordered", max_length=10)),
        migrations.AddField("returnfile", "kind", models.CharField(default="csv", help_text="csv, pain.002, camt.053", max_length=10)),
        migrations.AddField("returnfile", "by_id", models.BigIntegerField(default=0, help_text="who read it: another person explains its lines in suspense"), preserve_default=False),
        migrations.AddField("returnfile", "suspended", models.IntegerField(default=0, help_text="lines that nothing explained when it was read")),
        migrations.AlterField("returnfile", "paid", models.IntegerField(default=0, help_text="orders that it made paid")),
        migrations.AlterField("returnfile", "returned", models.IntegerField(default=0, help_text="orders that it made returned")),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.IntegerField(help_text="its line in the file, or its rank in the message")),
                ("reference", models.CharField(blank=True, max_length=40)),
                ("said", models.CharField(choices=SAID, max_length=10)),
                ("on", models.DateField(help_text="the day that the institution gives", null=True)),
                ("amount", models.BigIntegerField(help_text="francs, when the institution says them", null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("outcome", models.CharField(choices=OUTCOMES, max_length=10)),
                ("file", models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="lines", to="allowances.returnfile")),
                ("order", models.ForeignKey(blank=True, null=True, on_delete=models.deletion.PROTECT, related_name="answers", to="allowances.paymentorder")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(models.Q(("outcome", "counted"), _negated=True), ("order__isnull", False), _connector="OR"), name="counted_answer_has_order")],
            },
        ),
        migrations.CreateModel(
            name="Suspense",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.CharField(max_length=200)),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=10)),
                ("said", models.CharField(blank=True, choices=SAID, help_text="what the person says that it says", max_length=10)),
                ("line", models.OneToOneField(on_delete=models.deletion.PROTECT, related_name="suspense", to="allowances.returnline")),
                ("order", models.ForeignKey(blank=True, help_text="what it was matched to", null=True, on_delete=models.deletion.PROTECT, related_name="+", to="allowances.paymentorder")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("why__gt", "")), name="suspense_says_why"),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "matched"), _negated=True), models.Q(("order__isnull", False), ("said__gt", "")), _connector="OR"), name="suspense_matched_to_order"),
                ],
            },
        ),
        migrations.RunPython(explain, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),  # before the table of those rows changes
        migrations.RemoveField("returnfile", "unknown"),
    ]
