"""What a volunteer reports in confidence, and everything that was done about it. What is told is closed in the database."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.sealing import seal, unseal
from teriya.service.followup.queries import IncidentQuerySet
from teriya.service.followup.states import IncidentState, StepKind
from teriya.service.missions.models import Mission

PURPOSE = "followup.incident"


class Incident(models.Model):
    """One report: its kind says who may read it and before when it must move; both are frozen on the day."""

    number = models.CharField(max_length=30, unique=True)
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=40, help_text="a word of the pack, of kind incident")
    happened_on = models.DateField()
    is_about_centre = models.BooleanField(
        help_text="somebody of the regional centre is concerned: it does not read it"
    )
    told = models.TextField(help_text="sealed: place, what")
    state = models.CharField(max_length=10, choices=IncidentState, default=IncidentState.REPORTED)
    readers = ArrayField(models.CharField(max_length=30), help_text="roles that read it, in their perimeter")
    escalates_to = ArrayField(models.CharField(max_length=30), help_text="roles that read it once it is late")
    reported_on = models.DateField()
    reported_by_id = models.BigIntegerField()
    take_by = models.DateField(help_text="last day to take charge")
    close_by = models.DateField(help_text="last day to close")
    taken_by_id = models.BigIntegerField(null=True)
    taken_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(db_default=Now())

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="reported") | Q(taken_on__isnull=False, taken_by_id__isnull=False), name="incident_taken_by_and_on"),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_on__isnull=False), name="incident_closed_on"),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    @property
    def opened(self) -> dict[str, str]:
        """What was told: `place`, `what`."""
        return unseal(self.told, PURPOSE)


class IncidentStep(models.Model):
    """What was done or said, in order; a shared one is read by who reported. Never changed."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind)
    is_shared = models.BooleanField(help_text="read by who reported")
    sealed = models.TextField(blank=True)
    on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.incident} {self.kind}"

    @property
    def text(self) -> str:
        return unseal(self.sealed, PURPOSE)["text"] if self.sealed else ""


class FunderNotice(models.Model):
    """A funder that must be told, before a day; without a name of anybody."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    funder = models.CharField(max_length=160)
    due_on = models.DateField()
    told_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=200, blank=True)
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "funder"], name="funder_told_once"),
            models.CheckConstraint(condition=Q(told_on=None) | Q(how__gt="", by_id__isnull=False), name="funder_told_how_and_by",
                                   violation_error_message=_("Dites comment le bailleur a été averti.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.incident} {self.funder}"


def closed(text: str) -> str:
    return seal({"text": text.strip()}, PURPOSE) if text.strip() else ""
