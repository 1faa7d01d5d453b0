"""What comes before the start: trainings, who attended them, oaths."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls.models import Wave
from teriya.service.missions.models.missions import Mission


class TrainingSession(models.Model):
    """Pre-deployment training: days, place, trainer; its attendance is a gate of the start."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="trainings")
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    trainer = models.CharField(max_length=120)
    from_on = models.DateField()
    to_on = models.DateField()
    sign_in = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="+", help_text="list to be signed in the room"
    )
    attendance = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                      help_text="who was there; a later list replaces the former")  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(from_on__lte=models.F("to_on")), name="training_dates",
                                              violation_error_message=_("La formation finit après avoir commencé."))]  # fmt: skip

    def __str__(self):
        return self.title


class Trainee(models.Model):
    """One volunteer at one session."""

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="trainees")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="trainings")
    attended = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "mission"], name="trainee_once")]

    def __str__(self):
        return f"{self.session} {self.mission}"


class Oath(models.Model):
    """A swearing-in (prestation de serment): its minutes name who swore; their number is the evidence of the gate."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="oaths")
    place = models.CharField(max_length=120)
    on = models.DateField()
    minutes = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return self.minutes.number
