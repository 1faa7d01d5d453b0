"""Juries of three, their sealed scores, and the ranking that follows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from teriya.mobilisation.calls.models import Application, Wave


class Jury(models.Model):
    """Three people who score the candidates of a wave: the centre's staff and outside persons."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="juries")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "name"], name="jury_once")]

    def __str__(self):
        return self.name


class JuryMember(models.Model):
    """A chair of a jury, numbered 1 to 3; the account may be empty when scores come on paper."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="members")
    chair = models.IntegerField()
    name = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jury", "chair"], name="jury_chair_once"),
            models.CheckConstraint(condition=Q(chair__range=(1, 3)), name="jury_has_three_chairs"),
        ]

    def __str__(self):
        return f"{self.jury} {self.chair}"


class Score(models.Model):
    """What one juror gave one candidate. Given once; a correction is a journalled action with its reason."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scores")
    chair = models.IntegerField()
    points = models.IntegerField(help_text="0 to 100")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "chair"], name="score_once"),
            models.CheckConstraint(condition=Q(points__range=(0, 100), chair__range=(1, 3)), name="score_in_range",
                                   violation_error_message="Une note va de 0 à 100, jurés 1 à 3."),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.application_id}/{self.chair}: {self.points}"


class Ranking(models.Model):
    """The place of a candidate: points are the sum of the three scores; ties by the wave's published lottery."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="ranking")
    points = models.IntegerField()
    rank = models.IntegerField()

    def __str__(self):
        return f"{self.rank}: {self.points}"
