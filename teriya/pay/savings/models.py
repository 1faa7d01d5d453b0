"""The volunteers' savings: where they are held, who inherits, what was given back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Upload
from teriya.pay.allowances.models import Institution, PayLine, PayRun
from teriya.pay.savings.states import AccountState, AsideState, HeirsState, Means, RefundState
from teriya.people.models import Person


class SavingsAccount(models.Model):
    """An account of the agency for others (compte de tiers): what it holds is the volunteers'."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="savings_accounts")
    title = models.CharField(
        max_length=120, help_text="as the institution writes it: « ANVT, épargne des volontaires »"
    )
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=AccountState, default=AccountState.ENTERED)
    entered_by_id = models.BigIntegerField()
    entered_on = models.DateField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], condition=~Q(state="refused"), name="savings_account_once",
                                    violation_error_message=_("Ce compte d’épargne est déjà enregistré.")),
            models.CheckConstraint(condition=~Q(state__in=["in_use", "retired"]) | Q(approved_by_id__isnull=False, approved_on__isnull=False),
                                   name="savings_account_approved_by_and_on"),
            models.CheckConstraint(condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=models.F("entered_by_id")),
                                   name="savings_account_approved_by_another", violation_error_message=_("Une autre personne approuve le compte.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.institution}, {self.number}"


class Deposit(models.Model):
    """What a run retained, carried to the account. Written in error, it is cancelled by another person and stays to be read."""

    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="deposits")
    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="savings_deposits")
    amount = models.IntegerField(help_text="francs")
    reference = models.CharField(max_length=60, help_text="number of the institution's proof")
    proof = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(help_text="day written on the proof")
    by_id = models.BigIntegerField()
    cancelled_by_id = models.BigIntegerField(null=True)
    cancelled_on = models.DateField(null=True)
    cancelled_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="deposit_positive"),
            models.UniqueConstraint(fields=["account", "reference"], condition=Q(cancelled_on__isnull=True), name="deposit_reference_once",
                                    violation_error_message=_("Un versement porte déjà ce numéro de preuve.")),
            models.CheckConstraint(condition=Q(cancelled_on__isnull=True, cancelled_by_id__isnull=True, cancelled_because="")
                                   | Q(cancelled_on__isnull=False, cancelled_by_id__isnull=False, cancelled_because__gt=""),
                                   name="deposit_cancelled_by_on_because"),
            models.CheckConstraint(condition=Q(cancelled_by_id__isnull=True) | ~Q(cancelled_by_id=models.F("by_id")),
                                   name="deposit_cancelled_by_another", violation_error_message=_("Une autre personne annule le versement.")),
        ]  # fmt: skip

    def __str__(self):
        return self.reference


class StatedBalance(models.Model):
    """What the institution says that the account held at the end of a day. Never rewritten: the last one of a day counts."""

    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="stated")
    day = models.DateField(help_text="last day of the statement")
    balance = models.BigIntegerField(help_text="francs")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(balance__gte=0), name="stated_balance_not_negative")]

    def __str__(self):
        return f"{self.account_id} {self.day} {self.balance}"


class HeirsAct(models.Model):
    """The act that names who inherits from a volunteer (acte d'hérédité), seen by one person and approved by another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="heirs_acts")
    number = models.CharField(max_length=60)
    authority = models.CharField(max_length=120, help_text="court or town hall that drew it up")
    drawn_on = models.DateField()
    state = models.CharField(max_length=10, choices=HeirsState, default=HeirsState.ENTERED)
    entered_by_id = models.BigIntegerField()
    entered_on = models.DateField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=["entered", "approved"]), name="one_heirs_act",
                                    violation_error_message=_("Un acte d’hérédité est déjà inscrit pour cette personne.")),
            models.CheckConstraint(condition=Q(number__gt="") & Q(authority__gt=""), name="heirs_act_is_named"),
            models.CheckConstraint(condition=~Q(state__in=["approved", "withdrawn"]) | Q(approved_by_id__isnull=False, approved_on__isnull=False),
                                   name="heirs_act_approved_by_and_on"),
            models.CheckConstraint(condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=models.F("entered_by_id")),
                                   name="heirs_act_approved_by_another", violation_error_message=_("Une autre personne approuve l’acte d’hérédité.")),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class Heir(models.Model):
    """One of those whom the act names, with the parts that it gives."""

    act = models.ForeignKey(HeirsAct, on_delete=models.PROTECT, related_name="heirs")
    name = models.CharField(max_length=160)
    kin = models.CharField(max_length=60, help_text="as the act says it: veuve, fils, mère")
    parts = models.IntegerField(help_text="of the sum of the parts of all")
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "name"], name="heir_named_once"),
            models.CheckConstraint(condition=Q(parts__gt=0) & Q(name__gt=""), name="heir_has_a_part"),
        ]

    def __str__(self):
        return self.name


class SetAside(models.Model):
    """A pay that came back after a death, kept as savings for the heirs: asked by one person, approved by another."""

    line = models.ForeignKey(PayLine, on_delete=models.PROTECT, related_name="asides")
    amount = models.IntegerField(help_text="francs: the net of the line")
    state = models.CharField(max_length=10, choices=AsideState, default=AsideState.ASKED)
    asked_by_id = models.BigIntegerField()
    asked_on = models.DateField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(state__in=["asked", "approved"]), name="set_aside_once",
                                    violation_error_message=_("Cette paie est déjà mise de côté, ou en attente de l’être.")),
            models.CheckConstraint(condition=Q(amount__gt=0), name="set_aside_positive"),
            models.CheckConstraint(condition=~Q(state__in=["approved", "cancelled"]) | Q(approved_by_id__isnull=False, approved_on__isnull=False),
                                   name="set_aside_approved_by_and_on"),
            models.CheckConstraint(condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=models.F("asked_by_id")),
                                   name="set_aside_approved_by_another", violation_error_message=_("Une autre personne approuve la mise de côté.")),
            models.CheckConstraint(condition=~Q(state="cancelled") | Q(cancelled_on__isnull=False), name="set_aside_cancelled_on"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.line_id} {self.amount}"


class Refund(models.Model):
    """Savings given back: to the volunteer, or to one heir. Asked by one person, approved by a second, paid by a third."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="savings_refunds", help_text="whose savings they are"
    )
    heir = models.ForeignKey(Heir, on_delete=models.PROTECT, null=True, blank=True, related_name="refunds")
    amount = models.IntegerField(help_text="francs")
    why = models.CharField(max_length=20, help_text="reason of end of the last mission, when it was asked")
    rule = models.CharField(max_length=200, help_text="source of the rule that gives them back")
    means = models.CharField(max_length=10, choices=Means)
    number = models.CharField(max_length=40, blank=True, help_text="telephone or account; none for cash")
    state = models.CharField(max_length=10, choices=RefundState, default=RefundState.ASKED)
    asked_by_id = models.BigIntegerField()
    asked_on = models.DateField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "heir"], condition=Q(state__in=["asked", "approved", "returned"]), nulls_distinct=False,
                                    name="one_live_refund", violation_error_message=_("Un remboursement est déjà en cours pour cette personne.")),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_positive"),
            models.CheckConstraint(condition=Q(means="cash", number="") | (~Q(means="cash") & Q(number__gt="")), name="refund_says_where",
                                   violation_error_message=_("Dites à quel numéro, ou choisissez les espèces.")),
            models.CheckConstraint(condition=~Q(state__in=["approved", "paid", "returned"]) | Q(approved_by_id__isnull=False, approved_on__isnull=False),
                                   name="refund_approved_by_and_on"),
            models.CheckConstraint(condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=models.F("asked_by_id")),
                                   name="refund_approved_by_another", violation_error_message=_("Une autre personne approuve le remboursement.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.payee} {self.amount}"

    @property
    def payee(self) -> str:
        return self.heir.name if self.heir else str(self.person)


class RefundPayment(models.Model):
    """One attempt to hand a refund over, from one account, against a signed receipt; the day on which it came back, if it did."""

    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="payments")
    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="payments")
    amount = models.IntegerField()
    means = models.CharField(max_length=10, choices=Means)
    number = models.CharField(max_length=40, blank=True)
    voucher = models.CharField(max_length=60, help_text="number of the signed receipt or of the transfer")
    on = models.DateField()
    by_id = models.BigIntegerField()
    returned_on = models.DateField(null=True)
    returned_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["refund"], condition=Q(returned_on__isnull=True), name="refund_paid_once",
                                    violation_error_message=_("Ce remboursement est déjà payé.")),
            models.UniqueConstraint(fields=["account", "voucher"], name="refund_voucher_once",
                                    violation_error_message=_("Ce numéro de reçu a déjà servi.")),
            models.CheckConstraint(condition=Q(amount__gt=0) & Q(voucher__gt=""), name="refund_payment_has_voucher"),
            models.CheckConstraint(condition=Q(returned_on__isnull=True, returned_because="") | Q(returned_on__gte=models.F("on"), returned_because__gt=""),
                                   name="refund_returned_on_because"),
        ]  # fmt: skip

    def __str__(self):
        return self.voucher
