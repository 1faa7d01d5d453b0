"""What shows a contribution beside the counted indicators: opinions, testimonies, what a facility’s register says, studies."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.contribution.evidence.querysets import OfHostQuerySet
from teriya.contribution.evidence.states import Consent, ReadingState, Source, Speaker, StudyState, TestimonyState
from teriya.foundation.accounts.models import User
from teriya.foundation.documents.models import Upload
from teriya.mobilisation.hosts.models import Host


class Opinion(models.Model):
    """What a host, or somebody of its community whose name is not asked, thinks of what volunteers bring. Never rewritten."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="opinions")
    source = models.CharField(max_length=10, choices=Source)
    answers = models.JSONField(help_text="question of the pack → 1 to 4")
    words = models.TextField(blank=True)
    agreed = models.BooleanField(help_text="the person agreed that the answers be kept")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = OfHostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["host", "-on"], name="opinions_of_host")]
        constraints = [
            models.UniqueConstraint(fields=["host", "by_id", "on"], condition=Q(source="host"), name="host_opinion_once_a_day",
                                    violation_error_message=_("Vous avez déjà donné l’avis de la structure aujourd’hui.")),
            models.CheckConstraint(condition=Q(agreed=True), name="opinion_is_agreed_to",
                                   violation_error_message=_("Sans accord de la personne, rien ne se garde.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.host_id} {self.source} {self.on}"


class Testimony(models.Model):
    """Somebody’s own words, published with consent and another person’s decision. Taken back, the words and the name are gone."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="testimonies")
    speaker = models.CharField(max_length=10, choices=Speaker)
    said_by = models.CharField(max_length=120, blank=True, help_text="as the person wants to be named; empty: no name")
    text = models.TextField(blank=True)
    consent = models.CharField(max_length=10, choices=Consent)
    paper = models.ForeignKey(
        Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="the signed consent"
    )
    account = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="of who speaks"
    )
    state = models.CharField(max_length=10, choices=TestimonyState, default=TestimonyState.RECORDED)
    by_id = models.BigIntegerField()
    on = models.DateField()
    published_by_id = models.BigIntegerField(null=True)
    published_on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    objects = OfHostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-on"], name="testimonies_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state="withdrawn", text="", said_by="") | ~Q(state="withdrawn") & Q(text__gt=""), name="withdrawn_testimony_says_nothing"),
            models.CheckConstraint(condition=~Q(state="published") | Q(published_by_id__isnull=False, published_on__isnull=False), name="published_testimony_says_who"),
            models.CheckConstraint(condition=Q(published_by_id__isnull=True) | ~Q(published_by_id=F("by_id")), name="testimony_published_by_another",
                                   violation_error_message=_("Une autre personne publie le témoignage.")),
            models.CheckConstraint(condition=~Q(consent="account") | Q(account_id=F("by_id")), name="own_consent_from_own_account"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.host_id} {self.speaker} {self.on}"


class Reading(models.Model):
    """What the register of a whole facility says of an indicator in one month: all its staff together, volunteers included.

    It stands from the day another person confirmed it until the day it was struck.
    """

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="readings")
    indicator = models.CharField(max_length=40, help_text="code of the catalogue")
    month = models.DateField(help_text="its first day")
    amount = models.BigIntegerField()
    register = models.CharField(max_length=160, help_text="which register, which page")
    read_by = models.CharField(max_length=120, help_text="who read it, by name and function")
    state = models.CharField(max_length=10, choices=ReadingState, default=ReadingState.RECORDED)
    by_id = models.BigIntegerField()
    on = models.DateField(help_text="day on which it was read")
    confirmed_by_id = models.BigIntegerField(null=True)
    confirmed_on = models.DateField(null=True)
    struck_on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    objects = OfHostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["indicator", "month"], name="readings_by_month")]
        constraints = [
            models.UniqueConstraint(fields=["host", "indicator", "month"], condition=Q(state__in=["recorded", "confirmed"]), name="reading_once",
                                    violation_error_message=_("Ce mois de cet indicateur est déjà relevé : annulez-le d’abord.")),
            models.CheckConstraint(condition=Q(month__day=1), name="reading_month_is_a_first_day"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="reading_not_negative"),
            models.CheckConstraint(condition=Q(register__gt="", read_by__gt=""), name="reading_says_its_source"),
            models.CheckConstraint(condition=~Q(state__in=["confirmed", "withdrawn"]) | Q(confirmed_by_id__isnull=False, confirmed_on__isnull=False), name="confirmed_reading_says_who"),
            models.CheckConstraint(condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=F("by_id")), name="reading_confirmed_by_another",
                                   violation_error_message=_("Une autre personne confirme le relevé du registre.")),
            models.CheckConstraint(condition=Q(struck_on__isnull=True) ^ Q(state="withdrawn"), name="struck_reading_has_its_day"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.host_id} {self.indicator} {self.month:%Y-%m}"


class Study(models.Model):
    """A study of volunteering with its source and its method; published by another person than who entered it."""

    title = models.CharField(max_length=300)
    authors = models.CharField(max_length=200)
    dated = models.CharField(max_length=40, help_text="as the study says it: 2026, 5 février 2021")
    address = models.URLField(max_length=300, blank=True)
    method = models.TextField(help_text="how it was done, and what it cannot say")
    document = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=StudyState, default=StudyState.RECORDED)
    by_id = models.BigIntegerField()
    on = models.DateField()
    published_by_id = models.BigIntegerField(null=True)
    published_on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title", "dated"], condition=Q(state__in=["recorded", "published"]), name="study_once",
                                    violation_error_message=_("Cette étude est déjà au registre.")),
            models.CheckConstraint(condition=~Q(state__in=["published", "withdrawn"]) | Q(published_by_id__isnull=False, published_on__isnull=False), name="published_study_says_who"),
            models.CheckConstraint(condition=Q(published_by_id__isnull=True) | ~Q(published_by_id=F("by_id")), name="study_published_by_another",
                                   violation_error_message=_("Une autre personne publie l’étude.")),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Finding(models.Model):
    """What a study says of an indicator, or of volunteering as a whole."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="findings")
    indicator = models.CharField(
        max_length=40, blank=True, help_text="code of the catalogue; empty: of none in particular"
    )
    says = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(says__gt=""), name="finding_says_something")]

    def __str__(self):
        return f"{self.study_id} {self.indicator}"
