"""What a host contests of a call."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Upload
from teriya.pay.cofinancing.models.calls import Call, CallLine
from teriya.pay.cofinancing.states import ClaimState


class Dispute(models.Model):
    """One line contested by an officer of the host, answered by somebody who had no hand in the call."""

    line = models.ForeignKey(CallLine, on_delete=models.PROTECT, related_name="disputes")
    reason = models.TextField()
    proof = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=ClaimState, default=ClaimState.OPEN)
    opened_by_id = models.BigIntegerField()
    opened_on = models.DateField()
    answer_by = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    credit = models.OneToOneField(Call, on_delete=models.PROTECT, null=True, related_name="dispute")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line"], name="share_line_contested_once",
                                    violation_error_message=_("Cette ligne a déjà été contestée.")),
            models.CheckConstraint(condition=Q(state="open") | Q(answer__gt="", answered_on__isnull=False),
                                   name="share_dispute_answered_with_reason"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.line_id} {self.state}"
