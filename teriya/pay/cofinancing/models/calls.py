"""Calls for payment: one a host and a month, its lines frozen with their formula; credits; reminders of what is late."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing.querysets import CallQuerySet
from teriya.pay.cofinancing.states import CallKind, CallState, LineKind, ReminderStep
from teriya.service.missions.models import Mission


class Call(models.Model):
    """What a host is asked to pay for a month (appel de quote-part), or is given back (avoir: a total below zero)."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="share_calls")
    kind = models.CharField(max_length=6, choices=CallKind, default=CallKind.MONTH)
    month = models.DateField(help_text="first day of the month of service")
    state = models.CharField(max_length=9, choices=CallState, default=CallState.PREPARED)
    total = models.BigIntegerField(help_text="francs; below zero it is a credit of the host")
    prepared_by_id = models.BigIntegerField()
    prepared_on = models.DateField()
    issued_by_id = models.BigIntegerField(null=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "month"], condition=Q(kind="month", state__in=["prepared", "issued"]), name="share_call_once_a_month",
                                    violation_error_message=_("Cette structure a déjà un appel pour ce mois.")),
            models.CheckConstraint(condition=~Q(state__in=["issued", "cancelled"]) | Q(issued_by_id__isnull=False, issued_on__isnull=False, due_on__isnull=False, document__isnull=False),
                                   name="share_call_issued_by_on_number"),
            models.CheckConstraint(condition=Q(issued_by_id__isnull=True) | ~Q(issued_by_id=F("prepared_by_id")), name="share_call_issued_by_another",
                                   violation_error_message=_("Une autre personne émet l’appel.")),
        ]  # fmt: skip

    def __str__(self):
        return self.document.number if self.document else f"{self.host} {self.month:%m/%Y}"

    @property
    def number(self) -> str:
        return self.document.number if self.document else ""


class CallLine(models.Model):
    """One mission's month: the share, or what a month already called gives more or less. Never rewritten."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=LineKind, default=LineKind.SHARE)
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="share_lines")
    month = models.DateField(help_text="first day of the month of service; that of the call, unless it corrects")
    parts = models.IntegerField()
    whole = models.IntegerField()
    rate = models.IntegerField(help_text="francs a month")
    amount = models.BigIntegerField(help_text="francs; a correction may be below zero")
    formula = models.CharField(max_length=200)
    source = models.CharField(max_length=300, help_text="the text that gives the rate, or why it is corrected")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "mission", "month"], name="share_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0) | ~Q(kind="share"), name="share_line_positive"),
        ]
        indexes = [models.Index(fields=["mission", "month"], name="share_line_of_mission")]

    def __str__(self):
        return f"{self.mission} {self.month:%m/%Y} {self.amount}"


class Reminder(models.Model):
    """One step of reminding a late call: a letter and an SMS, once."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="reminders")
    step = models.CharField(max_length=6, choices=ReminderStep)
    francs = models.BigIntegerField(help_text="what was late that day")
    on = models.DateField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "step"], name="share_reminder_once")]

    def __str__(self):
        return f"{self.call} {self.step}"
