"""Interviews of a plan: due by the schedule, called for a day, held."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.insertion.plans.models.plans import Plan
from teriya.insertion.plans.querysets import InterviewQuerySet
from teriya.insertion.plans.states import InterviewState, Moment


class Interview(models.Model):
    """A talk between the person and who follows the plan. `due_on` is the schedule's; `meets_on` the day agreed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="interviews")
    moment = models.CharField(max_length=12, choices=Moment)
    due_on = models.DateField()
    meets_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, help_text="where, or by telephone")
    state = models.CharField(max_length=8, choices=InterviewState, default=InterviewState.PLANNED)
    held_on = models.DateField(null=True, blank=True)
    by_id = models.BigIntegerField(null=True)
    said = models.TextField(blank=True)
    decided = models.TextField(blank=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "moment"], condition=~Q(moment="extra"), name="interview_once"),
            models.CheckConstraint(condition=~Q(state="done") | Q(held_on__isnull=False, by_id__isnull=False, said__gt=""), name="interview_held_says_what",
                                   violation_error_message=_("Un entretien tenu dit ce qui a été dit.")),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_on"], name="interview_queue")]

    def __str__(self):
        return f"{self.plan_id} {self.moment}"
