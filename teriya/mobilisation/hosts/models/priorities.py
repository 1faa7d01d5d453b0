"""Which domains come first, as an authority decided, from a day on. Rooms above write it through `priorities.record`."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class PriorityDecision(models.Model):
    """A dated decision; the last one valid on a day is in force that day. One recorded in error is withdrawn."""

    authority = models.CharField(max_length=160, help_text="who decided: the board")
    reference = models.CharField(max_length=120, help_text="number of the minutes")
    decided_on = models.DateField()
    valid_from = models.DateField()
    grounds = models.CharField(max_length=400, help_text="what it rests on: the note, a published text")
    prepared_by_id = models.BigIntegerField()
    recorded_by_id = models.BigIntegerField()
    on = models.DateField(help_text="day on which it was recorded: nobody knew it before")
    at = models.DateTimeField(db_default=Now())
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["valid_from"], condition=Q(withdrawn_on=None), name="one_priority_decision_a_day",
                                    violation_error_message=_("Une décision vaut déjà à partir de ce jour.")),
            models.CheckConstraint(condition=~Q(recorded_by_id=F("prepared_by_id")), name="priorities_recorded_by_another",
                                   violation_error_message=_("Une autre personne enregistre la décision.")),
            models.CheckConstraint(condition=Q(valid_from__gte=F("decided_on"), on__gte=F("decided_on")), name="priorities_valid_after_decided"),
            models.CheckConstraint(condition=Q(authority__gt="", reference__gt="", grounds__gt=""), name="priorities_say_their_source"),
            models.CheckConstraint(condition=Q(withdrawn_on__isnull=True, withdrawn_because="") | Q(withdrawn_on__isnull=False, withdrawn_because__gt=""),
                                   name="priorities_withdrawn_say_why"),
        ]  # fmt: skip

    def __str__(self):
        return self.reference


class PriorityDomain(models.Model):
    decision = models.ForeignKey(PriorityDecision, on_delete=models.PROTECT, related_name="domains")
    rank = models.SmallIntegerField()
    domain = models.CharField(max_length=30, help_text="code of the pack")
    share = models.SmallIntegerField(
        null=True, blank=True, help_text="of the places, in per cent; empty: by priority only"
    )

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "rank"], name="priority_rank_once"),
            models.UniqueConstraint(fields=["decision", "domain"], name="priority_domain_once"),
            models.CheckConstraint(condition=Q(rank__gt=0) & (Q(share__isnull=True) | Q(share__gt=0, share__lte=100)), name="priority_rank_and_share"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.rank}. {self.domain}"
