"""The note to the board: what each domain cost, brought and still asks for, counted once on a day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.contribution.domains.states import ChoiceState
from teriya.foundation.documents.models import Document
from teriya.mobilisation.hosts.models import PriorityDecision


class DomainNote(models.Model):
    since = models.DateField(help_text="first day of what is counted")
    on = models.DateField(help_text="last day, and what was known that day")
    state = models.CharField(max_length=10, choices=ChoiceState, default=ChoiceState.PREPARED)
    prepared_by_id = models.BigIntegerField()
    text = models.TextField(blank=True, help_text="the director’s own words to the board")
    signed_on = models.DateField(null=True)
    signed_by_id = models.BigIntegerField(null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.OneToOneField(PriorityDecision, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("on")), name="domain_note_dates"),
            models.CheckConstraint(condition=Q(signed_by_id__isnull=True) | ~Q(signed_by_id=F("prepared_by_id")), name="domain_note_signed_by_another",
                                   violation_error_message=_("Une autre personne signe la note.")),
            models.CheckConstraint(condition=~Q(state__in=["signed", "decided"]) | Q(signed_on__isnull=False, signed_by_id__isnull=False, text__gt="", document__isnull=False),
                                   name="signed_domain_note_has_its_paper"),
            models.CheckConstraint(condition=Q(state="decided", decision__isnull=False) | ~Q(state="decided") & Q(decision__isnull=True),
                                   name="decided_domain_note_has_its_decision"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.since} – {self.on}"


class NoteLine(models.Model):
    """One domain of the country. Its numbers are never written again (`domain_note_line_stays`); its reasons, until the signature."""

    note = models.ForeignKey(DomainNote, on_delete=models.PROTECT, related_name="lines")
    rank = models.SmallIntegerField(help_text="in the order of the country’s words")
    domain = models.CharField(max_length=30, blank=True, help_text="code of the pack; empty: a profile of no domain")
    volunteers = models.IntegerField(help_text="people in service on the last day, once each")
    days = models.IntegerField(help_text="of service between the two days")
    allowances = models.BigIntegerField(help_text="francs due for the months between the two days")
    kits = models.BigIntegerField(help_text="francs of the kits handed over between the two days")
    asked = models.IntegerField(help_text="places of approved needs")
    planned = models.IntegerField(help_text="places planned by sector conventions, not yet confirmed")
    filled = models.IntegerField(help_text="of the places of approved needs")
    lacking = models.IntegerField(help_text="full-time posts that lack by the conventions, in tenths")
    outputs = models.JSONField(help_text="list of [indicator, name, unit, validated value]")
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["note", "domain"], name="domain_note_line_once"),
            models.CheckConstraint(condition=Q(volunteers__gte=0, days__gte=0, allowances__gte=0, kits__gte=0, asked__gte=0, planned__gte=0, filled__gte=0),
                                   name="domain_note_line_not_negative"),
        ]  # fmt: skip

    def __str__(self):
        return self.domain

    @property
    def cost(self) -> int:
        return self.allowances + self.kits

    @property
    def gap(self) -> int:
        """Places wanted that nobody fills: never below zero."""
        return max(0, self.asked + self.planned - self.filled)

    @property
    def cost_a_day(self) -> int | None:
        """Whole francs a day of service, rounded down; none without a day."""
        return self.cost // self.days if self.days else None
