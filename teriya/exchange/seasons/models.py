"""A season among several agencies: who takes part, what each brings by number, each plan that was proposed."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.exchange.seasons.countries import country
from teriya.exchange.seasons.states import PartState, SeasonState
from teriya.exchange.wire.models import Agency
from teriya.foundation.documents.models import Document
from teriya.people.models import Person


class Season(models.Model):
    """Convened by one agency, which computes its plan; the others compute it again."""

    uid = models.UUIDField(unique=True, default=uuid4, help_text="the same at every agency; the seed of its lots")
    name = models.CharField(max_length=120)
    convener = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="seasons", help_text="empty: we"
    )
    profiles = ArrayField(models.CharField(max_length=80), help_text="what posts ask for, in the words of the season")
    tolerance = models.SmallIntegerField(help_text="largest |sent − received| of an agency")
    closes_on = models.DateField(help_text="last day to enter")
    state = models.CharField(max_length=10, choices=SeasonState, default=SeasonState.OPEN)
    by_id = models.BigIntegerField(null=True)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-on", "-id"], name="seasons_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(tolerance__gte=0, tolerance__lte=20), name="season_tolerance_is_small"),
            models.CheckConstraint(condition=Q(profiles__len__gt=0), name="season_names_its_profiles"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def is_ours(self) -> bool:
        return self.convener_id is None

    @property
    def is_over(self) -> bool:
        return self.state in (SeasonState.SETTLED, SeasonState.ABANDONED)


class Part(models.Model):
    """An agency in a season. `entry`: what it brought, as it said it or as the plan took it."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="parts")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2, help_text="ISO 3166")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+", help_text="where we know it"
    )
    is_ours = models.BooleanField(default=False)
    numbers = models.JSONField(
        default=dict, help_text="draft: agency → how many may be sent there, received from there"
    )
    entry = models.JSONField(null=True)
    is_declared = models.BooleanField(default=False, help_text="its last word was typed here from a paper")
    letter = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="the last one to an agency without the system",
    )
    state = models.CharField(max_length=10, choices=PartState, default=PartState.INVITED)
    read_by = models.SmallIntegerField(null=True, help_text="version of the last plan that reads its entry")
    entered_on = models.DateField(null=True)
    entered_by_id = models.BigIntegerField(null=True)
    answered_on = models.DateField(null=True)
    answered_by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["season", "code"]
        constraints = [
            models.UniqueConstraint(fields=["season", "code"], name="agency_once_a_season"),
            models.UniqueConstraint(fields=["season"], condition=Q(is_ours=True), name="our_part_once_a_season"),
            models.CheckConstraint(condition=~Q(state__in=["entered", "asked", "confirmed"]) | Q(entry__isnull=False), name="part_taken_has_its_entry"),
            models.CheckConstraint(condition=Q(is_ours=False) | ~Q(state="confirmed") | ~Q(answered_by_id=F("entered_by_id")), name="our_part_confirmed_by_another",
                                   violation_error_message=_("Une autre personne confirme ce que vous avez entré.")),
        ]  # fmt: skip

    def __str__(self):
        return country(self.country) or self.name

    @property
    def speaks(self) -> bool:
        """Whether its words come by themselves: ours are typed here, those of an agency without the system are declared."""
        return not self.is_ours and (self.agency is None or self.agency.speaks)


class CandidateLine(models.Model):
    """One whom an agency would send: a number, profiles and countries, the dearest first. Who it is never leaves."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="lines")
    number = models.CharField(max_length=12)
    rank = models.SmallIntegerField(help_text="1: the first that the agency would send")
    profiles = ArrayField(models.CharField(max_length=80))
    agencies = ArrayField(models.CharField(max_length=20))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="of ours; stays here"
    )

    class Meta:
        ordering = ["part", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="candidate_number_once"),
            models.UniqueConstraint(fields=["part", "rank"], name="candidate_rank_once", deferrable=models.Deferrable.DEFERRED),
            models.UniqueConstraint(fields=["part", "person"], name="candidate_person_once",
                                    violation_error_message=_("Cette personne est déjà dans la liste.")),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class PostLine(models.Model):
    """A post that an agency offers. Which host it is stays here."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="places")
    number = models.CharField(max_length=12)
    profile = models.CharField(max_length=80)
    seats = models.SmallIntegerField(default=1)
    what = models.CharField(max_length=160, blank=True, help_text="host and place; stays here")

    class Meta:
        ordering = ["part", "id"]
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="post_number_once"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=100), name="post_has_seats"),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class Plan(models.Model):
    """A plan as it was proposed: the entries that it read, its moves, and the imprint of both. Never rewritten."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="plans")
    version = models.SmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    bound = models.IntegerField(help_text="the most that any plan in tolerance could serve")
    on = models.DateField()
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["season", "version"]
        constraints = [models.UniqueConstraint(fields=["season", "version"], name="plan_version_once")]

    def __str__(self):
        return f"{self.season_id} v{self.version}"
