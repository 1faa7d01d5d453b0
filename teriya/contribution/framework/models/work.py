"""The annual work plan and budget (PTBA): versions, activities, targets, and the milestones counted with their proof."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.contribution.framework.models.plans import Axis, MissionLetter, Objective
from teriya.contribution.framework.states import ProgrammeState
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.documents.models import Upload
from teriya.foundation.ledger.models import Envelope


class WorkPlan(models.Model):
    """One version of the year. Adopted it no longer changes (`adopted_work_plan_stays`); another version replaces it."""

    letter = models.ForeignKey(MissionLetter, on_delete=models.PROTECT, related_name="work_plans")
    version = models.SmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    on = models.DateField()
    by_id = models.BigIntegerField()
    submitted_on = models.DateField(null=True)
    submitted_by_id = models.BigIntegerField(null=True)
    adopted_on = models.DateField(null=True, help_text="day of the board’s session")
    minutes = models.CharField(max_length=80, blank=True, help_text="number of the minutes of the board")
    adopted_by_id = models.BigIntegerField(null=True, help_text="who recorded it")
    scan = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-letter__year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "version"], name="work_plan_version_once"),
            models.UniqueConstraint(fields=["letter"], condition=Q(state="adopted"), name="one_adopted_work_plan"),
            models.UniqueConstraint(fields=["letter"], condition=Q(state__in=["draft", "submitted"]), name="one_open_work_plan",
                                    violation_error_message=_("Une version de ce PTBA est déjà en préparation.")),
            models.CheckConstraint(condition=Q(adopted_by_id__isnull=True) | ~Q(adopted_by_id=F("submitted_by_id")), name="work_plan_adopted_by_another",
                                   violation_error_message=_("Une autre personne enregistre l’adoption.")),
            models.CheckConstraint(condition=~Q(state__in=["adopted", "replaced"]) | Q(adopted_on__isnull=False, adopted_by_id__isnull=False, minutes__gt=""),
                                   name="adopted_work_plan_says_when"),
        ]  # fmt: skip

    def __str__(self):
        return f"PTBA {self.letter.year} v{self.version}"


class Activity(models.Model):
    work_plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="activities")
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    responsible = models.CharField(max_length=30, help_text="code of the role")
    quarters = ArrayField(models.SmallIntegerField(), size=4)
    budget = models.BigIntegerField(help_text="francs planned")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, related_name="+")
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="+", help_text="of the strategic plan")
    national_axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, related_name="+")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, related_name="activities")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["work_plan", "code"], name="activity_once",
                                    violation_error_message=_("Une activité porte déjà ce code.")),
            models.CheckConstraint(condition=Q(budget__gte=0), name="activity_budget_not_negative"),
            models.CheckConstraint(condition=Q(quarters__contained_by=[1, 2, 3, 4], quarters__len__gte=1), name="activity_has_quarters"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def responsible_name(self) -> str:
        return str(ROLES[self.responsible].name)

    @property
    def planned_in(self) -> str:
        return ", ".join(f"T{one}" for one in sorted(self.quarters))


class Target(models.Model):
    """What an activity is to reach, cumulated at the end of each quarter: a measure of the figures, or milestones to count."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="targets")
    number = models.SmallIntegerField()
    label = models.CharField(max_length=200)
    measure = models.CharField(max_length=60, blank=True, help_text="of the figures; empty: milestones, counted here")
    unit = models.CharField(max_length=40)
    form = models.CharField(max_length=30, blank=True)
    region = models.CharField(max_length=40, blank=True, help_text="code of the place")
    baseline = models.BigIntegerField(null=True)
    baseline_source = models.CharField(max_length=200, blank=True)
    aims = ArrayField(models.BigIntegerField(), size=4, help_text="cumulated at the end of each quarter")
    goals = ArrayField(models.CharField(max_length=12), default=list, help_text="codes of development targets served")

    class Meta:
        ordering = ["activity__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="target_once"),
            models.CheckConstraint(condition=Q(aims__len=4, aims__0__gte=0), name="target_has_four_aims"),
            models.CheckConstraint(condition=Q(baseline__isnull=True) | Q(baseline_source__gt=""), name="baseline_says_its_source",
                                   violation_error_message=_("La valeur de départ dit sa source.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.code} {self.label}"

    @property
    def code(self) -> str:
        """The same in every version of the year."""
        return f"{self.activity.code}/{self.number}"


class Milestone(models.Model):
    """Something done towards a target that no figure measures, with what proves it. One entered in error is withdrawn."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="milestones")
    count = models.IntegerField()
    what = models.CharField(max_length=200)
    reference = models.CharField(max_length=120, help_text="of the paper that proves it")
    proof = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")
    happened_on = models.DateField()
    on = models.DateField()
    by_id = models.BigIntegerField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0, reference__gt=""), name="milestone_counts_with_proof"),
            models.CheckConstraint(condition=Q(happened_on__lte=F("on")), name="milestone_has_happened"),
            models.CheckConstraint(condition=Q(withdrawn_on__isnull=True, withdrawn_because="") | Q(withdrawn_on__isnull=False, withdrawn_because__gt=""),
                                   name="milestone_withdrawn_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return self.what
