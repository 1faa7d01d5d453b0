"""What hosts pay, and the calls that it settles."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.foundation.ledger.models import Envelope
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing.models.calls import Call
from teriya.pay.cofinancing.querysets import PaymentQuerySet
from teriya.pay.cofinancing.states import Means, PaymentState


class Payment(models.Model):
    """Money of a host at the treasury, the bank or a mobile operator: recorded by one person, confirmed by another."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="share_payments")
    means = models.CharField(max_length=12, choices=Means)
    reference = models.CharField(max_length=60, help_text="of the treasury’s receipt, the bank’s notice, the transfer")
    amount = models.BigIntegerField(help_text="francs")
    paid_on = models.DateField()
    towards = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                help_text="the call that the payer names; else the oldest first")  # fmt: skip
    state = models.CharField(max_length=9, choices=PaymentState, default=PaymentState.RECORDED)
    recorded_by_id = models.BigIntegerField()
    recorded_on = models.DateField()
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_on = models.DateField(null=True)
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="share_payment_positive"),
            models.UniqueConstraint(fields=["means", "reference"], condition=Q(state__in=["recorded", "confirmed"]), name="share_payment_reference_once",
                                    violation_error_message=_("Un paiement porte déjà cette référence.")),
            models.CheckConstraint(condition=~Q(state__in=["confirmed", "annulled"]) | Q(confirmed_by_id__isnull=False, confirmed_on__isnull=False, envelope__isnull=False, receipt__isnull=False),
                                   name="share_payment_confirmed_by_on"),
            models.CheckConstraint(condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=F("recorded_by_id")), name="share_payment_confirmed_by_another",
                                   violation_error_message=_("Une autre personne confirme le paiement.")),
        ]  # fmt: skip

    def __str__(self):
        return self.reference


class Allocation(models.Model):
    """Francs of a payment, or of a credit, that settle a call. One that is released counts no more and stays to be read."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="allocations")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="allocations")
    credit = models.ForeignKey(Call, on_delete=models.PROTECT, null=True, related_name="given")
    amount = models.BigIntegerField(help_text="francs")
    on = models.DateField()
    released_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="share_allocation_positive"),
            models.CheckConstraint(condition=Q(payment__isnull=True, credit__isnull=False) | Q(payment__isnull=False, credit__isnull=True),
                                   name="share_allocation_of_one"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.call_id} {self.amount}"
