"""Pay lines drawn at random for a check: the population frozen first, then the seed, then what the auditor found."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.places.models import Centre
from teriya.foundation.rules.models import Form
from teriya.pay.allowances.models import PayLine
from teriya.pay.bundles.states import DrawState, Finding, Method


class Draw(models.Model):
    """So many lines of a period, of a form or of all, of a centre or of all. One seed, once."""

    number = models.CharField(max_length=30, unique=True)
    first_month = models.DateField()
    last_month = models.DateField()
    form = models.ForeignKey(Form, on_delete=models.PROTECT, null=True, blank=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True)
    method = models.CharField(max_length=12, choices=Method)
    size = models.IntegerField()
    population = models.JSONField(help_text="[line, francs, centre] of each line, in the order of lines")
    count = models.IntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the population as its file writes it")
    state = models.CharField(max_length=10, choices=DrawState, default=DrawState.FROZEN)
    seed = models.CharField(max_length=120, blank=True)
    witnessed = models.CharField(max_length=200, blank=True, help_text="how the seed was drawn, before whom")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=F("count")), name="draw_size_within_population"),
            models.CheckConstraint(condition=Q(state="frozen", seed="") | Q(state="drawn", seed__gt="", witnessed__gt=""), name="drawn_with_its_seed"),
            models.CheckConstraint(condition=Q(first_month__lte=F("last_month")), name="draw_months_in_order"),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class DrawnLine(models.Model):
    """One line of a draw, in the order it came out, and what was found."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="drawn")
    line = models.ForeignKey(PayLine, on_delete=models.PROTECT, related_name="draws")
    rank = models.IntegerField()
    stratum = models.CharField(max_length=60, blank=True)
    finding = models.CharField(max_length=12, choices=Finding, blank=True)
    note = models.CharField(max_length=500, blank=True)
    found_by_id = models.BigIntegerField(null=True)
    found_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "line"], name="drawn_once"),
            models.UniqueConstraint(fields=["draw", "rank"], name="drawn_rank_once"),
            models.CheckConstraint(condition=~Q(finding="not_conform") | Q(note__gt=""), name="not_conform_says_why",
                                   violation_error_message=_("Écrivez ce qui n’est pas conforme.")),
            models.CheckConstraint(condition=Q(finding="") | Q(found_by_id__isnull=False, found_on__isnull=False), name="finding_by_and_on"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.draw_id}/{self.rank}"
