"""Emergency mobilisation: an act of two people that lifts named gates, for named people, until a day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.service.followup.states import DerogationState
from teriya.service.missions.models import Mission


class Derogation(models.Model):
    """Proposed by one, signed by another. Each gate lifted is a gate row of its mission, with this act and its last day."""

    missions = models.ManyToManyField(Mission, related_name="derogations")
    gates = ArrayField(models.CharField(max_length=40))
    until = models.DateField()
    reason = models.TextField()
    on = models.DateField()
    by_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=DerogationState, default=DerogationState.PROPOSED)
    signed_by_id = models.BigIntegerField(null=True)
    signed_on = models.DateField(null=True, blank=True)
    act = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="signed") | Q(signed_by_id__isnull=False, signed_on__isnull=False, act__isnull=False), name="derogation_signed_with_its_act"),
            models.CheckConstraint(condition=Q(signed_by_id=None) | ~Q(signed_by_id=F("by_id")), name="derogation_signed_by_another",
                                   violation_error_message=_("Une autre personne signe la dérogation.")),
            models.CheckConstraint(condition=Q(until__gte=F("on")), name="derogation_until_after"),
        ]  # fmt: skip

    def __str__(self):
        return self.act.number if self.act else f"{self.pk}"
