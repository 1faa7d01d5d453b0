"""What is told by paper to an agency without the system: each letter says the facts that no letter said before."""

from django.db import models
from django.db.models.functions import Now

from teriya.exchange.relations.querysets import RelationQuerySet
from teriya.exchange.wire.models import Agency, Fact
from teriya.foundation.documents.models import Document


class Letter(models.Model):
    """A numbered letter, frozen on its day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letters")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="+")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.agency} {self.on}"


class LetterFact(models.Model):
    """A fact of ours that a letter told. Told once."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="lines")
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="letter_line")

    def __str__(self):
        return str(self.fact)
