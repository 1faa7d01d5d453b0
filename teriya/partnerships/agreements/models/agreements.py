"""Agreements with funders: what each version says, the envelopes that they open, who reads them, what was reported."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Upload
from teriya.foundation.ledger.models import Envelope
from teriya.partnerships.agreements.engine.currency import written
from teriya.partnerships.agreements.states import CURRENCIES, AgreementState, Cost, Opens, VersionState
from teriya.partnerships.agreements.visibility import AgreementQuerySet
from teriya.partnerships.partners.models import Partner


class Agreement(models.Model):
    """What a funder and the agency sign (convention de financement). What it says stands in its versions."""

    reference = models.CharField(max_length=40, unique=True, help_text="as the signed paper writes it")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=160)
    currency = models.CharField(max_length=3, choices=CURRENCIES)
    opens = models.CharField(max_length=9, choices=Opens, help_text="when its money may be committed")
    names_shown = models.BooleanField(default=False, help_text="whether the partner may read the volunteers’ names")
    state = models.CharField(max_length=9, choices=AgreementState, default=AgreementState.DRAFTED)
    entered_by_id = models.BigIntegerField(help_text="who wrote it: somebody else records the signature")
    entered_on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = AgreementQuerySet.as_manager()

    def __str__(self):
        return self.reference

    def written(self, minor: int) -> str:
        """A sum in its currency, as people write it."""
        return written(minor, self.currency)


class Version(models.Model):
    """The agreement as first signed (1), then each amendment (avenant). A signed version is never rewritten."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    state = models.CharField(max_length=9, choices=VersionState, default=VersionState.DRAFTED)
    amount = models.BigIntegerField(help_text="in the smallest unit of the agreement’s currency")
    rate = models.DecimalField(
        max_digits=16, decimal_places=6, help_text="francs a unit, on the day of writing; 1 in francs"
    )
    period = DateRangeField(help_text="days whose costs are eligible")
    since = models.DateField(help_text="day from which it applies")
    changes = models.TextField(help_text="in words: the object, or what the amendment changes")
    reports = ArrayField(models.DateField(), default=list, help_text="days on which a report is due")
    paper = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_by_id = models.BigIntegerField()
    entered_on = models.DateField()
    signed_on = models.DateField(null=True, blank=True, help_text="written on the paper")
    signed_by_id = models.BigIntegerField(null=True, help_text="who recorded the signature")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            models.UniqueConstraint(fields=["agreement"], condition=Q(state="drafted"), name="agreement_one_draft",
                                    violation_error_message=_("Un avenant est déjà en rédaction.")),
            models.CheckConstraint(condition=Q(amount__gt=0, rate__gt=0), name="agreement_version_gives_something"),
            models.CheckConstraint(condition=~Q(state="signed") | Q(signed_on__isnull=False, signed_by_id__isnull=False, paper__isnull=False),
                                   name="agreement_version_signed_by_on_paper"),
            models.CheckConstraint(condition=Q(signed_by_id__isnull=True) | ~Q(signed_by_id=models.F("entered_by_id")),
                                   name="agreement_version_signed_by_another",
                                   violation_error_message=_("Une autre personne enregistre la signature.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.agreement}/{self.number}"

    @property
    def first_day(self) -> date:
        return self.period.lower

    @property
    def last_day(self) -> date:
        return self.period.upper - timedelta(1)


class AgreementEnvelope(models.Model):
    """What the agreement pays for one purpose: one envelope of the ledger, opened when the agreement is signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="envelopes")
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    envelope = models.OneToOneField(
        Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="agreement_envelope"
    )

    def __str__(self):
        return self.title


class Terms(models.Model):
    """What a version says of one envelope: how much of the agreement, and what it may pay. Empty lists limit nothing."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="terms")
    envelope = models.ForeignKey(AgreementEnvelope, on_delete=models.PROTECT, related_name="terms")
    amount = models.BigIntegerField(help_text="in the smallest unit of the agreement’s currency")
    places = ArrayField(models.CharField(max_length=40), default=list, help_text="codes of regions and communes")
    domains = ArrayField(models.CharField(max_length=60), default=list, help_text="domains of the hosts")
    forms = ArrayField(models.CharField(max_length=30), default=list, help_text="codes of forms")
    costs = ArrayField(models.CharField(max_length=12, choices=Cost), default=list)
    hosts = ArrayField(models.CharField(max_length=20), default=list, help_text="numbers of the register of hosts")
    sex = models.CharField(max_length=1, blank=True, help_text="F: women only")
    monthly_max = models.IntegerField(null=True, blank=True, help_text="francs a volunteer and a month")
    ceilings = models.JSONField(default=dict, help_text="kind of cost → francs in all")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "envelope"], name="terms_once_a_version"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="terms_amount_not_negative"),
        ]

    def __str__(self):
        return f"{self.envelope_id} {self.version_id}"


class Membership(models.Model):
    """Who, at the partner’s, reads the agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="agreement_memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "user"], condition=Q(until=None), name="agreement_member_once",
                                    violation_error_message=_("Cette personne lit déjà cette convention.")),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("since")), name="agreement_member_dates"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user} · {self.agreement}"


class Report(models.Model):
    """What was reported of an agreement at a date: its facts are frozen, so that it prints the same a year later."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="frozen_reports")
    as_of = models.DateField(help_text="last day that it tells")
    facts = models.JSONField()
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "as_of"], name="agreement_report_once"),
            models.CheckConstraint(condition=Q(as_of__lte=models.F("on")), name="agreement_report_tells_the_past"),
        ]

    def __str__(self):
        return f"{self.agreement_id} {self.as_of}"
