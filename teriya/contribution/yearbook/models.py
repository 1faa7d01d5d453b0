"""A year of volunteering in figures: counted by the worker, frozen, published by another person."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.contribution.yearbook.states import EditionState
from teriya.foundation.core.making import Making
from teriya.foundation.documents.models import Document


class Edition(models.Model):
    """Every table of a year as it was known on a day, what of them is hidden, the paper. The database lets nobody change these."""

    year = models.IntegerField()
    on = models.DateField(help_text="what was known that day")
    content = models.JSONField(help_text="totals, tables, years, indicators, what is hidden, what was restated")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the content")
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="+", help_text="the paper, without what is hidden"
    )
    state = models.CharField(max_length=10, choices=EditionState, default=EditionState.FROZEN)
    prepared_by_id = models.BigIntegerField()
    decided_by_id = models.BigIntegerField(null=True)
    published_on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-year", "-id"], name="editions_by_year")]
        constraints = [
            models.UniqueConstraint(fields=["year"], condition=Q(state="published"), name="one_published_yearbook",
                                    violation_error_message=_("L’annuaire de cette année est déjà publié : retirez-le d’abord.")),
            models.CheckConstraint(condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("prepared_by_id")), name="yearbook_published_by_another",
                                   violation_error_message=_("Une autre personne publie l’annuaire.")),
            models.CheckConstraint(condition=~Q(state__in=["published", "withdrawn"]) | Q(published_on__isnull=False, decided_by_id__isnull=False),
                                   name="published_yearbook_has_day_and_person"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.year} {self.on}"


class Preparation(Making):
    """How far the yearbook of a year is, while the worker counts it."""

    year = models.IntegerField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Making.Meta):
        indexes = [models.Index(fields=["year", "-id"], name="preparations_of_year")]

    def __str__(self):
        return f"{self.year} {self.state}"
