"""Swearing-in: a ceremony, who is called to it, who swore; its minutes are the evidence of the gate."""

from django.db import models
from django.db.models import Q

from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions.models.missions import Mission
from teriya.service.missions.states import OathState


class Oath(models.Model):
    """A swearing-in (prestation de serment). Planned, it has a list of who is called; held, minutes of who swore."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="oaths")
    place = models.CharField(max_length=120)
    on = models.DateField(help_text="day of the ceremony")
    state = models.CharField(max_length=10, choices=OathState, default=OathState.PLANNED)
    called = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                  help_text="list to be called and signed")  # fmt: skip
    minutes = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="held") | Q(minutes__isnull=False), name="oath_held_has_minutes")
        ]

    def __str__(self):
        return f"{self.place} {self.on:%d/%m/%Y}"


class OathCall(models.Model):
    """One volunteer called to a ceremony; empty until it is held. Who was absent is called to another one."""

    oath = models.ForeignKey(Oath, on_delete=models.PROTECT, related_name="calls")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="oath_calls")
    swore = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["oath", "mission"], name="oath_call_once")]

    def __str__(self):
        return f"{self.oath} {self.mission}"
