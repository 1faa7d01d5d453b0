"""What the agency gives to all: releases whose bytes never change, and which agreements may be told."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.contribution.opendata.states import ReleaseKind, ReleaseState
from teriya.foundation.core.making import Making
from teriya.partnerships.agreements.models import Agreement


class Release(models.Model):
    """Files prepared together on a day, published together by another person. Published, it stays at its address for ever."""

    number = models.CharField(max_length=20, unique=True, help_text="2026-1, iati-2026-1: a part of its address")
    kind = models.CharField(max_length=4, choices=ReleaseKind)
    on = models.DateField(help_text="what was known that day")
    state = models.CharField(max_length=10, choices=ReleaseState, default=ReleaseState.PREPARED)
    licence = models.CharField(max_length=160)
    licence_url = models.URLField()
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of its files; empty while they are made")
    obstacle = models.CharField(max_length=30, blank=True, help_text="code of what stands against publishing it")
    prepared_by_id = models.BigIntegerField()
    decided_by_id = models.BigIntegerField(null=True)
    published_on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["kind", "-id"], name="releases_by_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("prepared_by_id")), name="release_published_by_another",
                                   violation_error_message=_("Une autre personne publie ce qui est préparé.")),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="prepared"), name="one_release_to_decide",
                                    violation_error_message=_("Une publication attend déjà une décision.")),
            models.CheckConstraint(condition=~Q(state="published") | Q(published_on__isnull=False, decided_by_id__isnull=False, digest__gt="", obstacle=""),
                                   name="published_release_is_whole"),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class Production(Making):
    """How far the files of a release are."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="production")

    def __str__(self):
        return str(self.release)


class ReleaseFile(models.Model):
    """One file of a release. Written once; a published release takes no other."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    dataset = models.CharField(max_length=40, help_text="its code: a part of its address")
    format = models.CharField(max_length=4, help_text="csv, json, xml: its ending")
    lines = models.IntegerField(help_text="lines of data, agreements of an IATI file")
    hidden = models.IntegerField(default=0, help_text="values that are not shown: too few people")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["release", "dataset", "format"], name="release_file_once")]

    def __str__(self):
        return f"{self.dataset}.{self.format}"


class PublicationConsent(models.Model):
    """Whether an agreement may be told in the IATI file: the director decides, on the partner's word. The last one holds."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="publication_consents")
    is_given = models.BooleanField()
    proof = models.CharField(max_length=200, help_text="the partner’s letter, or why it is taken back")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["agreement", "-id"], name="consents_of_agreement")]
        constraints = [models.CheckConstraint(condition=Q(proof__gt=""), name="publication_consent_has_its_proof")]

    def __str__(self):
        return f"{self.agreement} {self.is_given}"
