"""The mission: one person, one host, one form, from training to certificate."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.periods import no_overlap
from teriya.foundation.documents.models import Document
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts.models import Host, Seat
from teriya.mobilisation.placement.models import Offer
from teriya.people.models import Person
from teriya.service.missions.engine.term import Pause
from teriya.service.missions.queries import MissionQuerySet
from teriya.service.missions.states import EndReason, MissionState


class Mission(models.Model):
    """A volunteer's service at a host. Its period is the contract's; owed suspensions lengthen it, an early end shortens it."""

    number = models.CharField(max_length=30, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="missions")
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="missions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="missions")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="mission")
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="missions")
    form = models.ForeignKey(Form, on_delete=models.PROTECT)
    profile = models.CharField(max_length=60)
    tutor = models.CharField(max_length=120, blank=True)
    tutor_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="tutored"
    )
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
                                    help_text="field facilitator or senior who records the presence of a VEC")  # fmt: skip
    period = DateRangeField()
    required_gates = ArrayField(
        models.CharField(max_length=40), help_text="what the form asks before the start; the database checks them"
    )
    contract_names = ArrayField(models.CharField(max_length=40), default=list,
                                help_text="what the form has the contract name: no contract without it, so no start, in the database too")  # fmt: skip
    state = models.CharField(max_length=12, choices=MissionState, default=MissionState.PREPARED)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    is_unpayable = models.BooleanField(
        default=False, help_text="non-pay mark: set at once when the mission ends early"
    )
    at = models.DateTimeField(db_default=Now())

    objects = MissionQuerySet.as_manager()

    class Meta:
        constraints = [
            no_overlap("person_id", "missions_do_not_overlap", sentence=_("Cette personne a déjà une mission à ces dates."),
                       condition=~Q(state="cancelled")),
            models.CheckConstraint(condition=~Q(state__in=["in_service", "suspended", "ended", "closed"]) | Q(started_on__isnull=False), name="mission_started_has_day"),
            models.CheckConstraint(condition=~Q(state__in=["ended", "closed"]) | Q(ended_on__isnull=False, end_reason__gt=""), name="mission_ended_has_day_and_reason"),
            models.UniqueConstraint(fields=["seat"], condition=~Q(state__in=["ended", "closed", "cancelled"]), name="seat_held_by_one_mission",
                                    violation_error_message=_("Cette place est déjà tenue par un volontaire.")),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    @property
    def asked_gates(self) -> list[str]:
        """Everything that must stand on the first day."""
        return [*self.required_gates, *(name for name in self.contract_names if name not in self.required_gates)]


class Suspension(models.Model):
    """Days of a mission without service: maternity, illness, security… While it runs, its last day is the one foreseen."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="suspensions")
    kind = models.CharField(max_length=40, help_text="a word of the pack, of kind suspension")
    why = models.TextField()
    period = DateRangeField()
    moves_end = models.BooleanField(help_text="its days are served later: frozen from the rule on its first day")
    opened_on = models.DateField()
    opened_by_id = models.BigIntegerField()
    closed_on = models.DateField(null=True, blank=True)
    closed_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            no_overlap("mission_id", "suspensions_do_not_overlap", sentence=_("Cette mission est déjà suspendue à ces dates.")),
            models.UniqueConstraint(fields=["mission"], condition=Q(closed_on=None), name="suspension_open_once",
                                    violation_error_message=_("Cette mission est déjà suspendue.")),
            models.CheckConstraint(condition=Q(closed_on__isnull=True, closed_by_id__isnull=True)
                                   | Q(closed_on__isnull=False, closed_by_id__isnull=False), name="suspension_closed_by_and_on"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission} {self.kind} {self.period}"

    @property
    def first_day(self) -> date:
        return self.period.lower

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(1)

    @property
    def pause(self) -> Pause:
        return Pause(self.first_day, self.last_day, self.moves_end)


class StartOfService(models.Model):
    """The start attested by the host, then confirmed by the regional centre: two different people."""

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="start")
    on = models.DateField(help_text="first day of service")
    attested_by_id = models.BigIntegerField()
    attested_on = models.DateField()
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_on = models.DateField(null=True)
    paper = models.CharField(
        max_length=120,
        blank=True,
        help_text="the host's attestation that the centre holds, when it attests in its place",
    )
    sheet = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(confirmed_by_id__isnull=True, confirmed_on__isnull=True)
                                   | Q(confirmed_by_id__isnull=False, confirmed_on__isnull=False), name="start_confirmed_by_and_on"),
            models.CheckConstraint(condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=models.F("attested_by_id")),
                                   name="start_confirmed_by_another",
                                   violation_error_message=_("Une autre personne confirme la prise de service.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission} {self.on}"


class Closing(models.Model):
    """The closing checklist: each line is done or not; a certificate needs them all."""

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="closing")
    report_received = models.BooleanField(default=False)
    goods_returned = models.BooleanField(default=False)
    debts_settled = models.BooleanField(default=False)
    host_evaluation = models.BooleanField(default=False)
    volunteer_evaluation = models.BooleanField(default=False)
    sheet = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    certificate = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self):
        return str(self.mission)
