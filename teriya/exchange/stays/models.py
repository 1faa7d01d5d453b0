"""A stay abroad: its checklist, what each voice says of it, its end, its joint certificate, the return."""

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teriya.exchange.reciprocity.models import Nomination
from teriya.exchange.stays.querysets import LineQuerySet, StayQuerySet
from teriya.exchange.stays.states import (
    About,
    Asked,
    CertificateState,
    Done,
    Happened,
    How,
    Judged,
    Level,
    Returning,
    Side,
    Voice,
    Worth,
)
from teriya.exchange.wire.models import Agency, Fact
from teriya.foundation.documents.models import Document


class Stay(models.Model):
    """An accepted nomination on its way: planned by the agency that sends, told by both. It bears the nomination's UUID."""

    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="stay")
    departs_on = models.DateField(help_text="as planned by the agency that sends")
    ends_on = models.DateField(help_text="last day of service, as planned")
    end_by = models.CharField(max_length=4, choices=Side, blank=True, help_text="whose word the end is")
    how = models.CharField(max_length=10, choices=How, blank=True)
    counted_on = models.DateField(null=True, blank=True, help_text="the service is in the home record since")
    planned_on = models.DateField()
    undelivered = models.CharField(
        max_length=40, blank=True, help_text="why the plan does not stand at the other agency"
    )
    at = models.DateTimeField(db_default=Now())

    objects = StayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("departs_on")), name="stay_ends_after_its_departure",
                                   violation_error_message=_("Le séjour finit après le départ.")),
            models.CheckConstraint(condition=Q(how="", end_by="") | Q(how__gt="", end_by__gt=""), name="ended_stay_says_how"),
        ]  # fmt: skip

    def __str__(self):
        return str(self.nomination.offer.title)

    @property
    def uid(self) -> UUID:
        return self.nomination.uid

    @property
    def side(self) -> str:
        """Which of the two agencies is ours."""
        return Side.HOME if self.nomination.is_ours else Side.HOST

    @property
    def first_day(self) -> date:
        return self.nomination.arrived_on or self.departs_on

    @property
    def last_day(self) -> date:
        return self.nomination.ended_on or self.ends_on


class Line(models.Model):
    """A line of the checklist: which agency sees to it, by when, and when it was done."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=40)
    fr = models.CharField(max_length=120)
    en = models.CharField(max_length=120)
    owner = models.CharField(max_length=4, choices=Side)
    position = models.SmallIntegerField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    is_declared = models.BooleanField(default=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "code"], name="stay_line_once")]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="stay_lines_to_do")]

    def __str__(self):
        return self.en if (get_language() or "").startswith("en") else self.fr

    @property
    def is_ours(self) -> bool:
        return self.owner == self.stay.side


class Report(models.Model):
    """What one voice says of a month, at an interview, or in the joint evaluation: levels, which both agencies read.

    `words` were typed here and stay here: the other agency never gets them.
    """

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="reports")
    about = models.CharField(max_length=10, choices=About)
    of = models.CharField(max_length=20, blank=True, help_text="the month (2027-03), or the code of the interview")
    voice = models.CharField(max_length=10, choices=Voice)
    answers = models.JSONField()
    least = models.SmallIntegerField(help_text="the lowest of its levels: 1 asks for help")
    words = models.TextField(blank=True)
    on = models.DateField()
    by_id = models.BigIntegerField(null=True, help_text="null: heard")
    is_declared = models.BooleanField(default=False)
    seen_on = models.DateField(null=True, blank=True, help_text="an officer of ours answered what asks for help")
    seen_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stay", "about", "of", "voice"], name="stay_report_once",
                                    violation_error_message=_("Ce point est déjà donné.")),
            models.CheckConstraint(condition=Q(words="") | Q(by_id__isnull=False), name="words_of_a_report_are_ours"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.about} {self.of} {self.voice}"

    @property
    def answered(self) -> list[tuple[str, str, int]]:
        """Each question with its level, in words and as a number; those of another version by their code."""
        codes, levels = (Judged, Worth) if self.about == About.EVALUATION else (Asked, Level)
        words = dict(codes.choices)
        return [(str(words.get(code, code)), str(levels(level).label), level) for code, level in self.answers.items()]

    @property
    def in_a_word(self) -> str:
        """The lowest of its levels."""
        return str((Worth if self.about == About.EVALUATION else Level)(self.least).label)


class Incident(models.Model):
    """What happened during a stay, as both agencies know it: a kind, a day, what was done. `words` stay here."""

    uid = models.UUIDField(unique=True, help_text="of the fact that told it: the same for both agencies")
    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=12, choices=Happened)
    happened_on = models.DateField()
    done = models.CharField(max_length=12, choices=Done)
    side = models.CharField(max_length=4, choices=Side, help_text="which agency tells it")
    words = models.TextField(blank=True)
    on = models.DateField()
    by_id = models.BigIntegerField(null=True)
    is_declared = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.kind} {self.happened_on}"


class Certificate(models.Model):
    """The joint certificate: one content, the signature of each agency over it. The name is not here, but in the fact's sealed part."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="certificates")
    content = models.JSONField(help_text="what both sign, without the name")
    year = models.SmallIntegerField()
    index = models.IntegerField(help_text="place in the year's list of revocations of the agency that sends")
    home = models.TextField(blank=True, help_text="head..signature of the agency that sends")
    host = models.TextField(blank=True, help_text="head..signature of the one that receives")
    fact = models.ForeignKey(
        Fact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="by which the first signature was said",
    )
    is_declared = models.BooleanField(
        default=False, help_text="the other agency signed in ink: no signature to check without network"
    )
    prepared_by_id = models.BigIntegerField(null=True)
    prepared_on = models.DateField()
    signed_by_id = models.BigIntegerField(null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_on = models.DateField(null=True, blank=True)
    undelivered = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=CertificateState, default=CertificateState.PREPARED)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stay"], condition=~Q(state="revoked"), name="one_joint_certificate_stands"),
            models.UniqueConstraint(fields=["year", "index"], condition=Q(prepared_by_id__isnull=False), name="joint_certificate_has_its_place"),
            models.CheckConstraint(condition=Q(signed_by_id__isnull=True) | ~Q(signed_by_id=F("prepared_by_id")), name="joint_certificate_signed_by_another",
                                   violation_error_message=_("Une autre personne signe l’attestation.")),
            models.CheckConstraint(condition=Q(state="prepared") | Q(home__gt=""), name="signed_joint_certificate_has_its_signature"),
            models.CheckConstraint(condition=~Q(state="joint") | Q(host__gt="") | Q(is_declared=True), name="joint_certificate_has_two_signatures"),
            models.CheckConstraint(condition=Q(state="revoked", revoked_on__isnull=False) | Q(revoked_on__isnull=True), name="revoked_joint_certificate_has_its_day"),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        """How both agencies name it."""
        return f"{self.year}/{self.index}"


class Return(models.Model):
    """What follows the return, at the agency that sent: the debrief, and what is told in public."""

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="returns")
    kind = models.CharField(max_length=12, choices=Returning)
    on = models.DateField()
    place = models.CharField(max_length=120)
    people = models.IntegerField(help_text="who attended")
    words = models.TextField(help_text="what was learnt, what is proposed")
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stay", "kind"], name="stay_return_once", violation_error_message=_("Ce retour est déjà enregistré.")),
            models.CheckConstraint(condition=Q(people__gt=0), name="stay_return_was_attended"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kind} {self.on}"


class SigningKey(models.Model):
    """A key with which another agency signs certificates, vouched for by a message under the key that we pinned."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="signing_keys")
    issuer = models.URLField(max_length=200)
    name = models.CharField(max_length=160)
    kid = models.CharField(max_length=300, unique=True)
    x = models.CharField(max_length=43)
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return self.kid
