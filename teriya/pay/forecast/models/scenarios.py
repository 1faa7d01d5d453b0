"""Scenarios: what was asked, what it was asked of, and what it gave."""

from django.db import models
from django.db.models.functions import Now


class Scenario(models.Model):
    """Other assumptions, counted on the rows of one day and kept with them: it prints the same a year later. It changes nothing else."""

    name = models.CharField(max_length=80, unique=True)
    changes = models.JSONField(help_text="what it changes, in order (engine/changes.py)")
    inputs = models.JSONField(help_text="posts, known sums, envelopes and prices of that day")
    result = models.JSONField(help_text="months, funders, regions")
    on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return self.name
