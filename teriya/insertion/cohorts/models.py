"""The insertion rate of a cohort as it was on one day: counted by a machine, published by a person, never counted again."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teriya.insertion.cohorts.states import FigureState


class RateFigure(models.Model):
    """What it is of, its definition, its day, every number, their digest: the database lets nobody change these."""

    year = models.IntegerField(help_text="in which the missions ended")
    horizon = models.SmallIntegerField(help_text="months after the last day of each")
    form = models.CharField(max_length=30, blank=True)
    wave = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=40, blank=True, help_text="code of the place")
    sex = models.CharField(max_length=1, blank=True)
    on = models.DateField(help_text="what was known that day")
    definition_fr = models.TextField()
    definition_en = models.TextField()
    population = models.IntegerField(help_text="people, once each, those left out taken away")
    known = models.IntegerField(help_text="of the population, whose situation that day is known")
    inserted = models.IntegerField(help_text="of those known, on a route that counts")
    proven = models.IntegerField(help_text="of the inserted, with a paper")
    dead = models.IntegerField()
    serving = models.IntegerField(help_text="in service again on the day of the horizon")
    refused = models.IntegerField()
    silent = models.IntegerField()
    median = models.IntegerField(null=True, help_text="days to the first employment; empty: half have none")
    members = models.CharField(max_length=64, help_text="SHA-256 of who was counted, by pseudonyms, and as what")
    digest = models.CharField(max_length=64, help_text="SHA-256 of all of the above")
    state = models.CharField(max_length=10, choices=FigureState, default=FigureState.FROZEN)
    frozen_by_id = models.BigIntegerField()
    decided_by_id = models.BigIntegerField(null=True)
    published_on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-on", "-id"], name="rate_figures_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="rate_frozen_once"),
            models.UniqueConstraint(fields=["year", "horizon", "form", "wave", "region", "sex"], condition=Q(state="published"), name="one_published_rate",
                                    violation_error_message=_("Le taux de cette cohorte est déjà publié : retirez-le d’abord.")),
            models.CheckConstraint(condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("frozen_by_id")), name="rate_published_by_another",
                                   violation_error_message=_("Une autre personne publie le chiffre.")),
            models.CheckConstraint(condition=~Q(state__in=["published", "withdrawn"]) | Q(published_on__isnull=False, decided_by_id__isnull=False),
                                   name="published_rate_has_day_and_person"),
            models.CheckConstraint(condition=Q(population__gt=0, known__lte=F("population"), inserted__lte=F("known"), inserted__gte=0, proven__lte=F("inserted")),
                                   name="rate_counts_hold_in_their_population"),
            models.CheckConstraint(condition=Q(definition_fr__gt="", definition_en__gt=""), name="rate_has_its_definition"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.year} +{self.horizon} {self.on}"

    @property
    def definition(self) -> str:
        return self.definition_en if (get_language() or "").startswith("en") else self.definition_fr
