"""Envelopes that will run dry: what the worker saw, and since when."""

from django.db import models
from django.db.models import Q

from teriya.foundation.ledger.models import Envelope


class Alert(models.Model):
    """An envelope that cannot pay a month soon, until it can again. Counted each day by the worker."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="alerts")
    until = models.DateField(help_text="last day with money")
    lacking = models.BigIntegerField(help_text="francs without money over the forecast")
    opened_on = models.DateField()
    counted_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["envelope"], condition=Q(closed_on=None), name="alert_open_once")
        ]

    def __str__(self):
        return f"{self.envelope} {self.until}"
