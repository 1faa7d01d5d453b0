"""A leave: days away that were asked, advised on by the host, decided by the centre."""

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.periods import no_overlap
from teriya.service.attendance.queries import LeaveQuerySet
from teriya.service.attendance.states import GRANTED, PENDING, LeaveState
from teriya.service.missions.models import Mission


class Leave(models.Model):
    """Days away of one mission, both ends inside; cut short, its period ends the day before the return."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=40, help_text="a word of the pack, of kind leave")
    period = DateRangeField()
    why = models.CharField(max_length=300, blank=True)
    is_paid = models.BooleanField(help_text="the allowance goes on: frozen from the rule on its first day")
    state = models.CharField(max_length=10, choices=LeaveState, default=LeaveState.ASKED)
    asked_by_id = models.BigIntegerField()
    asked_on = models.DateField()
    paper = models.CharField(
        max_length=60, blank=True, help_text="the request signed on paper that somebody else keyed"
    )
    advised_by_id = models.BigIntegerField(null=True)
    advised_on = models.DateField(null=True)
    is_favourable = models.BooleanField(null=True)
    advice = models.CharField(max_length=300, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True)
    answer = models.CharField(max_length=300, blank=True, help_text="why it is refused, or granted without advice")
    back_on = models.DateField(null=True, help_text="first day of service again, when it was cut short")
    at = models.DateTimeField(db_default=Now())

    objects = LeaveQuerySet.as_manager()

    class Meta:
        constraints = [
            no_overlap("mission_id", "leaves_do_not_overlap", sentence=_("Un congé est déjà demandé à ces dates."),
                       condition=~Q(state__in=["refused", "withdrawn"])),
            models.CheckConstraint(condition=Q(advised_by_id__isnull=True, advised_on__isnull=True, is_favourable__isnull=True)
                                   | Q(advised_by_id__isnull=False, advised_on__isnull=False, is_favourable__isnull=False), name="leave_advised_by_and_on"),
            models.CheckConstraint(condition=~Q(state__in=["approved", "refused", "shortened"]) | Q(decided_by_id__isnull=False, decided_on__isnull=False),
                                   name="leave_decided_by_and_on"),
            models.CheckConstraint(condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("asked_by_id")), name="leave_decided_by_another",
                                   violation_error_message=_("Une autre personne que celle qui demande décide.")),
            models.CheckConstraint(condition=Q(decided_by_id__isnull=True) | Q(advised_by_id__isnull=True) | ~Q(decided_by_id=F("advised_by_id")),
                                   name="leave_decided_by_who_did_not_advise", violation_error_message=_("Une autre personne que celle qui donne l’avis décide.")),
            models.CheckConstraint(condition=~Q(state="refused") | Q(answer__gt=""), name="leave_refused_with_reason",
                                   violation_error_message=_("Un congé refusé porte son motif.")),
            models.CheckConstraint(condition=~Q(state="shortened") | Q(back_on__isnull=False), name="leave_shortened_has_its_return"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission_id} {self.kind} {self.period}"

    @property
    def first_day(self) -> date:
        return self.period.lower

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(1)

    @property
    def is_granted(self) -> bool:
        return self.state in GRANTED

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING
