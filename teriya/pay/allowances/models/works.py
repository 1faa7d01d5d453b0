"""What is too long for the time of a page."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.rules.models import Form
from teriya.pay.allowances.models.runs import PayRun


class Work(models.Model):
    """A month to compute, or a step to take on a large run: the worker does it in one transaction, the page shows how far it is."""

    month = models.DateField(help_text="first day of the month paid")
    form = models.ForeignKey(Form, on_delete=models.PROTECT)
    step = models.CharField(max_length=20, blank=True, help_text="of the chain; empty: the calculation")
    accepted = models.BooleanField(default=True)
    reason = models.TextField(blank=True)
    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, null=True, blank=True, related_name="works")
    by_id = models.BigIntegerField(help_text="who asked for it, in whose name it is done")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    total = models.IntegerField(help_text="lines")
    done = models.IntegerField(
        default=0, help_text="lines so far: what the page shows, nothing is kept before the last"
    )
    is_over = models.BooleanField(default=False)
    refusal = models.CharField(max_length=300, blank=True, help_text="why nothing was done")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "form"], condition=Q(is_over=False), name="one_work_a_month",
                                    violation_error_message=_("Un travail est déjà en cours sur ce mois : attendez qu’il finisse.")),
            models.CheckConstraint(condition=Q(is_over=False) | Q(run__isnull=False) | Q(refusal__gt=""), name="work_over_says_what"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.month:%Y-%m} {self.step or 'prepare'}"
