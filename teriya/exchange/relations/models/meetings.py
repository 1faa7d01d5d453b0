"""The action plan and the follow-up committee: what was decided together, who does it, by when."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from teriya.exchange.relations.querysets import DecisionQuerySet, RelationQuerySet
from teriya.exchange.relations.states import Nature
from teriya.exchange.wire.models import Agency
from teriya.foundation.documents.models import Upload


class Meeting(models.Model):
    """A meeting of both agencies: it adopts the action plan, or sits as follow-up committee. The same on both sides."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="meetings")
    nature = models.CharField(max_length=10, choices=Nature)
    on = models.DateField()
    place = models.CharField(max_length=120)
    present = models.TextField(help_text="names and functions, a person a line")
    notes = models.TextField(blank=True)
    is_ours = models.BooleanField(help_text="we kept the minutes")
    is_declared = models.BooleanField(default=False)
    trouble = models.CharField(
        max_length=60, blank=True, help_text="code of what kept our minutes from being taken there"
    )
    paper = models.ForeignKey(
        Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="the signed minutes, here"
    )
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.get_nature_display()} {self.on}"


class Decision(models.Model):
    """A line of the plan or a decision of the committee: one agency owns it and says when it is done."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    rank = models.SmallIntegerField()
    what = models.CharField(max_length=300)
    is_ours = models.BooleanField(help_text="our agency does it")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_how = models.CharField(max_length=300, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "rank"], name="decision_rank_once"),
            models.CheckConstraint(condition=Q(done_on__isnull=True, done_how="") | Q(done_on__isnull=False, done_how__gt=""), name="decision_done_says_how"),
        ]  # fmt: skip

    def __str__(self):
        return self.what
