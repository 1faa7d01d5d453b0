"""Presence by day, and the month that two people close."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.mobilisation.hosts.models import Host
from teriya.service.attendance.queries import PrintedMonthQuerySet, SheetQuerySet
from teriya.service.attendance.states import MarkKind, SheetState
from teriya.service.missions.models import Mission


class Mark(models.Model):
    """What one volunteer did on one day. The presence table that pay counts from."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="marks")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=MarkKind)
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mission", "day"], name="mark_once_a_day")]

    def __str__(self):
        return f"{self.mission_id} {self.day} {self.kind}"


class MonthSheet(models.Model):
    """A mission's month: recorded, attested by one person, confirmed by another. Only a confirmed one is paid."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="sheets")
    month = models.DateField(help_text="first day of the month")
    present = models.IntegerField(default=0, help_text="days counted as present")
    absent = models.IntegerField(default=0, help_text="days of unexcused absence, unpaid leave or suspension")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.RECORDED)
    attested_by_id = models.BigIntegerField(null=True)
    attested_on = models.DateField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_on = models.DateField(null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                 help_text="numbered paper (canevas) on which it was last printed")  # fmt: skip

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "month"], name="sheet_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="sheet_month_is_first_day"),
            models.CheckConstraint(condition=~Q(state__in=["attested", "confirmed"]) | Q(attested_by_id__isnull=False, attested_on__isnull=False), name="sheet_attested_by_and_on"),
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(confirmed_by_id__isnull=False, confirmed_on__isnull=False), name="sheet_confirmed_by_and_on"),
            models.CheckConstraint(condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=models.F("attested_by_id")), name="sheet_confirmed_by_another",
                                   violation_error_message=_("Une autre personne confirme les présences.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission_id} {self.month:%Y-%m}"


class PrintedMonth(models.Model):
    """A team's month on numbered paper (canevas): printed, signed where the team works, keyed from the paper that came back."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="printed_months")
    month = models.DateField(help_text="first day of the month")
    signed_by = models.CharField(max_length=120, blank=True, help_text="who signed the paper, as written on it")
    keyed_by_id = models.BigIntegerField(null=True)
    keyed_on = models.DateField(null=True)

    objects = PrintedMonthQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["month", "host"], name="printed_month_of_host")]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="printed_month_is_first_day"),
            models.CheckConstraint(condition=Q(keyed_by_id__isnull=True, keyed_on__isnull=True, signed_by="")
                                   | Q(keyed_by_id__isnull=False, keyed_on__isnull=False, signed_by__gt=""), name="printed_month_keyed_by_on_and_signed",
                                   violation_error_message=_("Une fiche saisie dit qui l’a signée, qui l’a saisie et quand.")),
        ]  # fmt: skip

    def __str__(self):
        return self.document.number
