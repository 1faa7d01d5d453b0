"""Former volunteers: who chose to be found, who helps whom, and the best-volunteer prize."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.models import Document
from teriya.insertion.alumni.queries import ProfileQuerySet
from teriya.insertion.alumni.states import PrizeState, RequestState, Shown
from teriya.people.models import Person
from teriya.service.missions.models import Mission


class Profile(models.Model):
    """What a former volunteer said yes to, and nothing else. Withdrawn, its words are gone."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="alumni_profile")
    joined_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    shows = ArrayField(models.CharField(max_length=10, choices=Shown), default=list, blank=True)
    work = models.CharField(max_length=120, blank=True, help_text="trade, employer: as the person says it")
    offers = models.CharField(max_length=200, blank=True, help_text="what the person may teach; empty: no mentoring")
    wants_sms = models.BooleanField(default=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(withdrawn_on__isnull=True) | Q(shows__len=0, work="", offers="", wants_sms=False),
                                   name="withdrawn_profile_says_nothing"),
        ]  # fmt: skip

    def __str__(self):
        return str(self.person_id)


class MentoringRequest(models.Model):
    """One member asks another for help; once it is accepted, each reads the other's telephone."""

    by = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="asked")
    to = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="received")
    words = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "to"], condition=Q(state__in=["asked", "accepted"]), name="one_live_request",
                                    violation_error_message=_("Une demande à cette personne est déjà en cours.")),
            models.CheckConstraint(condition=~Q(by=F("to")), name="mentoring_between_two"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.by_id} {self.to_id}"


class Prize(models.Model):
    """The best-volunteer prize of a year. Criteria and sums are published when it opens, and frozen."""

    year = models.SmallIntegerField()
    title = models.CharField(max_length=120)
    criteria = models.JSONField(help_text="[label, points] of each, 100 in all")
    amounts = ArrayField(models.IntegerField(), help_text="francs, the first winner first")
    state = models.CharField(max_length=10, choices=PrizeState, default=PrizeState.OPEN)
    opened_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    record = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year"], condition=~Q(state="dropped"), name="one_prize_a_year",
                                    violation_error_message=_("Le prix de cette année est déjà ouvert.")),
            models.CheckConstraint(condition=~Q(state="published") | Q(published_on__isnull=False), name="prize_published_on"),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Juror(models.Model):
    """One of the three chairs."""

    prize = models.ForeignKey(Prize, on_delete=models.PROTECT, related_name="jurors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prize", "user"], name="juror_once")]

    def __str__(self):
        return f"{self.prize_id} {self.user_id}"


class Nominee(models.Model):
    """A mission proposed for the prize, and why. Rank and sum are written when the list is published."""

    prize = models.ForeignKey(Prize, on_delete=models.PROTECT, related_name="nominees")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=400)
    by_id = models.BigIntegerField()
    on = models.DateField()
    points = models.SmallIntegerField(null=True, blank=True)
    rank = models.SmallIntegerField(null=True, blank=True)
    amount = models.IntegerField(null=True, blank=True, help_text="francs; 0: not among the winners")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prize", "mission"], name="nominee_once", violation_error_message=_("Cette mission est déjà proposée.")),
            models.UniqueConstraint(fields=["prize", "rank"], name="nominee_rank_once"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.prize_id} {self.mission_id}"


class PrizeSheet(models.Model):
    """What one juror gave one nominee, sealed: nobody reads it in the database before all have given theirs."""

    nominee = models.ForeignKey(Nominee, on_delete=models.PROTECT, related_name="sheets")
    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="sheets")
    sealed = models.TextField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nominee", "juror"], name="prize_sheet_once")]

    def __str__(self):
        return f"{self.nominee_id} {self.juror_id}"
