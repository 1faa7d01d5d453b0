"""What a sample of payees answers to « avez-vous reçu ? », beside what the return file says."""

import hashlib

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.pay.allowances.models import PayFile, PaymentOrder
from teriya.pay.arrears.states import CaseState, Finding, Said


class Poll(models.Model):
    """The sample of one pay file, fixed when it is drawn: before any answer of the institution, unless said otherwise."""

    file = models.OneToOneField(PayFile, on_delete=models.PROTECT, related_name="poll")
    seed = models.CharField(
        max_length=64, help_text="drawn by the machine; its SHA-256 is in the journal from the first moment"
    )
    population = models.IntegerField(help_text="orders of the file")
    size = models.IntegerField(help_text="orders drawn")
    is_before_answers = models.BooleanField(
        help_text="drawn before the institution had answered anything about the file"
    )
    on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0, size__lte=F("population")), name="poll_size_holds_in_population")]  # fmt: skip

    def __str__(self):
        return f"{self.file} {self.size}/{self.population}"

    @property
    def commitment(self) -> str:
        return hashlib.sha256(self.seed.encode()).hexdigest()


class Question(models.Model):
    """An order drawn, and what its payee answered. Asked once it is said paid, once, at the verified number only."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="questions")
    order = models.OneToOneField(PaymentOrder, on_delete=models.PROTECT, related_name="question")
    rank = models.IntegerField(help_text="of the draw, from 1")
    amount = models.IntegerField(null=True, help_text="francs that the file says paid, as the question named them")
    phone = models.CharField(max_length=20, blank=True, help_text="E.164: the verified number that was asked")
    asked_on = models.DateField(null=True)
    said = models.CharField(max_length=5, choices=Said, blank=True)
    said_amount = models.BigIntegerField(null=True, help_text="francs, when the payee names another sum")
    answered_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["phone"], condition=Q(said="") & ~Q(phone=""), name="question_open_to_phone")]
        constraints = [
            models.UniqueConstraint(fields=["poll", "rank"], name="question_rank_once"),
            models.CheckConstraint(condition=Q(asked_on__isnull=True, phone="", amount__isnull=True)
                                   | Q(asked_on__isnull=False, phone__gt="", amount__isnull=False), name="question_asked_has_day_phone_and_amount"),
            models.CheckConstraint(condition=Q(said="", answered_on__isnull=True) | Q(said__gt="", answered_on__isnull=False, asked_on__isnull=False),
                                   name="question_answered_was_asked"),
            models.CheckConstraint(condition=Q(said="other", said_amount__isnull=False) | (~Q(said="other") & Q(said_amount__isnull=True)),
                                   name="question_other_sum_is_named"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.order} {self.said}"


class Case(models.Model):
    """A disagreement, until somebody who neither paid nor reconciled has said what happened."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="case")
    state = models.CharField(max_length=6, choices=CaseState, default=CaseState.OPEN)
    opened_on = models.DateField()
    owner_id = models.BigIntegerField(null=True, help_text="who took it; the centre of the host before that")
    finding = models.CharField(max_length=12, choices=Finding, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="open", owner_id__isnull=True) | (~Q(state="open") & Q(owner_id__isnull=False)),
                                   name="case_taken_has_owner"),
            models.CheckConstraint(condition=Q(state="closed", finding__gt="", closed_on__isnull=False)
                                   | (~Q(state="closed") & Q(finding="", closed_on__isnull=True)), name="case_closed_says_what_was_found",
                                   violation_error_message=_("Dites ce qui a été trouvé.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.question} {self.state}"
