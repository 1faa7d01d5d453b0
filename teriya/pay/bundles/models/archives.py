"""A bundle as one file: made once for what it holds, kept in parts, given again as it is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from teriya.foundation.core.making import Making
from teriya.pay.bundles.states import About


class Archive(Making):
    """One ZIP of a run, of a payment or of a draw; `digest` says of which pieces."""

    about = models.CharField(max_length=10, choices=About)
    subject_id = models.BigIntegerField(help_text="the run, the line or the draw")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what the bundle held")
    missing = models.IntegerField(default=0)
    index = ArrayField(models.BigIntegerField(), default=list, help_text="its numbered lists, by id of document")
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta(Making.Meta):
        constraints = [
            *Making.Meta.constraints,
            models.UniqueConstraint(fields=["about", "subject_id", "digest"], name="archive_once"),
            models.CheckConstraint(condition=~Q(state="made") | Q(sha256__gt=""), name="archive_made_has_digest"),
        ]

    def __str__(self):
        return f"{self.about} {self.subject_id} {self.digest[:8]}"

    def give_up(self, why: str) -> None:
        self.parts.all().delete()
        super().give_up(why)


class ArchivePart(models.Model):
    """Some bytes of an archive; those of the last one of a subject are kept."""

    archive = models.ForeignKey(Archive, on_delete=models.PROTECT, related_name="parts")
    place = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["archive", "place"], name="archive_part_once")]

    def __str__(self):
        return f"{self.archive_id}/{self.place}"
