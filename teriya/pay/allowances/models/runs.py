"""What is due, the runs that order it, the attempts to pay it, and what came back."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules.models import Form
from teriya.pay.allowances.states import (
    Heard,
    LineState,
    Means,
    Nature,
    OrderState,
    Outcome,
    RunState,
    Said,
    SuspenseState,
    TransmissionState,
    WalletState,
)
from teriya.people.models import Person
from teriya.service.missions.models import Mission


class Institution(models.Model):
    """Who hands the money over: microfinance institution, bank, mobile-money operator."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    profile = models.CharField(max_length=30, help_text="its line of files/profiles.py")
    debit_account = models.CharField(max_length=40, blank=True, help_text="a bank: the agency’s account that pays")
    bic = models.CharField(max_length=11, blank=True, help_text="a bank: its ISO 9362 code")

    def __str__(self):
        return self.name


class Wallet(models.Model):
    """Where a person is paid. Entered by one person, approved by another; one in use a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wallets")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT)
    number = models.CharField(max_length=40)
    folded = models.CharField(max_length=40, db_index=True, help_text="letters and digits only: what is compared")
    holder = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=WalletState, default=WalletState.ENTERED)
    entered_by_id = models.BigIntegerField()
    entered_on = models.DateField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_on = models.DateField(null=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by",
                                 help_text="the one approved before, for the same person: this one is then a change")  # fmt: skip
    warned = ArrayField(
        models.CharField(max_length=20),
        default=list,
        help_text="E.164: told of the change at once, and whoever answers NON from there stops it",
    )
    held_until = models.DateField(null=True, blank=True, help_text="a change is paid from this day on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="in_use"), name="one_wallet_in_use",
                                    violation_error_message=_("Cette personne a déjà un compte de paiement en service.")),
            models.CheckConstraint(condition=~Q(state="in_use") | Q(approved_by_id__isnull=False, approved_on__isnull=False), name="wallet_approved_by_and_on"),
            models.CheckConstraint(condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=models.F("entered_by_id")), name="wallet_approved_by_another",
                                   violation_error_message=_("Une autre personne approuve le compte de paiement.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.institution} {self.number}"

    @property
    def tail(self) -> str:
        """What is shown of the number to whoever may not read it."""
        return self.number[-4:]

    def is_held(self, on: date) -> bool:
        return self.held_until is not None and on < self.held_until


class HolderCheck(models.Model):
    """Whether an account is the person's: who compared, when, by what means. The last one counts; none is ever rewritten."""

    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT, related_name="checks")
    means = models.CharField(max_length=12, choices=Means)
    holder = models.CharField(max_length=160, help_text="as written on what was looked at")
    outcome = models.CharField(max_length=6, choices=Outcome)
    note = models.CharField(max_length=200, blank=True, help_text="which paper was seen")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["wallet", "-id"], name="holder_check_of_wallet")]
        constraints = [
            models.CheckConstraint(condition=~Q(means="paper") | Q(note__gt=""), name="holder_check_names_its_paper",
                                   violation_error_message=_("Écrivez quelle pièce vous avez vue.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.wallet_id} {self.means} {self.outcome}"


class PayRun(models.Model):
    """The pay sheet of one month and one form, on its way through the steps of public accounting."""

    number = models.CharField(max_length=30, unique=True)
    month = models.DateField(help_text="first day of the month paid")
    form = models.ForeignKey(Form, on_delete=models.PROTECT)
    state = models.CharField(max_length=14, choices=RunState, default=RunState.PREPARED)
    total = models.BigIntegerField(default=0, help_text="francs of the payable lines")
    due_on = models.DateField(help_text="day by which the pack says it should be paid: late from the next day")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "form"], condition=Q(state="prepared"), name="one_prepared_run",
                                               violation_error_message=_("Un état de paye de ce mois est déjà en préparation."))]  # fmt: skip

    def __str__(self):
        return self.number


class Visa(models.Model):
    """One step of the chain on one run: engagement, visa, liquidation, ordonnancement, prise en charge…"""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="visas")
    step = models.CharField(max_length=20)
    round = models.IntegerField(default=1, help_text="a rejected run starts the chain again")
    rank = models.SmallIntegerField(default=1, help_text="which signature of the step it is")
    needed = models.SmallIntegerField(default=1, help_text="persons who sign the step, by the pack’s bands that day")
    number = models.CharField(max_length=40, unique=True)
    accepted = models.BooleanField(default=True)
    reason = models.TextField(blank=True)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=200)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "step", "round", "rank"], name="visa_once_a_rank"),
            models.UniqueConstraint(fields=["run", "step", "round", "by_id"], name="visa_once_a_person",
                                    violation_error_message=_("Une autre personne signe aussi cette étape : vous l’avez déjà signée.")),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=models.F("needed")), name="visa_rank_within_needed"),
            models.CheckConstraint(condition=Q(accepted=True) | Q(reason__gt=""), name="visa_rejection_has_reason"),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class PayLine(models.Model):
    """What one mission is due for one month: its lines, its inputs frozen, why it is stopped if it is."""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="lines")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="pay_lines")
    month = models.DateField()
    nature = models.CharField(max_length=12, choices=Nature, default=Nature.ALLOWANCE)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    version = models.IntegerField(default=1)
    net = models.IntegerField(help_text="francs")
    retained = models.IntegerField(default=0, help_text="francs kept on what is due: already off the net")
    lines = models.JSONField(help_text="list of {kind, label, quantity, unit_amount, amount, formula, source}")
    inputs = models.JSONField(help_text="days, rate, rule and period the engine read")
    state = models.CharField(max_length=10, choices=LineState, default=LineState.DUE)
    blocked = models.JSONField(default=list, help_text="list of [code, sentence]")
    slip = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "month", "nature"], condition=Q(corrects=None) & ~Q(state="dropped"), name="pay_line_once",
                                    violation_error_message=_("Ce mois est déjà payé pour cette mission.")),
            models.UniqueConstraint(fields=["corrects", "version"], condition=~Q(state="dropped"), name="correction_once"),
            models.CheckConstraint(condition=~Q(state="blocked") | ~Q(blocked=[]), name="blocked_line_says_why"),
            models.CheckConstraint(condition=Q(net__gte=0), name="net_not_negative"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission_id} {self.month:%Y-%m} {self.net}"

    @property
    def is_month(self) -> bool:
        """Whether it counts the days of a month: neither a sum due once, nor what a correction still owes."""
        return self.nature == Nature.ALLOWANCE and self.corrects_id is None


class Clearance(models.Model):
    """A sign of a ghost that a named person has looked into and set aside, for one mission. Never rewritten."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="clearances")
    code = models.CharField(max_length=30)
    sentence = models.CharField(max_length=200, help_text="what the sign said then")
    reason = models.CharField(max_length=300, help_text="what was seen, and where")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "code"], name="clearance_once"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="clearance_has_reason"),
        ]

    def __str__(self):
        return f"{self.mission_id} {self.code}"


class Split(models.Model):
    """The part of a line that one envelope pays."""

    line = models.ForeignKey(PayLine, on_delete=models.PROTECT, related_name="splits")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT)
    amount = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "envelope"], name="split_once"),
                       models.CheckConstraint(condition=Q(amount__gt=0), name="split_positive")]  # fmt: skip

    def __str__(self):
        return f"{self.line_id} {self.envelope_id} {self.amount}"


class PayFile(models.Model):
    """The file given to an institution: its bytes are kept, so that asking again gives the same."""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="files")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT)
    part = models.IntegerField(
        default=1, help_text="an institution may limit its files, and a follow-up is a new part"
    )
    number = models.CharField(max_length=40, unique=True)
    filename = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    total = models.BigIntegerField()
    count = models.IntegerField()
    bordereau = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "institution", "part"], name="pay_file_once")]

    def __str__(self):
        return self.number


class PaymentOrder(models.Model):
    """One attempt to hand a line's money over. At most one is alive a line."""

    line = models.ForeignKey(PayLine, on_delete=models.PROTECT, related_name="orders")
    attempt = models.IntegerField(default=1)
    wallet = models.ForeignKey(Wallet, on_delete=models.PROTECT)
    file = models.ForeignKey(PayFile, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    reference = models.CharField(max_length=40, unique=True, help_text="what the institution sends back")
    amount = models.IntegerField()
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.ORDERED)
    sent_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    returned_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "attempt"], name="order_attempt_once"),
            models.UniqueConstraint(fields=["line"], condition=~Q(state="returned"), name="one_live_order",
                                    violation_error_message=_("Un paiement est déjà en cours pour cette ligne.")),
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_positive"),
            models.CheckConstraint(condition=~Q(state__in=["paid", "returned"]) | Q(settled_on__isnull=False), name="order_settled_has_day"),
        ]  # fmt: skip

    def __str__(self):
        return self.reference


class Transmission(models.Model):
    """The way of one file to an operator that takes orders by its interface: handed over once, then asked about."""

    file = models.OneToOneField(PayFile, on_delete=models.PROTECT, related_name="transmission")
    key = models.UUIDField(unique=True, help_text="ours, a function of the file: twice the same key is once the batch")
    by_id = models.BigIntegerField(help_text="who sent the file")
    state = models.CharField(max_length=10, choices=TransmissionState, default=TransmissionState.WAITING)
    reference = models.CharField(max_length=100, blank=True, help_text="the operator’s own")
    answered = models.IntegerField(default=0, help_text="orders that it has answered")
    tries = models.IntegerField(default=0, help_text="steps in a row since the last that changed something")
    next_at = models.DateTimeField(db_default=Now())
    error = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state__in=["taken", "answered"]) | Q(reference__gt=""), name="taken_batch_has_reference")
        ]  # fmt: skip

    def __str__(self):
        return f"{self.file_id} {self.state}"


class ReturnFile(models.Model):
    """What an institution sent back about a file; the same one again changes nothing."""

    digest = models.CharField(
        max_length=64, unique=True, help_text="of the run, the institution and the bytes: what makes it the same file"
    )
    sha256 = models.CharField(
        max_length=64,
        blank=True,
        help_text="of the bytes alone, as sha256sum says it; unknown of the files read before",
    )
    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="returns")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT)
    filename = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, default="csv", help_text="csv, pain.002, camt.053")
    by_id = models.BigIntegerField(
        help_text="who read it, 0 the operator itself: another person explains its lines in suspense"
    )
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    paid = models.IntegerField(default=0, help_text="orders that it made paid")
    returned = models.IntegerField(default=0, help_text="orders that it made returned")
    suspended = models.IntegerField(default=0, help_text="lines that nothing explained when it was read")

    def __str__(self):
        return self.filename


class ReturnLine(models.Model):
    """One answer of a return file about one order, and what was made of it."""

    file = models.ForeignKey(ReturnFile, on_delete=models.PROTECT, related_name="lines")
    place = models.IntegerField(help_text="its line in the file, or its rank in the message")
    reference = models.CharField(max_length=40, blank=True)
    said = models.CharField(max_length=10, choices=Said)
    on = models.DateField(null=True, help_text="the day that the institution gives")
    amount = models.BigIntegerField(null=True, help_text="francs, when the institution says them")
    reason = models.CharField(max_length=200, blank=True)
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Heard)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(outcome="counted") | Q(order__isnull=False), name="counted_answer_has_order")]  # fmt: skip

    def __str__(self):
        return f"{self.file_id}/{self.place}"


class Suspense(models.Model):
    """An answer that nothing explained, until another person than who read it matches it to an order or sets it aside."""

    line = models.OneToOneField(ReturnLine, on_delete=models.PROTECT, related_name="suspense")
    why = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=SuspenseState, default=SuspenseState.WAITING)
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="what it was matched to")  # fmt: skip
    said = models.CharField(max_length=10, choices=Said, blank=True, help_text="what the person says that it says")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(why__gt=""), name="suspense_says_why"),
            models.CheckConstraint(condition=~Q(state="matched") | Q(order__isnull=False, said__gt=""), name="suspense_matched_to_order"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.line_id} {self.why}"
