"""Juries of three, their sealed scores, and the ranking that follows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.places.models import Centre
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection.queries import JuryQuerySet


class Jury(models.Model):
    """Three people who score the candidates of a wave: the centre's staff and outside persons.

    It hears the candidates who live in its centre's communes, or everyone where it has no centre.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="juries")
    name = models.CharField(max_length=80)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = JuryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "name"], name="jury_once"),
            models.UniqueConstraint(fields=["wave", "centre"], nulls_distinct=False, name="jury_one_a_centre",
                                    violation_error_message=_("Un jury entend déjà ces candidats.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class JuryMember(models.Model):
    """A chair of a jury, numbered 1 to 3; the account may be empty when scores come on paper."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="members")
    chair = models.IntegerField()
    name = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["chair"]
        constraints = [
            models.UniqueConstraint(fields=["jury", "chair"], name="jury_chair_once"),
            models.UniqueConstraint(fields=["jury", "user"], name="jury_person_once",
                                    violation_error_message=_("Une personne tient un seul siège d’un jury.")),
            models.CheckConstraint(condition=Q(chair__range=(1, 3)), name="jury_has_three_chairs"),
        ]  # fmt: skip

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
        ordering = ["chair"]
        constraints = [
            models.UniqueConstraint(fields=["application", "chair"], name="score_once"),
            models.CheckConstraint(condition=Q(points__range=(0, 100), chair__range=(1, 3)), name="score_in_range",
                                   violation_error_message=_("Une note va de 0 à 100, jurés 1 à 3.")),
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
