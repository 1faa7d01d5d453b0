"""Delegated operators: regional centres that an association runs for the agency, by a convention of their own."""

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import no_overlap
from teriya.foundation.places.models import Centre
from teriya.partnerships.partners.models.partners import Partner


class Operator(models.Model):
    """One convention by which a partner runs a regional centre, and who follows it for the agency."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="operations")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="operators")
    convention = models.CharField(max_length=60, unique=True, help_text="reference of the signed paper")
    period = DateRangeField()
    budget = models.BigIntegerField(help_text="francs, over the whole period")
    manager = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", help_text="who follows it; never evaluates it"
    )
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(budget__gt=0), name="operator_has_a_budget"),
            no_overlap(
                "centre_id",
                "one_operator_a_centre",
                sentence=_("Une autre convention confie déjà ce centre à ces dates."),
            ),
        ]

    def __str__(self):
        return self.convention

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(1)


class OperatorTarget(models.Model):
    """What the convention asks, and what was reached."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="targets")
    label = models.CharField(max_length=160)
    target = models.IntegerField()
    reached = models.IntegerField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True, help_text="day of the count")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operator", "label"], name="operator_target_once",
                                    violation_error_message=_("Cette cible est déjà écrite.")),
            models.CheckConstraint(condition=Q(target__gt=0) & (Q(reached__isnull=True) | Q(reached__gte=0)), name="operator_target_positive"),
            models.CheckConstraint(condition=Q(reached__isnull=True, reached_on__isnull=True) | Q(reached__isnull=False, reached_on__isnull=False), name="operator_target_reached_on"),
        ]  # fmt: skip

    def __str__(self):
        return self.label

    @property
    def percent(self) -> int | None:
        return None if self.reached is None else 100 * self.reached // self.target


class OperatorEvaluation(models.Model):
    """One year of the convention, judged by somebody else than who follows it. Never rewritten."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="evaluations")
    year = models.IntegerField()
    mark = models.IntegerField(help_text="out of 20")
    words = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operator", "year"], name="operator_evaluated_once_a_year",
                                    violation_error_message=_("Cette année est déjà évaluée.")),
            models.CheckConstraint(condition=Q(mark__gte=0, mark__lte=20) & Q(words__gt=""), name="operator_evaluation_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.operator} {self.year}"
