"""A quota made larger while its accreditation runs: dated rows, so that the quota of any day is explained."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.mobilisation.hosts.models.hosts import Accreditation
from teriya.mobilisation.hosts.queries import WideningQuerySet
from teriya.mobilisation.hosts.states import WideningState


class Widening(models.Model):
    """A larger quota (élargissement): asked by the host or proposed by its centre, granted by who accredits."""

    accreditation = models.ForeignKey(Accreditation, on_delete=models.PROTECT, related_name="widenings")
    quota = models.IntegerField(help_text="volunteers at a time, all counted, once granted")
    reason = models.TextField()
    is_proposal = models.BooleanField(help_text="by the centre, not by an officer of the host")
    by_id = models.BigIntegerField(help_text="who asked: somebody else decides")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=7, choices=WideningState, default=WideningState.ASKED)
    act = models.CharField(max_length=60, blank=True, help_text="number of the decision")
    since = models.DateField(null=True, blank=True, help_text="first day of the larger quota")
    answer = models.TextField(blank=True)

    objects = WideningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quota__gt=1), name="widening_quota_grows"),
            models.CheckConstraint(condition=~Q(state="granted") | Q(since__gte=F("on"), act__gt=""),
                                   name="widening_granted_from_a_day",
                                   violation_error_message=_("Un quota élargi a son acte et son premier jour.")),
            models.UniqueConstraint(fields=["accreditation"], name="widening_asked_once", condition=Q(state="asked"),
                                    violation_error_message=_("Une demande d’élargissement attend déjà sa décision.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.accreditation_id}: {self.quota}"
