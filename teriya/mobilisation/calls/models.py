"""Waves, who applied to them, and what each application came to."""

import hashlib
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.queries import ApplicationQuerySet, WaveQuerySet
from teriya.mobilisation.calls.states import (
    ApplicationState,
    CalendarStep,
    Fact,
    Found,
    MeetingKind,
    Missing,
    PlacementMode,
    WaveState,
)
from teriya.mobilisation.hosts.models import Need
from teriya.people.models import Person


class Wave(models.Model):
    """One mobilisation from call to deployment: a wave (VNC) or a phase (VEC)."""

    code = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=160)
    form = models.ForeignKey(Form, on_delete=models.PROTECT)
    opens_on = models.DateField()
    closes_on = models.DateField()
    starts_on = models.DateField(help_text="start of service foreseen")
    reference_on = models.DateField(help_text="day at which ages are counted")
    mode = models.CharField(max_length=8, choices=PlacementMode, default=PlacementMode.WISHES)
    seed = models.CharField(
        max_length=64, help_text="secret until the closing; its SHA-256 is published from the opening"
    )
    drawn = models.CharField(max_length=40, blank=True, help_text="what was drawn in public after the closing")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="when an officer closed it")
    asked_papers = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="papers that a candidate may send, none required",
    )
    summary = models.TextField(blank=True, help_text="what the public page says first")
    state = models.CharField(max_length=10, choices=WaveState, default=WaveState.OPEN)
    needs = models.ManyToManyField(Need, related_name="waves", blank=True)

    objects = WaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(opens_on__lte=models.F("closes_on")), name="wave_dates",
                                   violation_error_message=_("La clôture vient après l’ouverture.")),
        ]  # fmt: skip

    def __str__(self):
        return self.code

    @property
    def commitment(self) -> str:
        """SHA-256 of the secret seed, published before anybody has a number: it cannot be changed afterwards."""
        return hashlib.sha256(self.seed.encode()).hexdigest()

    @property
    def closing(self) -> datetime:
        """The first instant at which no page may be opened to apply: midnight after the last day, or an officer's closing."""
        last = timezone.make_aware(datetime.combine(self.closes_on + timedelta(1), time()))
        return min(last, self.closed_at) if self.closed_at else last

    @property
    def lottery(self) -> str:
        """The seed of the lottery that breaks ties: the secret, then what was drawn in public."""
        return self.seed + self.drawn


class Extension(models.Model):
    """A later last day, for everybody at once: nobody is let in alone after the closing."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="extensions")
    was = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=400)
    on = models.DateField()
    by_id = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=models.F("was")), name="extension_is_later",
                                              violation_error_message=_("La nouvelle clôture vient après l’ancienne."))]  # fmt: skip

    def __str__(self):
        return f"{self.wave_id}: {self.was} → {self.until}"


class Milestone(models.Model):
    """A day of the call's published calendar, besides its opening, its closing and the start of service."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="milestones")
    step = models.CharField(max_length=12, choices=CalendarStep)
    on = models.DateField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "step"], name="milestone_once")]

    def __str__(self):
        return f"{self.step} {self.on}"


class Quota(models.Model):
    """How many of the call's places a region is promised, published from the opening."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="quotas")
    region = models.ForeignKey(Place, on_delete=models.PROTECT)
    places = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "region"], name="quota_once"),
            models.CheckConstraint(condition=Q(places__gt=0), name="quota_positive"),
        ]

    def __str__(self):
        return f"{self.region}: {self.places}"


class Question(models.Model):
    """What somebody asks about a call; answered once, for everybody, on the public page."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(max_length=400)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField(db_default=Now())
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(answer="", answered_on__isnull=True) | Q(answer__gt="", answered_on__isnull=False),
                                              name="question_answered_has_a_day")]  # fmt: skip

    def __str__(self):
        return self.text[:60]


class Application(models.Model):
    """One person's application to one wave."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="applications", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField(max_length=20, help_text="on the counter's list (N°)")
    diploma = models.CharField(max_length=20, blank=True)
    speciality = models.CharField(max_length=60, blank=True)
    paper_kind = models.CharField(max_length=20, blank=True, help_text="paper shown; empty when none was")
    paper_number = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, default="file", help_text="counter, phone, file")
    entered_by = models.BigIntegerField(
        default=0, help_text="account that typed it; 0 for those older than this column"
    )
    state = models.CharField(max_length=12, choices=ApplicationState, default=ApplicationState.SUBMITTED)
    reasons = models.JSONField(default=list, help_text="list of [code, sentence], the first one decides")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        indexes = [  # lists are by wave and state, and counted within a perimeter: no row is read to count
            models.Index(fields=["wave", "state", "id"], include=["person"], name="application_listed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["wave", "person"], name="application_once",
                                    violation_error_message=_("Cette personne est déjà candidate à cette vague.")),
            models.UniqueConstraint(fields=["wave", "number"], name="application_number_once"),
            models.CheckConstraint(condition=~Q(state="ineligible") | ~Q(reasons=[]), name="ineligible_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.wave_id}/{self.number}"


class Draft(models.Model):
    """An application that its candidate is writing: each screen is kept as it is sent, so that one goes on elsewhere.

    Once sent it leads to its application, and the same screens correct it until the closing.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="drafts")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    answers = models.JSONField(
        default=dict, help_text="field of a screen → as typed; `wishes` is a list of references"
    )
    application = models.OneToOneField(Application, on_delete=models.PROTECT, null=True, blank=True)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "account"], name="draft_once")]

    def __str__(self):
        return f"{self.wave_id}/{self.account_id}"


class Wish(models.Model):
    """A post that the candidate asks for, in order of preference."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="wishes")
    rank = models.IntegerField()
    need = models.ForeignKey(Need, on_delete=models.PROTECT)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "rank"], name="wish_rank_once"),
            models.UniqueConstraint(fields=["application", "need"], name="wish_need_once"),
            models.CheckConstraint(condition=Q(rank__gt=0), name="wish_rank_positive"),
        ]

    def __str__(self):
        return f"{self.rank}: {self.need_id}"


class CallBack(models.Model):
    """Somebody asked by telephone to be called: the centre of the person's commune calls."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=20)
    asked_at = models.DateTimeField(db_default=Now())
    done_on = models.DateField(null=True, blank=True)
    done_by = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(done_on=None), name="call_back_once")]

    def __str__(self):
        return self.phone


class Silence(models.Model):
    """A telephone that wants no announcement any more. What concerns its own application still comes."""

    phone = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return self.phone


class Lack(models.Model):
    """Something that a file lacks, until it is brought: the file waits in the queue « à compléter », with the reason."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="lacks")
    code = models.CharField(max_length=12, choices=Missing)
    note = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    by_id = models.BigIntegerField(help_text="0 when the sending itself showed it")
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], condition=Q(settled_on=None), name="lack_once"),
        ]

    def __str__(self):
        return f"{self.application_id}: {self.code}"


class Finding(models.Model):
    """What an officer found on the papers; it refuses the file until it is lifted, with a reason each way."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="findings")
    code = models.CharField(max_length=16, choices=Found)
    note = models.CharField(max_length=200)
    on = models.DateField()
    by_id = models.BigIntegerField()
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.BigIntegerField(default=0)
    lifted_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], condition=Q(lifted_on=None), name="finding_once"),
            models.CheckConstraint(condition=Q(lifted_on=None) | Q(lifted_because__gt=""), name="finding_lifted_with_reason"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.application_id}: {self.code}"


class Proof(models.Model):
    """A fact that an officer certified on a paper shown; without a row it is only declared."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="proofs")
    fact = models.CharField(max_length=10, choices=Fact)
    paper = models.CharField(max_length=80, help_text="which paper, with its number")
    on = models.DateField()
    by_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "fact"], name="proof_once")]

    def __str__(self):
        return f"{self.application_id}: {self.fact}"


class Meeting(models.Model):
    """A moment of promotion held: a radio broadcast, a session at a town hall. How many it reached is counted or told.

    A campaign is the name under which sessions are gathered.
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=10, choices=MeetingKind)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, help_text="commune, or region that a radio covers")
    on = models.DateField()
    reached = models.IntegerField(help_text="people, counted or told by the station")
    women = models.IntegerField(null=True, blank=True)
    campaign = models.CharField(max_length=80, blank=True)
    cost = models.BigIntegerField(default=0, help_text="what the agency paid for it, in the smallest unit")
    note = models.CharField(max_length=200, blank=True)
    by_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "kind", "place", "on"], name="meeting_once",
                                    violation_error_message=_("Cette séance est déjà notée.")),
            models.CheckConstraint(condition=Q(reached__gte=0), name="meeting_reached_positive"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="meeting_cost_positive"),
            models.CheckConstraint(condition=Q(women=None) | Q(women__lte=models.F("reached")), name="meeting_women_among"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kind} {self.on}"
