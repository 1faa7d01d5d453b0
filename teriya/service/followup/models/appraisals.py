"""What the host says of the volunteer, and the volunteer of the host, half-way and at the end."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.service.followup.queries import AppraisalQuerySet
from teriya.service.followup.states import AppraisalState, Appraised, When
from teriya.service.missions.models import Mission


class Appraisal(models.Model):
    """One side's marks of the other on the form's grid; signed by the other, who may disagree; reviewed by the centre."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="appraisals")
    when = models.CharField(max_length=10, choices=When)
    of = models.CharField(max_length=10, choices=Appraised)
    grid = models.CharField(max_length=40, help_text="code and version of the pack’s grid, as on the day")
    marks = models.JSONField(help_text="frozen: [criterion’s code, its French name, mark, points]")
    strengths = models.TextField()
    to_improve = models.TextField(blank=True)
    paper = models.CharField(max_length=120, blank=True, help_text="the signed sheet that the centre holds")
    on = models.DateField()
    by_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=AppraisalState, default=AppraisalState.SUBMITTED)
    agrees = models.BooleanField(null=True, help_text="what the other side says when it signs")
    comment = models.TextField(blank=True)
    signed_on = models.DateField(null=True, blank=True)
    is_favourable = models.BooleanField(null=True)
    reviewed_by_id = models.BigIntegerField(null=True)
    reviewed_on = models.DateField(null=True, blank=True)
    sheet = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "when", "of"], name="appraisal_once",
                                    violation_error_message=_("Cette évaluation est déjà faite.")),
            models.CheckConstraint(condition=~Q(agrees=False) | Q(comment__gt=""), name="appraisal_disagreement_is_said",
                                   violation_error_message=_("Un désaccord dit pourquoi.")),
            models.CheckConstraint(condition=~Q(state="signed") | Q(signed_on__isnull=False, agrees__isnull=False), name="appraisal_signed_on"),
            models.CheckConstraint(condition=~Q(state="concluded") | Q(reviewed_on__isnull=False, is_favourable__isnull=False, sheet__isnull=False),
                                   name="appraisal_reviewed_with_its_sheet"),
            models.CheckConstraint(condition=Q(reviewed_by_id=None) | ~Q(reviewed_by_id=F("by_id")), name="appraisal_reviewed_by_another",
                                   violation_error_message=_("Une autre personne revoit l’évaluation.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission} {self.when} {self.of}"

    @property
    def total(self) -> int:
        return sum(mark for _code, _name, mark, _points in self.marks)

    @property
    def out_of(self) -> int:
        return sum(points for _code, _name, _mark, points in self.marks)
