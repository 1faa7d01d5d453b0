"""What the agency is asked: its strategic plan beside the national one, and the letter of mission of each year."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from teriya.contribution.framework.states import AxisKind
from teriya.foundation.documents.models import Upload

_YEARS = Func(F("first_year"), F("last_year"), Value("[]"), function="int4range", output_field=IntegerRangeField())


class StrategicPlan(models.Model):
    """Some years with their axes, those of the national plan beside: each with the paper that says so."""

    title = models.CharField(max_length=160)
    first_year = models.IntegerField()
    last_year = models.IntegerField()
    source = models.CharField(max_length=300, help_text="the act that adopted it")
    national_title = models.CharField(max_length=160, help_text="the national plan that its axes answer to")
    national_source = models.CharField(max_length=300)
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        ordering = ["-first_year"]
        constraints = [
            ExclusionConstraint(name="one_plan_a_year", expressions=[(_YEARS, RangeOperators.OVERLAPS)],
                                violation_error_message=_("Un plan couvre déjà une de ces années.")),
            models.CheckConstraint(condition=Q(source__gt="", national_source__gt=""), name="plan_says_its_sources",
                                   violation_error_message=_("Un plan dit ses sources.")),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Axis(models.Model):
    plan = models.ForeignKey(StrategicPlan, on_delete=models.PROTECT, related_name="axes")
    kind = models.CharField(max_length=10, choices=AxisKind)
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind", "code"], name="axis_once",
                                               violation_error_message=_("Deux axes portent le même code."))]  # fmt: skip

    def __str__(self):
        return f"{self.code} {self.title}"


class MissionLetter(models.Model):
    """What the government asks of the agency for a year (lettre de mission), as its signed paper says it."""

    plan = models.ForeignKey(StrategicPlan, on_delete=models.PROTECT, related_name="letters")
    year = models.IntegerField(unique=True)
    reference = models.CharField(max_length=80)
    signatory = models.CharField(max_length=160)
    signed_on = models.DateField()
    scan = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        ordering = ["-year"]

    def __str__(self):
        return self.reference


class Objective(models.Model):
    letter = models.ForeignKey(MissionLetter, on_delete=models.PROTECT, related_name="objectives")
    number = models.SmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="objective_once")]

    def __str__(self):
        return f"{self.number}. {self.text}"
