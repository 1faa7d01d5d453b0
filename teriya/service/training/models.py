from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form
from teriya.service.missions.models import Mission
from teriya.service.training.querysets import SessionQuerySet, TraineeQuerySet
from teriya.service.training.states import LIVE, Half, SessionState, TraineeState

BEST = 20  # the highest mark


class TrainingSession(models.Model):
    """Days of training in one place for one form of volunteering. Its seats are never more than its capacity."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="trainings")
    title = models.CharField(max_length=120)
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    venue = models.CharField(max_length=120, help_text="the house or the room, in the commune")
    from_on = models.DateField()
    to_on = models.DateField()
    opens_at = models.TimeField(default=time(8))
    capacity = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    called = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                  help_text="list of who is called; a later list replaces the former")  # fmt: skip
    sign_in = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="list to be signed in the room"
    )  # fmt: skip
    minutes = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                   help_text="who was there, the marks, the decisions; later minutes replace the former")  # fmt: skip

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(from_on__lte=F("to_on")), name="training_dates",
                                   violation_error_message=_("La formation finit après avoir commencé.")),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="training_has_room",
                                   violation_error_message=_("Une session a au moins une place.")),
            models.CheckConstraint(condition=~Q(state="closed") | Q(minutes__isnull=False), name="training_closed_has_minutes"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in (SessionState.CLOSED, SessionState.CANCELLED)


class Module(models.Model):
    """A module of a session, as the country's rules were when it was planned, and who teaches it."""

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="modules")
    code = models.CharField(max_length=40, help_text="a word of the pack, of kind module")
    position = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()
    is_compulsory = models.BooleanField()
    pass_mark = models.PositiveSmallIntegerField(null=True, blank=True, help_text="out of 20; empty: not marked")
    trainer = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["session", "code"], name="training_module_once")]

    def __str__(self):
        return f"{self.session_id} {self.code}"


class Lesson(models.Model):
    """A module on a half-day."""

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="lessons")
    on = models.DateField()
    half = models.CharField(max_length=2, choices=Half)

    class Meta:
        ordering = ["on", "half", "module__position"]
        constraints = [models.UniqueConstraint(fields=["module", "on", "half"], name="lesson_once")]

    def __str__(self):
        return f"{self.module} {self.on} {self.half}"


class Trainee(models.Model):
    """One volunteer's seat at one session, and what came of it."""

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="trainees")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="trainings")
    state = models.CharField(max_length=8, choices=TraineeState, default=TraineeState.SEATED)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="how many trainings this one makes")
    asked = ArrayField(models.CharField(max_length=40), default=list, help_text="modules to resit; empty: all")
    seated_on = models.DateField()
    convened_on = models.DateField(null=True, blank=True)
    letter = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owed = models.JSONField(default=dict, help_text="module → why it is still owed (Lack)")
    present = models.PositiveSmallIntegerField(null=True, blank=True, help_text="half-days attended")
    halves = models.PositiveSmallIntegerField(null=True, blank=True, help_text="half-days asked")
    decided_on = models.DateField(null=True, blank=True)
    certificate = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = TraineeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission"], condition=Q(state__in=LIVE), name="trainee_has_one_seat",
                                    violation_error_message=_("Cette personne a déjà une place, ou une formation validée.")),
            models.UniqueConstraint(fields=["session", "mission"], condition=~Q(state="left"), name="trainee_once"),
            models.CheckConstraint(condition=~Q(state__in=["passed", "resit", "failed"]) | Q(decided_on__isnull=False), name="trainee_decided_on"),
            models.CheckConstraint(condition=Q(certificate__isnull=True) | Q(state="passed"), name="training_certificate_of_passed"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.session} {self.mission}"

    @property
    def key(self) -> str:
        """How the address of its letter ends."""
        return str(self.pk)


class RollCall(models.Model):
    """A half-day whose presence was written; called again, its version grows."""

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="rolls")
    on = models.DateField()
    half = models.CharField(max_length=2, choices=Half)
    version = models.PositiveSmallIntegerField(default=1)
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "on", "half"], name="roll_once")]

    def __str__(self):
        return f"{self.session} {self.on} {self.half}"


class Presence(models.Model):
    """Somebody who was called on a half-day, there or not. Who is not in the roll was not there."""

    roll = models.ForeignKey(RollCall, on_delete=models.PROTECT, related_name="presences")
    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="presences")
    was_there = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll", "trainee"], name="presence_once")]

    def __str__(self):
        return f"{self.roll} {self.trainee_id}"


class Mark(models.Model):
    """A person's mark in a module, out of 20."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="marks")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="marks")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainee", "module"], name="training_mark_once"),
            models.CheckConstraint(condition=Q(value__lte=BEST), name="training_mark_out_of_20",
                                   violation_error_message=_("Une note va de 0 à 20.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.trainee_id} {self.module} {self.value}"
