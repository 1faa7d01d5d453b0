"""What a host had to do by a day, and when it did it. Rooms above write it through `responsiveness.note`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.mobilisation.hosts.models.hosts import Host


class Fact(models.Model):
    """One duty of a host with its day: an answer, an attestation, a share to pay."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("réponses aux demandes")
        ATTESTATION = "attestation", _("attestations")
        SHARE = "share", _("quotes-parts payées")

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=12, choices=Kind)
    source = models.CharField(max_length=20, help_text="what it is about: start, sheet, change, line…")
    source_id = models.BigIntegerField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="host_fact_once")]
        indexes = [models.Index(fields=["host", "due_on"], name="host_facts_by_day")]

    def __str__(self):
        return f"{self.host_id} {self.kind} {self.due_on}"
