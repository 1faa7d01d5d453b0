"""What other programmes of the State or of partners pay, by the lists that they give."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OtherPay(models.Model):
    """A person of the pay list of another programme, in one month. A list brought in error is withdrawn, and stays to be read."""

    programme = models.CharField(max_length=80)
    month = models.DateField(help_text="first day of the month paid")
    name = models.CharField(max_length=160, help_text="as the list writes it")
    folded = models.CharField(max_length=160)
    born_on = models.DateField(null=True, blank=True)
    paper = models.CharField(max_length=40, blank=True, help_text="folded number of an identity paper")
    numbers = models.CharField(max_length=40, blank=True, help_text="digits of the telephone or account")
    by_id = models.BigIntegerField()
    on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["month", "programme"], name="other_pay_of_month")]
        constraints = [
            models.UniqueConstraint(fields=["month", "programme", "folded", "born_on", "paper", "numbers"], condition=Q(withdrawn_on=None),
                                    nulls_distinct=False, name="other_pay_once"),
            models.CheckConstraint(condition=Q(born_on__isnull=False) | Q(paper__gt="") | Q(numbers__gt=""), name="other_pay_may_be_compared",
                                   violation_error_message=_("Il faut la naissance, la pièce ou le compte pour comparer.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.programme} {self.month:%Y-%m} {self.name}"
