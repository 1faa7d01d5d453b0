import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from teriya.foundation.core.sql import append_only
from teriya.pay.allowances.engine.holders import compare


def compare_names(apps, schema_editor):
    """The accounts in use were approved on sight of the names: the comparison is kept under who approved them."""
    check, wallets = apps.get_model("allowances", "HolderCheck"), apps.get_model("allowances", "Wallet").objects
    check.objects.bulk_create(
        [
            check(wallet=wallet, means="names", holder=wallet.holder, by_id=wallet.approved_by_id, on=wallet.approved_on,
                  outcome=compare(wallet.holder, f"{wallet.person.family} {wallet.person.given} {wallet.person.married}"))
            for wallet in wallets.filter(state="in_use").select_related("person").order_by("pk")
        ], batch_size=5000,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("allowances", "0002_pieces_of_the_pay")]

    operations = [
        migrations.AddField(
            model_name="wallet",
            name="replaces",
            field=models.ForeignKey(blank=True, help_text="the one approved before, for the same person: this one is then a change", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replaced_by", to="allowances.wallet"),
        ),
        migrations.AddField(
            model_name="wallet",
            name="warned",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, help_text="E.164: told of the change at once, and whoever answers NON from there stops it", size=None),
        ),
        migrations.AddField(
            model_name="wallet",
            name="held_until",
            field=models.DateField(blank=True, help_text="a change is paid from this day on", null=True),
        ),
        migrations.CreateModel(
            name="HolderCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("means", models.CharField(choices=[("names", "comparaison des noms"), ("paper", "pièce ou carnet vus"), ("institution", "réponse de l’institution")], max_length=12)),
                ("holder", models.CharField(help_text="as written on what was looked at", max_length=160)),
                ("outcome", models.CharField(choices=[("same", "c’est la personne"), ("close", "à une lettre près"), ("other", "une autre personne")], max_length=6)),
                ("note", models.CharField(blank=True, help_text="which paper was seen", max_length=200)),
                ("by_id", models.BigIntegerField()),
                ("on", models.DateField()),
                ("wallet", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="allowances.wallet")),
            ],
            options={
                "indexes": [models.Index(fields=["wallet", "-id"], name="holder_check_of_wallet")],
            },
        ),
        migrations.AddConstraint(
            model_name="holdercheck",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("means", "paper"), _negated=True), ("note__gt", ""), _connector="OR"), name="holder_check_names_its_paper", violation_error_message="Écrivez quelle pièce vous avez vue."),
        ),
        append_only("allowances_holdercheck"),
        migrations.RunPython(compare_names, migrations.RunPython.noop),
    ]  # fmt: skip
