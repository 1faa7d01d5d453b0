from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """A paper the agency issues: its number, its frozen content, its public code. The PDF is a function of these."""

    kind = models.CharField(
        max_length=30, help_text="contrat, certificat, bulletin, etat_de_paye, liste, fiche, bordereau"
    )
    series = models.CharField(max_length=20)
    number = models.CharField(max_length=40, unique=True, help_text="CONTRAT/2026/000123")
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    person = models.BigIntegerField(null=True, help_text="opaque number of the person it is about")
    code = models.CharField(max_length=16, unique=True, help_text="what /verifier/<code> answers about")
    data = models.JSONField(encoder=DjangoJSONEncoder, help_text="everything printed, frozen on the day of issue")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    is_trial = models.BooleanField(default=False, help_text="printed ESSAI, never verifies")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the PDF, once it was first asked for")
    seal = models.CharField(
        max_length=140, blank=True, help_text="signature over the PDF of a signed paper, made with the first one"
    )
    revoked_on = models.DateField(null=True, blank=True)
    revoked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id"], name="document_of_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(revoked_on__isnull=True, revoked_because="") | Q(revoked_on__isnull=False, revoked_because__gt=""),
                                   name="document_revoked_with_reason",
                                   violation_error_message=_("Une révocation a une date et un motif.")),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class Upload(models.Model):
    """A photo or a PDF that a person hands in: a récépissé, a photo of an evaluation. Its room says who may open it."""

    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=40, help_text="code of the paper in the pack, or what the photo shows")
    name = models.CharField(max_length=120, help_text="as the person’s device calls it")
    media_type = models.CharField(max_length=40)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id"], name="upload_of_subject")]
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_id", "kind", "sha256"], name="upload_once",
                                    violation_error_message=_("Ce fichier est déjà au dossier.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Piece(models.Model):
    """A part of a file on its way from a phone; gone once its form has handed the file in."""

    file = models.UUIDField(help_text="made by the phone")
    by_id = models.BigIntegerField()
    name = models.CharField(max_length=120, blank=True, help_text="as the person’s device calls it")
    start = models.IntegerField(help_text="bytes before this piece")
    size = models.IntegerField(help_text="bytes of the whole file")
    content = models.BinaryField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by_id", "file", "start"], name="piece_once"),
            models.CheckConstraint(
                condition=Q(start__gte=0, start__lt=models.F("size")), name="piece_within_its_file"
            ),
        ]

    def __str__(self):
        return f"{self.file}/{self.start}"
