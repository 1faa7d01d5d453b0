"""Tables that every room stands on: receipts, transitions, gates, numbers."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Receipt(models.Model):
    """The answer to one write, kept under the id that its sender made: the same id again gets the same answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    by_id = models.BigIntegerField()
    action = models.CharField(max_length=80)
    content = models.CharField(max_length=64, help_text="SHA-256 of what was sent")
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.action} {self.id}"


class Transition(models.Model):
    """One step taken: who, when, from, to, why. Written by `states.move` and never changed."""

    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=30)
    to = models.CharField(max_length=30)
    by_id = models.BigIntegerField()
    capacity = models.CharField(max_length=200)
    on = models.DateField(help_text="business date")
    at = models.DateTimeField(db_default=Now())
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id", "id"], name="transition_of_subject")]

    def __str__(self):
        return f"{self.subject} {self.subject_id}: {self.source} → {self.to}"


class Gate(models.Model):
    """What must stand before a state is reached: the evidence, or a derogation until a day."""

    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    gate = models.CharField(max_length=40)
    evidence = models.CharField(
        max_length=200, blank=True, help_text="number or id of the paper or row that proves it"
    )
    derogation = models.CharField(max_length=200, blank=True, help_text="number of the act that lifts it")
    until = models.DateField(null=True, blank=True, help_text="last day of the derogation")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_id", "gate"], name="gate_once"),
            models.CheckConstraint(
                condition=models.Q(evidence__gt="") | models.Q(derogation__gt="", until__isnull=False),
                name="gate_has_evidence_or_dated_derogation",
                violation_error_message=_(
                    "Une condition est levée par une preuve, ou par un acte avec sa date de fin."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.subject_id}: {self.gate}"


class Sequence(models.Model):
    """The last number given in a series of a year. Numbers have no gap: the row is locked until the paper is written."""

    series = models.CharField(max_length=20)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="sequence_once")]

    def __str__(self):
        return f"{self.series}/{self.year}: {self.last}"
