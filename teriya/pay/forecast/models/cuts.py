"""A budget cut: which missions stop, and when, by a rule, decided by two persons."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.making import Making
from teriya.foundation.documents.models import Document
from teriya.foundation.ledger.models import Envelope
from teriya.pay.forecast.states import CutRule, CutState
from teriya.service.missions.models import Mission


class Cut(models.Model):
    """A list of missions to stop because an envelope no longer pays them. It ends none by itself."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="cuts")
    rule = models.CharField(max_length=14, choices=CutRule)
    last_day = models.DateField(help_text="last day of service of those that stop")
    reason = models.CharField(max_length=300)
    needed = models.BigIntegerField(
        help_text="francs that the envelope lacked over the forecast, without seats and renewals"
    )
    saved = models.BigIntegerField(help_text="francs that the list saves")
    before = models.JSONField(help_text="cash by month of the envelope if nothing stops")
    after = models.JSONField(help_text="cash by month of the envelope with the list")
    state = models.CharField(max_length=9, choices=CutState, default=CutState.PROPOSED)
    on = models.DateField()
    proposed_by_id = models.BigIntegerField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True, blank=True)
    letters = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(decided_by_id=None) | ~Q(decided_by_id=F("proposed_by_id")), name="cut_decided_by_another",
                                   violation_error_message=_("Une autre personne décide la liste.")),
            models.CheckConstraint(condition=Q(state="proposed", decided_by_id=None, decided_on=None)
                                   | (~Q(state="proposed") & Q(decided_by_id__isnull=False, decided_on__isnull=False)), name="cut_decided_by_and_on"),
            models.CheckConstraint(condition=~Q(state="decided") | Q(letters__isnull=False), name="cut_decided_has_letters"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.envelope} {self.on}"


class CutMission(models.Model):
    """One mission of the list, in the order of the rule."""

    cut = models.ForeignKey(Cut, on_delete=models.PROTECT, related_name="missions")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="cuts")
    rank = models.IntegerField()
    was_to_end = models.DateField(help_text="last day before the cut")
    saved = models.BigIntegerField(help_text="francs of the envelope after the last day")

    class Meta:
        ordering = ["cut", "rank"]
        constraints = [models.UniqueConstraint(fields=["cut", "mission"], name="cut_mission_once")]

    def __str__(self):
        return f"{self.cut_id} {self.rank}"


class PrintedLetters(Making):
    """The letters of a list in one PDF to be printed, the same whoever asks."""

    cut = models.OneToOneField(Cut, on_delete=models.PROTECT, related_name="printed")
    content = models.BinaryField(null=True)

    def __str__(self):
        return f"{self.cut_id} {self.state}"
