"""Instalments that a late host is agreed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing.models.calls import Call
from teriya.pay.cofinancing.states import InstalmentState


class Plan(models.Model):
    """What a host owes on some calls, paid term by term (échéancier): proposed by one person, agreed by another."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="share_plans")
    calls = models.ManyToManyField(Call, related_name="plans")
    total = models.BigIntegerField(help_text="francs still owed on these calls on the day of the proposal")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=7, choices=InstalmentState, default=InstalmentState.ASKED)
    asked_by_id = models.BigIntegerField()
    asked_on = models.DateField()
    agreed_by_id = models.BigIntegerField(null=True)
    agreed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=Q(state__in=["asked", "agreed"]), name="share_plan_once",
                                    violation_error_message=_("Cette structure a déjà un échéancier.")),
            models.CheckConstraint(condition=~Q(state__in=["agreed", "kept", "broken"]) | Q(agreed_by_id__isnull=False, agreed_on__isnull=False), name="share_plan_agreed_by_on"),
            models.CheckConstraint(condition=Q(agreed_by_id__isnull=True) | ~Q(agreed_by_id=F("asked_by_id")), name="share_plan_agreed_by_another",
                                   violation_error_message=_("Une autre personne accorde l’échéancier.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.host} {self.total}"


class PlanTerm(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="terms")
    due_on = models.DateField()
    amount = models.BigIntegerField(help_text="francs")

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="share_term_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="share_term_positive"),
        ]

    def __str__(self):
        return f"{self.due_on} {self.amount}"
