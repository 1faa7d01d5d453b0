"""Where and when juries of three sit, whom they hear, their scores, and the ranking that follows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.places.models import Centre
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection.queries import HearingQuerySet, JuryQuerySet, VenueQuerySet
from teriya.mobilisation.selection.states import HearingState


class Venue(models.Model):
    """A town where the candidates of some regional centres are heard."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="venues")
    town = models.CharField(max_length=40)
    address = models.CharField(max_length=60, help_text="building and quarter, as candidates know them")
    centres = models.ManyToManyField(Centre, related_name="+")

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["town"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "town"], name="venue_once",
                                    violation_error_message=_("Cette ville est déjà un lieu d’entretien de la vague.")),
        ]  # fmt: skip

    def __str__(self):
        return self.town


class Jury(models.Model):
    """Three people who score the candidates of a wave: the centre's staff and outside persons.

    With a venue it hears those whom the timetable gives it; without one, the candidates who live in its centre's communes,
    or everyone where it has no centre.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="juries")
    name = models.CharField(max_length=80)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="juries")
    room = models.CharField(max_length=40, blank=True)

    objects = JuryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "name"], name="jury_once"),
            models.UniqueConstraint(fields=["wave", "centre"], nulls_distinct=False, condition=Q(venue=None), name="jury_one_a_centre",
                                    violation_error_message=_("Un jury entend déjà ces candidats.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Sitting(models.Model):
    """A jury's day of interviews: its hours, as the timetable gave them."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="sittings")
    on = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    pause_from = models.TimeField()
    pause_until = models.TimeField()
    minutes = models.IntegerField(help_text="of one interview")

    class Meta:
        ordering = ["on", "jury"]
        constraints = [
            models.UniqueConstraint(fields=["jury", "on"], name="sitting_once_a_day"),
            models.CheckConstraint(condition=Q(begins__lt=F("ends"), pause_from__lte=F("pause_until"), minutes__range=(1, 240)),
                                   name="sitting_hours", violation_error_message=_("Les heures d’une séance se suivent.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.jury} {self.on}"


class Hearing(models.Model):
    """The interview of one candidate: before which jury, on which day, at what hour, and whether the person came."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="hearings")
    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="hearings")
    on = models.DateField(null=True, blank=True)
    at = models.TimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=HearingState, default=HearingState.CALLED)
    version = models.IntegerField(default=1, help_text="one more at each move: what a form was written against")

    objects = HearingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "at", "jury"]
        constraints = [
            models.UniqueConstraint(fields=["application"], name="hearing_once",
                                    violation_error_message=_("Ce candidat est déjà convoqué.")),
            models.UniqueConstraint(fields=["jury", "on", "at"], name="hearing_slot_once",
                                    violation_error_message=_("Cette heure est déjà prise.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.application_id}: {self.on} {self.at}"


class JuryMember(models.Model):
    """A chair of a jury, numbered 1 to 3; the account may be empty when scores come on paper."""

    jury = models.ForeignKey(Jury, on_delete=models.PROTECT, related_name="members")
    chair = models.IntegerField()
    name = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    is_external = models.BooleanField(default=False, help_text="not of the agency: a host structure, a town hall…")

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
