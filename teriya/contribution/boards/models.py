"""The one-page note of a day: its numbers frozen with their definitions, so that it prints the same for ever."""

from django.db import models
from django.db.models.functions import Now


class Note(models.Model):
    """What was known on a day, as its paper says it. Nobody changes it: asked again, the same numbers are the same note."""

    as_of = models.DateField(help_text="the day on which it was known")
    facts = models.JSONField(help_text="everything printed but the paper’s number and who made it: papers.facts")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the facts")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="note_made_once")]
        indexes = [models.Index(fields=["-as_of", "-id"], name="notes_by_day")]

    def __str__(self):
        return f"{self.as_of} {self.digest[:8]}"
