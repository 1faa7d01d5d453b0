"""Visits to volunteers where they serve, and what each visit asks to be done."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.service.followup.queries import PointQuerySet, VisitQuerySet
from teriya.service.followup.states import Met, Owner, PointState, VisitState
from teriya.service.missions.models import Mission


class Visit(models.Model):
    """One visit to one volunteer: planned for a day, then told by its sheet."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="visits")
    planned_on = models.DateField()
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text="who goes"
    )
    is_announced = models.BooleanField(help_text="the volunteer was told the day")
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PLANNED)
    on = models.DateField(null=True, blank=True, help_text="the day on which it was made")
    place = models.CharField(max_length=120, blank=True)
    met = ArrayField(models.CharField(max_length=10, choices=Met), default=list)
    was_present = models.BooleanField(null=True, help_text="whether the volunteer was at the post")
    findings = models.TextField(blank=True)
    by_id = models.BigIntegerField(null=True, help_text="who wrote the sheet")
    at = models.DateTimeField(db_default=Now())

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["mission", "-on"], name="visit_of_mission")]
        constraints = [
            models.UniqueConstraint(fields=["mission"], condition=Q(state="planned"), name="visit_planned_once",
                                    violation_error_message=_("Une visite de ce volontaire est déjà prévue.")),
            models.CheckConstraint(
                condition=Q(state="done", on__isnull=False, by_id__isnull=False, was_present__isnull=False, findings__gt="")
                | ~Q(state="done"), name="visit_done_has_its_sheet",
                violation_error_message=_("Une visite faite a sa date et ses constats.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission} {self.on or self.planned_on}"

    @property
    def met_words(self) -> str:
        return ", ".join(str(Met(code).label) for code in self.met)


class Point(models.Model):
    """What a visit asks for: what, by whom, before when. Closed with what was done."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="points")
    what = models.CharField(max_length=200)
    owner = models.CharField(max_length=12, choices=Owner)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=PointState, default=PointState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="closed") | Q(closed_on__isnull=False, outcome__gt=""),
                                   name="point_closed_has_its_outcome",
                                   violation_error_message=_("Une action close dit ce qui a été fait.")),
        ]  # fmt: skip

    def __str__(self):
        return self.what
