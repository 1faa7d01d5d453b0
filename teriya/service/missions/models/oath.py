"""Swearing-in: its minutes name who swore."""

from django.db import models

from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls.models import Wave


class Oath(models.Model):
    """A swearing-in (prestation de serment): its minutes name who swore; their number is the evidence of the gate."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="oaths")
    place = models.CharField(max_length=120)
    on = models.DateField()
    minutes = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return self.minutes.number
