"""The plan of one volunteer: who follows it, and the project that it serves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.insertion.plans.querysets import PlanQuerySet
from teriya.insertion.plans.states import ProjectKind, SupportState, Why
from teriya.people.models import Person
from teriya.service.missions.models import Mission


class Plan(models.Model):
    """How somebody is accompanied, from the training before a mission to two years after it. One a mission."""

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="insertion_plan")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="insertion_plans")
    referent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text="who answers for it today"
    )
    starts_on = models.DateField(help_text="first day of the mission, as the schedule knows it")
    ends_on = models.DateField(help_text="last day of the mission, as the schedule knows it")
    opened_on = models.DateField()
    by_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=SupportState, default=SupportState.RUNNING)
    ended_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=12, choices=Why, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="ended") | Q(ended_on__isnull=False, why__gt=""),
                                   name="plan_ended_on_and_why"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_days"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission_id} {self.person_id}"


class Project(models.Model):
    """What the person wants. Never rewritten: another one replaces it, by a decision that says why."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="projects")
    kind = models.CharField(max_length=8, choices=ProjectKind)
    title = models.CharField(max_length=160)
    told = models.TextField(blank=True, help_text="in the person's words")
    domain = models.CharField(max_length=40, blank=True, help_text="a word of the pack")
    on = models.DateField()
    by_id = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(title__gt=""), name="project_is_named")]

    def __str__(self):
        return self.title


class Member(models.Model):
    """Somebody of the follow-up team, of the agency or of another organisation, from a day until another."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160, blank=True, help_text="empty: the agency")
    role = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    is_referent = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-is_referent", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(is_referent=True, until=None), name="plan_has_one_referent"),
            models.CheckConstraint(condition=Q(until__isnull=True, left_because="") | Q(until__gte=F("since"), left_because__gt=""),
                                   name="member_left_on_because", violation_error_message=_("On quitte l’équipe après y être entré, et l’on dit pourquoi.")),
            models.CheckConstraint(condition=Q(is_referent=False) | Q(user__isnull=False), name="referent_has_an_account"),
        ]  # fmt: skip

    def __str__(self):
        return self.name
