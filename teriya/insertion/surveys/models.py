"""One survey a mission and horizon; every attempt to reach the person, every answer, every refusal stays as it was."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.insertion.routes.models import Situation
from teriya.insertion.surveys.states import Outcome, Result, Way
from teriya.people.models import Person
from teriya.service.missions.models import Mission


class Survey(models.Model):
    """What a former volunteer is asked once, so many months after the end. Its bounds are frozen from the rules of the day it was planned."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="surveys")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="surveys")
    horizon = models.SmallIntegerField(help_text="months after the last day of the mission")
    due_on = models.DateField(help_text="the day that the answer speaks of")
    closes_on = models.DateField(help_text="last day to ask and to answer")
    sms_max = models.SmallIntegerField(help_text="times that an SMS may ask")
    calls_max = models.SmallIntegerField(help_text="times that an agent may call")
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    outcome_on = models.DateField(null=True)
    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, null=True, related_name="+", help_text="what the answer said, in its last version")  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["due_on", "id"], condition=Q(outcome=""), name="survey_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["mission", "horizon"], name="survey_once"),
            models.CheckConstraint(condition=Q(outcome="", outcome_on__isnull=True) | Q(outcome__gt="", outcome_on__isnull=False),
                                   name="survey_ended_on"),
            models.CheckConstraint(condition=Q(outcome="answered", situation__isnull=False) | ~Q(outcome="answered"),
                                   name="survey_answered_says_what"),
            models.CheckConstraint(condition=Q(closes_on__gt=models.F("due_on"), horizon__gt=0, sms_max__gte=0, calls_max__gte=0),
                                   name="survey_has_its_bounds"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission_id} {self.horizon}"


class Attempt(models.Model):
    """One time that somebody was asked, by SMS or by a call. Numbered: two workers never ask the same time twice."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="attempts")
    way = models.CharField(max_length=4, choices=Way)
    rank = models.SmallIntegerField(help_text="from 1, among those of its way and kind")
    result = models.CharField(max_length=12, choices=Result)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164: the number that was written to")
    on = models.DateField()
    by_id = models.BigIntegerField(help_text="0: the machine")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["phone", "-id"], condition=~Q(phone=""), name="attempt_at_phone")]
        constraints = [
            models.UniqueConstraint(fields=["survey", "way", "rank"], condition=~Q(result="explained"), name="attempt_once"),
            models.UniqueConstraint(fields=["survey", "rank"], condition=Q(result="explained"), name="explained_once"),
            models.CheckConstraint(condition=Q(rank__gt=0), name="attempt_rank_from_one"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.survey_id} {self.way} {self.rank}"


class Reply(models.Model):
    """What a person said, as it was said. A month without a route waits for its route."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="replies")
    way = models.CharField(max_length=4, choices=Way)
    said = models.CharField(max_length=160, blank=True, help_text="the words of the SMS")
    route = models.CharField(max_length=30, blank=True)
    since = models.DateField(null=True)
    on = models.DateField()
    by_id = models.BigIntegerField(help_text="0: the person, by telephone or personal link")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(route__gt="") | Q(since__isnull=False), name="reply_says_something")]  # fmt: skip

    def __str__(self):
        return f"{self.survey_id} {self.route}"


class Refusal(models.Model):
    """A person does not want to be asked: no survey ever again."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="survey_refusal",
                                  error_messages={"unique": _("Cette personne a déjà refusé.")})  # fmt: skip
    way = models.CharField(max_length=4, choices=Way)
    on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.person_id}"
