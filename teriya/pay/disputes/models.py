"""What a volunteer contests of a line of pay, and each answer given to it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.roles import ROLES
from teriya.pay.allowances.models import Correction, PayLine
from teriya.pay.disputes.queries import DisputeQuerySet
from teriya.pay.disputes.states import DisputeState, Kind, Outcome, Way


class Dispute(models.Model):
    """One row of a slip that its volunteer contests. Who answers and before when are frozen on the day."""

    number = models.CharField(max_length=20, unique=True)
    line = models.ForeignKey(PayLine, on_delete=models.PROTECT, related_name="disputes")
    row = models.SmallIntegerField(help_text="its rank on the slip; 0 is the net")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=300, blank=True)
    way = models.CharField(max_length=5, choices=Way)
    state = models.CharField(max_length=10, choices=DisputeState, default=DisputeState.OPEN)
    owners = ArrayField(models.CharField(max_length=30), help_text="roles that answer it, in their perimeter")
    escalates_to = ArrayField(models.CharField(max_length=30), help_text="roles that answer it once late or reopened")
    opened_on = models.DateField()
    opened_by_id = models.BigIntegerField(help_text="0: the person, by telephone")
    answer_by = models.DateField(help_text="last day to answer; counted again when it is reopened")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, help_text="of the answer in force")
    reopen_by = models.DateField(null=True, blank=True, help_text="last day to reopen it, once")
    reopened_on = models.DateField(null=True, blank=True)
    reopened_because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_default=Now())

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "row"], condition=Q(state__in=["open", "proposed"]), name="dispute_live_once_a_line",
                                    violation_error_message=_("Cette ligne est déjà contestée : la réponse arrive.")),
            models.CheckConstraint(condition=Q(row__gte=0), name="dispute_row_on_the_slip"),
            models.CheckConstraint(condition=~Q(state__in=["answered", "closed"]) | Q(outcome__gt="", reopen_by__isnull=False), name="dispute_answered_with_its_outcome"),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    @property
    def what(self) -> str:
        """The row of the slip in words, or nothing for the net."""
        return self.line.lines[self.row - 1]["label"] if self.row else ""

    @property
    def owner(self) -> str:
        """The first role that answers it, in words."""
        roles = self.escalates_to if self.reopened_on else self.owners
        return str(ROLES[roles[0]].name)

    @property
    def correction(self) -> Correction | None:
        """The recount that came of it: the first of the month since it was opened."""
        rows = self.line.corrections.filter(entered_on__gte=self.opened_on).exclude(state="refused")
        return rows.order_by("version").first() if self.outcome == Outcome.RECOUNT else None


class DisputeAnswer(models.Model):
    """An answer, in words. One given by who had a hand in the line counts once another person has confirmed it. Never rewritten."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.CharField(max_length=500)
    by_id = models.BigIntegerField()
    on = models.DateField()
    is_alone = models.BooleanField(help_text="who answered had no hand in the line: nobody else has to confirm")
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(words__gt=""), name="dispute_answer_in_words"),
            models.CheckConstraint(condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=models.F("by_id")) & Q(confirmed_on__isnull=False),
                                   name="dispute_answer_confirmed_by_another", violation_error_message=_("Une autre personne confirme la réponse.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.dispute_id} {self.outcome}"
