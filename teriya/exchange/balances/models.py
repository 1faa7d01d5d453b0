"""What exchanges cost, who paid it, and what two agencies owe each other for it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.exchange.balances.querysets import CostQuerySet, StatementQuerySet
from teriya.exchange.balances.states import CostState, StatementState
from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.relations.models import Convention
from teriya.exchange.relations.states import Line
from teriya.exchange.wire.models import Agency
from teriya.foundation.documents.models import Document, Upload


class Statement(models.Model):
    """Who owes whom for some costs, in one currency: what both approve is its digest. Its lines and sums never change."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, help_text="the same on both sides")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="exchange_statements", help_text="the other one"
    )
    is_ours = models.BooleanField(help_text="we proposed it")
    is_declared = models.BooleanField(default=False, help_text="what the other agency says of it is typed here")
    until = models.DateField(help_text="costs paid no later")
    currency = models.CharField(max_length=3)
    owed_to_us = models.BigIntegerField()
    owed_by_us = models.BigIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of its lines and sums, the same on both sides")
    state = models.CharField(max_length=10, choices=StatementState, default=StatementState.PREPARED)
    reason = models.CharField(max_length=300, blank=True, help_text="why it was refused, or set aside")
    prepared_by_id = models.BigIntegerField(null=True, help_text="empty: it came")
    decided_by_id = models.BigIntegerField(null=True, help_text="who gave our word")
    answered_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True, help_text="day on which the creditor got the net")
    reference = models.CharField(max_length=120, blank=True, help_text="of the payment, as the creditor says it")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = StatementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["agency", "-on"], name="statements_of_agency")]
        constraints = [
            models.UniqueConstraint(fields=["agency"], condition=Q(state__in=["prepared", "proposed"]), name="one_open_statement_an_agency",
                                    violation_error_message=_("Un décompte est déjà ouvert avec cette agence.")),
            models.CheckConstraint(condition=Q(owed_to_us__gte=0, owed_by_us__gte=0), name="statement_owes_no_less_than_nothing"),
            models.CheckConstraint(condition=Q(prepared_by_id__isnull=True) | Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("prepared_by_id")),
                                   name="statement_decided_by_another",
                                   violation_error_message=_("Une autre personne décide du décompte.")),
            models.CheckConstraint(condition=~Q(state__in=["agreed", "paid"]) | Q(decided_by_id__isnull=False, answered_on__isnull=False),
                                   name="agreed_statement_has_both_words"),
            models.CheckConstraint(condition=~Q(state="paid") | Q(received_on__isnull=False), name="paid_statement_has_its_day"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """What both agencies call it aloud."""
        return f"D-{str(self.uid)[:8].upper()}"

    @property
    def net(self) -> int:
        """Above zero: the other agency owes us."""
        return self.owed_to_us - self.owed_by_us


class Cost(models.Model):
    """What one agency paid for the stay of one volunteer, with its proof. `is_ours`: we paid."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, help_text="the same on both sides")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="exchange_costs", help_text="the other one"
    )
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="exchange_costs")
    is_ours = models.BooleanField()
    is_declared = models.BooleanField(default=False, help_text="typed here from what the other agency wrote")
    line = models.CharField(max_length=10, choices=Line)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    what = models.CharField(max_length=160, help_text="what was bought, from whom; never a person’s name")
    paid_on = models.DateField()
    proof = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=CostState, default=CostState.RECORDED)
    reason = models.CharField(max_length=300, blank=True, help_text="why it was taken back, or not taken there")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, related_name="costs", help_text="that holds it now"
    )
    by_id = models.BigIntegerField(null=True, help_text="who wrote it here; empty: it came")
    confirmed_by_id = models.BigIntegerField(null=True)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = CostQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "paid_on"], name="exchange_costs_by_state"),
            models.Index(fields=["nomination"], name="exchange_costs_of_stay"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="exchange_cost_above_zero",
                                   violation_error_message=_("Le montant est au-dessus de zéro.")),
            models.CheckConstraint(condition=Q(is_ours=False) | Q(proof__isnull=False), name="our_cost_has_its_proof",
                                   violation_error_message=_("Joignez la facture ou le reçu.")),
            models.CheckConstraint(condition=Q(confirmed_by_id__isnull=True) | Q(by_id__isnull=True) | ~Q(confirmed_by_id=F("by_id")), name="exchange_cost_confirmed_by_another",
                                   violation_error_message=_("Une autre personne confirme ce coût.")),
            models.CheckConstraint(condition=Q(is_ours=False) | ~Q(state__in=["declared", "withdrawn", "undelivered"]) | Q(confirmed_by_id__isnull=False),
                                   name="our_declared_cost_was_confirmed"),
            models.CheckConstraint(condition=Q(statement__isnull=True) | Q(state="declared"), name="only_declared_cost_in_a_statement"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.line} {self.amount}"


class StatementLine(models.Model):
    """A cost as a statement counts it: what each agency bears by the convention of the stay. Frozen with it."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    cost = models.ForeignKey(Cost, on_delete=models.PROTECT, related_name="lines")
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, null=True, related_name="+", help_text="whose shares it follows"
    )
    borne_by_us = models.BigIntegerField()
    borne_by_them = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "cost"], name="cost_once_a_statement"),
            models.CheckConstraint(condition=Q(borne_by_us__gte=0, borne_by_them__gte=0), name="borne_not_negative"),
        ]

    def __str__(self):
        return f"{self.statement_id} {self.cost_id}"
