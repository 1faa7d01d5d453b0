"""The quarterly review: what was aimed at, what was reached, as known on one day; then words, decisions, reports."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.contribution.framework.models.plans import MissionLetter
from teriya.contribution.framework.models.work import Target, WorkPlan
from teriya.contribution.framework.states import Colour, DecisionState, Recipient, ReviewState
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.documents.models import Document
from teriya.foundation.ledger.models import Envelope


class Review(models.Model):
    """Every number is read once, on its day, and never again (`review_line_stays`)."""

    letter = models.ForeignKey(MissionLetter, on_delete=models.PROTECT, related_name="reviews")
    work_plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="reviews")
    quarter = models.SmallIntegerField()
    on = models.DateField(help_text="what was known that day")
    green = models.SmallIntegerField(help_text="least rate of a green line, in per cent, by the rule of the day")
    amber = models.SmallIntegerField()
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.OPEN)
    opened_by_id = models.BigIntegerField()
    held_on = models.DateField(null=True)
    held_by_id = models.BigIntegerField(null=True)
    validated_on = models.DateField(null=True)
    validated_by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-letter__year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "quarter"], name="review_once",
                                    violation_error_message=_("La revue de ce trimestre existe déjà.")),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4, amber__lte=F("green")), name="review_of_a_quarter"),
            models.CheckConstraint(condition=Q(validated_by_id__isnull=True) | ~Q(validated_by_id=F("held_by_id")) & ~Q(validated_by_id=F("opened_by_id")),
                                   name="review_validated_by_another", violation_error_message=_("Une autre personne valide la revue.")),
            models.CheckConstraint(condition=~Q(state="validated") | Q(validated_on__isnull=False, validated_by_id__isnull=False, held_on__isnull=False),
                                   name="validated_review_says_who"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.letter.year} T{self.quarter}"


class ReviewLine(models.Model):
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="lines")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="lines")
    aim = models.BigIntegerField()
    actual = models.BigIntegerField()
    tenths = models.BigIntegerField(null=True, help_text="rate in tenths of a per cent; empty: the aim is zero")
    colour = models.CharField(max_length=6, choices=Colour, blank=True)
    cause = models.CharField(max_length=400, blank=True, help_text="why it is where it is")

    class Meta:
        ordering = ["target__activity__code", "target__number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "target"], name="review_line_once"),
            models.CheckConstraint(condition=Q(aim=0, tenths__isnull=True, colour="") | Q(aim__gt=0, tenths__isnull=False, colour__gt=""),
                                   name="review_line_has_a_rate_or_no_aim"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.review_id} {self.target_id}"


class EnvelopeLine(models.Model):
    """Where an envelope of the plan stood that day, beside what the activities plan to take from it. `None`: not yet financed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="money")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, related_name="+")
    planned = models.BigIntegerField()
    granted = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "envelope"], name="envelope_line_once", nulls_distinct=False)
        ]

    def __str__(self):
        return f"{self.review_id} {self.envelope_id}"


class ReviewDecision(models.Model):
    """What a review decides: what, which role, by which day; followed up in words."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    line = models.ForeignKey(ReviewLine, on_delete=models.PROTECT, null=True, related_name="decisions")
    text = models.CharField(max_length=400)
    owner = models.CharField(max_length=30, help_text="code of the role")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=DecisionState, default=DecisionState.TAKEN)
    closed_on = models.DateField(null=True)
    closed_words = models.CharField(max_length=400, blank=True)
    on = models.DateField()
    by_id = models.BigIntegerField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(state="taken", closed_on__isnull=True) | ~Q(state="taken") & Q(closed_on__isnull=False, closed_words__gt=""),
                                              name="decision_closed_says_how")]  # fmt: skip

    def __str__(self):
        return self.text

    @property
    def owner_name(self) -> str:
        return str(ROLES[self.owner].name)


class Report(models.Model):
    """The paper made of a validated review for the board or the ministry, and the day it was sent."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reports")
    to = models.CharField(max_length=10, choices=Recipient)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    by_id = models.BigIntegerField()
    sent_on = models.DateField(null=True)
    sent_how = models.CharField(max_length=120, blank=True, help_text="number of the slip, or how it was handed over")
    sent_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "to"], name="report_once", violation_error_message=_("Ce rapport existe déjà.")),
            models.CheckConstraint(condition=Q(sent_on__isnull=True, sent_how="") | Q(sent_on__isnull=False, sent_by_id__isnull=False, sent_how__gt=""),
                                   name="sent_report_says_how"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.review_id} {self.to}"
