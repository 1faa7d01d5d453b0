"""The money of an agreement: tranches and what came of them, what the funder refuses, what is given back."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.foundation.ledger.models import Envelope
from teriya.partnerships.agreements.models.agreements import Agreement, AgreementEnvelope
from teriya.partnerships.agreements.states import RepaymentState, TrancheState


class Tranche(models.Model):
    """A part of the agreement’s amount, due on a day: promised, called by a letter, received in one or several sums."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="tranches")
    number = models.IntegerField()
    amount = models.BigIntegerField(help_text="in the smallest unit of the agreement’s currency")
    due_on = models.DateField()
    condition = models.CharField(
        max_length=200, blank=True, help_text="what the funder asks first: a report, an audit"
    )
    state = models.CharField(max_length=9, choices=TrancheState, default=TrancheState.PROMISED)
    rate = models.DecimalField(
        max_digits=16, decimal_places=6, null=True, blank=True, help_text="francs a unit, when it was called"
    )
    called = models.BigIntegerField(null=True, blank=True, help_text="francs of the call")
    called_on = models.DateField(null=True, blank=True)
    called_by_id = models.BigIntegerField(null=True, help_text="who called it: somebody else records what comes")
    letter = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="tranche_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_positive"),
            models.CheckConstraint(condition=~Q(state__in=["called", "received", "refused"])
                                   | Q(rate__gt=0, called__gt=0, called_on__isnull=False, called_by_id__isnull=False, letter__isnull=False),
                                   name="tranche_called_at_a_rate_by_a_letter"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.agreement}, tranche {self.number}"


class TrancheReceipt(models.Model):
    """A sum that the bank credited for a tranche, with its rate; what it settles of the call, and the gain or loss of change."""

    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="receipts")
    amount = models.BigIntegerField(help_text="in the smallest unit of the agreement’s currency")
    rate = models.DecimalField(max_digits=16, decimal_places=6, help_text="francs a unit, as the bank applied it")
    cash = models.BigIntegerField(help_text="francs that came in")
    cleared = models.BigIntegerField(
        help_text="francs of the call that it settles; the rest is gain or loss of change"
    )
    bank_reference = models.CharField(max_length=60)
    on = models.DateField(help_text="day of the bank’s notice")
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tranche", "bank_reference"], name="tranche_bank_reference_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, rate__gt=0, cash__gt=0) & Q(bank_reference__gt=""),
                                   name="tranche_receipt_is_proven"),
        ]  # fmt: skip

    def __str__(self):
        return self.bank_reference

    @property
    def exchange(self) -> int:
        """Francs gained by the change of rate, lost when negative."""
        return self.cash - self.cleared


class Ineligible(models.Model):
    """What the funder refuses of one line that was charged to an envelope, and why."""

    envelope = models.ForeignKey(AgreementEnvelope, on_delete=models.PROTECT, related_name="ineligible")
    source = models.CharField(max_length=40, help_text="of the movement that spent it: pay_line, expense")
    source_id = models.BigIntegerField()
    amount = models.BigIntegerField(help_text="francs")
    reason = models.CharField(max_length=300)
    by_id = models.BigIntegerField()
    on = models.DateField(help_text="day of the funder’s letter")
    carrier = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                help_text="the envelope that bears it instead")  # fmt: skip
    carried_by_id = models.BigIntegerField(null=True)
    carried_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["envelope", "source", "source_id"], name="ineligible_once",
                                    violation_error_message=_("Cette ligne est déjà refusée par le bailleur.")),
            models.CheckConstraint(condition=Q(amount__gt=0) & Q(reason__gt=""), name="refused_line_says_why"),
            models.CheckConstraint(condition=Q(carrier=None, carried_by_id=None, carried_on=None)
                                   | Q(carrier__isnull=False, carried_by_id__isnull=False, carried_on__isnull=False),
                                   name="refused_line_carried_by_on"),
            models.CheckConstraint(condition=Q(carried_by_id=None) | ~Q(carried_by_id=models.F("by_id")), name="refused_line_carried_by_another",
                                   violation_error_message=_("Une autre personne fait porter cette ligne ailleurs.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.source} {self.source_id}"


class Repayment(models.Model):
    """Money given back to the funder: entered by one person, paid by another."""

    envelope = models.ForeignKey(AgreementEnvelope, on_delete=models.PROTECT, related_name="repayments")
    amount = models.BigIntegerField(help_text="francs")
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=RepaymentState, default=RepaymentState.ENTERED)
    entered_by_id = models.BigIntegerField()
    entered_on = models.DateField()
    bank_reference = models.CharField(max_length=60, blank=True)
    paid_by_id = models.BigIntegerField(null=True)
    paid_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0) & Q(reason__gt=""), name="repayment_says_why"),
            models.CheckConstraint(condition=~Q(state="paid") | Q(paid_on__isnull=False, paid_by_id__isnull=False, bank_reference__gt=""),
                                   name="repayment_paid_by_on"),
            models.CheckConstraint(condition=Q(paid_by_id=None) | ~Q(paid_by_id=models.F("entered_by_id")), name="repayment_paid_by_another",
                                   violation_error_message=_("Une autre personne paie le remboursement.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.envelope_id} {self.amount}"
