"""The entries of pay carried to the official accounts: numbered, frozen, each entry once."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from teriya.foundation.ledger.models import LedgerEntry
from teriya.pay.allowances.models import PayRun


class AccountExport(models.Model):
    """What was carried once: its lines and its file never change."""

    number = models.CharField(max_length=30, unique=True)
    until = models.DateField(help_text="last day of the entries that it takes")
    heads = models.JSONField(help_text="names of the columns")
    lines = models.JSONField(help_text="the lines of the file, without the sums")
    total = models.BigIntegerField(help_text="francs of the debits, and of the credits")
    count = models.IntegerField(help_text="entries of the ledger that it carries")
    content = models.BinaryField(help_text="the CSV file")
    sha256 = models.CharField(max_length=64)
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="export_not_empty")]

    def __str__(self):
        return self.number


class ExportedEntry(models.Model):
    """An entry of the ledger that is in the official accounts: it is never carried again."""

    export = models.ForeignKey(AccountExport, on_delete=models.PROTECT, related_name="entries")
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self):
        return f"{self.export_id} {self.entry_id}"
