from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One thing done. No foreign key: history outlives what it speaks of, and never blocks it.

    People appear by an opaque number only. The application's database role may insert and read, nothing else.
    """

    at = models.DateTimeField(db_default=Now())
    on = models.DateField(null=True, help_text="business date")
    by_id = models.BigIntegerField(help_text="account that acted; 0 is the system itself")
    capacity = models.CharField(max_length=200, blank=True, help_text="role, and the act when standing in for another")
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    count = models.IntegerField(default=1, help_text="rows touched by a bulk action")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the set or the content")
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict, help_text="codes, amounts, states; never a name")

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id"], name="entry_of_subject")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject} {self.subject_id}"


class Seal(models.Model):
    """The chain: each sealed entry's keyed digest over its content and the seal before it."""

    number = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.number}: {self.entry_id}"
