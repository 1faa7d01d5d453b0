"""The diversification of a year, as it was counted on one day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.pay.forecast.states import FigureState


class SourceFigure(models.Model):
    """What each source gave, or paid, in a year that is over: frozen by one person, published by another, never counted again."""

    year = models.IntegerField()
    measure = models.CharField(max_length=7, help_text="what counts: money received, or ordered")
    on = models.DateField()
    definition = models.TextField(help_text="as it was printed that day")
    counted = models.JSONField(help_text="francs by kind and by source, indexes, what hosts paid of what they owed")
    sha256 = models.CharField(max_length=64, help_text="of all that is above")
    state = models.CharField(max_length=9, choices=FigureState, default=FigureState.FROZEN)
    frozen_by_id = models.BigIntegerField()
    decided_by_id = models.BigIntegerField(null=True)
    published_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "measure"], condition=Q(state="published"), name="one_published_diversification",
                                    violation_error_message=_("Le chiffre de cette année est déjà publié : retirez-le d’abord.")),
            models.CheckConstraint(condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("frozen_by_id")), name="diversification_published_by_another",
                                   violation_error_message=_("Une autre personne publie le chiffre.")),
            models.CheckConstraint(condition=~Q(state__in=["published", "withdrawn"]) | Q(published_on__isnull=False, decided_by_id__isnull=False),
                                   name="published_diversification_has_day_and_person"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.year} {self.measure}"
