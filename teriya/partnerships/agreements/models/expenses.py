"""What agreements pay besides allowances, with its proof; and what is given in kind."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Upload
from teriya.partnerships.agreements.models.agreements import Agreement, AgreementEnvelope
from teriya.partnerships.agreements.states import Cost, ExpenseState

_STANDS = Q(state__in=["entered", "accepted"])  # a refused or reversed expense frees its invoice


class Expense(models.Model):
    """An invoice paid, entered with its document by one person and checked by another. Corrected by a reversal only."""

    number = models.CharField(max_length=20, unique=True, help_text="DEP-2026-00001")
    cost = models.CharField(max_length=12, choices=Cost)
    what = models.CharField(max_length=200)
    supplier = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, help_text="fold(supplier)")
    invoice = models.CharField(max_length=60, help_text="number of the supplier’s invoice")
    amount = models.BigIntegerField(help_text="francs of the whole invoice")
    on = models.DateField(help_text="day of the invoice")
    proof = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="of the document")
    state = models.CharField(max_length=8, choices=ExpenseState, default=ExpenseState.ENTERED)
    entered_by_id = models.BigIntegerField()
    entered_on = models.DateField()
    checked_by_id = models.BigIntegerField(null=True)
    checked_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256"], condition=_STANDS, name="expense_proof_once",
                                    violation_error_message=_("Ce document justifie déjà une autre dépense.")),
            models.UniqueConstraint(fields=["folded", "invoice", "amount"], condition=_STANDS, name="expense_invoice_once",
                                    violation_error_message=_("Cette facture est déjà enregistrée.")),
            models.CheckConstraint(condition=Q(amount__gt=0) & Q(sha256__gt="") & Q(invoice__gt=""), name="expense_is_proven"),
            models.CheckConstraint(condition=~Q(state__in=["accepted", "reversed"]) | Q(checked_by_id__isnull=False, checked_on__isnull=False),
                                   name="expense_checked_by_on"),
            models.CheckConstraint(condition=Q(checked_by_id=None) | ~Q(checked_by_id=models.F("entered_by_id")), name="expense_checked_by_another",
                                   violation_error_message=_("Une autre personne vérifie la dépense.")),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class ExpensePart(models.Model):
    """What one envelope pays of an invoice. The parts of an invoice are never more than it: the database refuses."""

    expense = models.ForeignKey(Expense, on_delete=models.PROTECT, related_name="parts")
    envelope = models.ForeignKey(AgreementEnvelope, on_delete=models.PROTECT, related_name="expense_parts")
    amount = models.BigIntegerField(help_text="francs")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expense", "envelope"], name="expense_part_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="expense_part_positive"),
        ]

    def __str__(self):
        return f"{self.expense_id} {self.amount}"


class InKind(models.Model):
    """What a partner gives that is not money: premises, vehicles, days of an expert. Counted apart, never as cash."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="in_kind")
    what = models.CharField(max_length=200)
    given_by = models.CharField(max_length=120)
    valued_how = models.CharField(max_length=200, help_text="24 days at the rate of the market; price of an estimate")
    amount = models.BigIntegerField(help_text="francs, as it is valued")
    on = models.DateField()
    by_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0) & Q(valued_how__gt=""), name="in_kind_valued_how")
        ]

    def __str__(self):
        return self.what
