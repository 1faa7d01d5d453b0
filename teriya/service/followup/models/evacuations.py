"""Whom to reach when a region must be left, and who has been reached."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.foundation.places.models import Centre
from teriya.people.models import Person
from teriya.service.followup.queries import EvacuationQuerySet
from teriya.service.followup.states import EvacuationState
from teriya.service.missions.models import Mission


class EmergencyContact(models.Model):
    """Whom to call for a volunteer, and where one sleeps."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="emergency_contact")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, help_text="E.164")
    lodging = models.CharField(max_length=160, blank=True, help_text="where the volunteer sleeps")
    on = models.DateField()

    def __str__(self):
        return f"{self.name} {self.phone}"


class Evacuation(models.Model):
    """The order to evacuate a regional centre: its list is frozen at that moment, printed, then marked."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="evacuations")
    reason = models.CharField(max_length=200)
    on = models.DateField()
    by_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=EvacuationState, default=EvacuationState.RUNNING)
    closed_on = models.DateField(null=True, blank=True)
    sheet = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = EvacuationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre"], condition=Q(state="running"), name="evacuation_runs_once_a_centre",
                                    violation_error_message=_("Cette région est déjà en cours d’évacuation.")),
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_on__isnull=False), name="evacuation_closed_on"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.centre} {self.on}"


class Evacuee(models.Model):
    """One volunteer of the list: reached or not, and where."""

    evacuation = models.ForeignKey(Evacuation, on_delete=models.PROTECT, related_name="evacuees")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="+")
    reached_at = models.DateTimeField(null=True, blank=True)
    reached_by_id = models.BigIntegerField(null=True)
    where = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evacuation", "mission"], name="evacuee_once"),
            models.CheckConstraint(condition=Q(reached_at=None) | Q(reached_by_id__isnull=False, where__gt=""), name="evacuee_reached_where",
                                   violation_error_message=_("Dites où est la personne jointe.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.evacuation} {self.mission}"
