"""The delay of pay of a period, as it was on one day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from teriya.pay.arrears.states import FigureState


class DelayFigure(models.Model):
    """Frozen by one person, published by another; never counted again. `median`, `ninth`: empty when that many are not paid."""

    first = models.DateField(help_text="first day of the months counted")
    last = models.DateField(help_text="last day of the months counted")
    on = models.DateField(help_text="what was received by then is paid, the rest is not")
    population = models.IntegerField(help_text="months earned by volunteers within the period")
    people = models.IntegerField(help_text="volunteers who earned them")
    paid = models.IntegerField(help_text="of the population, received by that day")
    limit = models.IntegerField(help_text="days after the due day within which pay is said in time")
    within = models.IntegerField(help_text="of the population, received within the limit")
    median = models.IntegerField(null=True, help_text="days after the due day")
    ninth = models.IntegerField(null=True, help_text="90th percentile, days after the due day")
    state = models.CharField(max_length=10, choices=FigureState, default=FigureState.FROZEN)
    frozen_by_id = models.BigIntegerField()
    decided_by_id = models.BigIntegerField(null=True)
    published_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "last"], condition=Q(state="published"), name="one_published_delay",
                                    violation_error_message=_("Le délai de cette période est déjà publié : retirez-le d’abord.")),
            models.CheckConstraint(condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("frozen_by_id")), name="delay_published_by_another",
                                   violation_error_message=_("Une autre personne publie le chiffre.")),
            models.CheckConstraint(condition=~Q(state__in=["published", "withdrawn"]) | Q(published_on__isnull=False, decided_by_id__isnull=False),
                                   name="published_delay_has_day_and_person"),
            models.CheckConstraint(condition=Q(population__gt=0, paid__lte=F("population"), within__lte=F("paid"), people__lte=F("population")),
                                   name="delay_counts_hold_in_their_population"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.first} – {self.last}"

    @property
    def median_said(self) -> str:
        return _said(self.median)

    @property
    def ninth_said(self) -> str:
        return _said(self.ninth)


def _said(days: int | None) -> str:
    """« 2 jours avant l’échéance »; nothing where that many are not paid."""
    if days is None:
        return ""
    if days < 0:
        return ngettext("%(n)s jour avant l’échéance", "%(n)s jours avant l’échéance", -days) % {"n": -days}
    return ngettext("%(n)s jour après l’échéance", "%(n)s jours après l’échéance", days) % {"n": days}
