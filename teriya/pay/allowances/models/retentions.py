"""What is kept on a person's months, and paid months counted anew."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.pay.allowances.models.runs import PayLine
from teriya.pay.allowances.states import CorrectionState, RetentionKind, RetentionState
from teriya.people.models import Person


class RetentionOrder(models.Model):
    """Francs kept on a person's allowances up to a total, month after month. What was taken is read from the lines alone."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="retentions")
    kind = models.CharField(max_length=12, choices=RetentionKind)
    total = models.IntegerField(help_text="francs to keep in all")
    instalment = models.IntegerField(
        help_text="francs a month, at most; the pack's share of the month is another limit"
    )
    reason = models.CharField(max_length=160, help_text="what the slip says: the month, the kit, the paper")
    state = models.CharField(max_length=10, choices=RetentionState, default=RetentionState.ENTERED)
    entered_by_id = models.BigIntegerField()
    entered_on = models.DateField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(instalment__gt=0, instalment__lte=models.F("total")), name="retention_takes_something",
                                   violation_error_message=_("Une retenue prend au moins un franc par mois, et jamais plus que son total.")),
            models.CheckConstraint(condition=~Q(state__in=["in_force", "stopped"]) | Q(approved_by_id__isnull=False, approved_on__isnull=False),
                                   name="retention_approved_by_and_on"),
            models.CheckConstraint(condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=models.F("entered_by_id")),
                                   name="retention_approved_by_another", violation_error_message=_("Une autre personne approuve la retenue.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()} {self.total}"


class Correction(models.Model):
    """A paid month counted anew, and why. More is due: the next run pays it. Less was: it becomes a retention."""

    line = models.ForeignKey(PayLine, on_delete=models.PROTECT, related_name="corrections")
    version = models.IntegerField()
    reason = models.CharField(max_length=300)
    days = models.JSONField(help_text="days counted anew, one number for each rate of the month")
    inputs = models.JSONField(help_text="what the engine read the second time")
    lines = models.JSONField(help_text="what is due by it, line by line")
    before = models.IntegerField(help_text="francs due until then, earlier corrections included")
    due = models.IntegerField(help_text="francs due by this one")
    instalment = models.IntegerField(help_text="francs a month, at most, when too much was paid; 0 otherwise")
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.ENTERED)
    entered_by_id = models.BigIntegerField()
    entered_on = models.DateField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_on = models.DateField(null=True)
    order = models.OneToOneField(
        RetentionOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "version"], name="correction_version_once"),
            models.UniqueConstraint(fields=["line"], condition=Q(state="entered"), name="correction_waits_once",
                                    violation_error_message=_("Une correction de ce mois attend déjà d’être approuvée.")),
            models.CheckConstraint(condition=Q(reason__gt="") & ~Q(before=models.F("due")), name="correction_changes_something"),
            models.CheckConstraint(condition=~Q(state="approved") | Q(approved_by_id__isnull=False, approved_on__isnull=False),
                                   name="correction_approved_by_and_on"),
            models.CheckConstraint(condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=models.F("entered_by_id")),
                                   name="correction_approved_by_another", violation_error_message=_("Une autre personne approuve la correction.")),
            models.CheckConstraint(condition=~Q(state="approved", due__lt=models.F("before")) | Q(order__isnull=False), name="overpayment_is_taken_back"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.line} v{self.version}"

    @property
    def difference(self) -> int:
        """Francs more, or less when negative."""
        return self.due - self.before
