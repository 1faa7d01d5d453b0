"""Files brought by offices: kept as received, read, shown, then committed in one go."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One file: who brought it, what was read in it, what became of it."""

    class State(models.TextChoices):
        RECEIVED = "received", _("reçu")
        READING = "reading", _("en lecture")
        READ = "read", _("lu")
        WRITING = "writing", _("en cours d’enregistrement")
        COMMITTED = "committed", _("enregistré")
        REFUSED = "refused", _("refusé")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="made by the sender's form")
    kind = models.CharField(max_length=30)
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    context = models.JSONField(default=dict, help_text="the wave or other thing the rows belong to")
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    refusal = models.CharField(max_length=300, blank=True)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0, help_text="rows read or committed so far: the progress shown")

    def __str__(self):
        return f"{self.kind} {self.filename}"


class ImportRow(models.Model):
    """One line of a file: as understood, what is wrong with it, what becomes of it."""

    class Outcome(models.TextChoices):
        NEW = "new", _("à créer")
        SAME = "same", _("sans changement")
        CHANGED = "changed", _("à mettre à jour")
        ERROR = "error", _("à corriger")

    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    line = models.IntegerField(help_text="as people number it in their file")
    shown = models.JSONField(default=list, help_text="what will be written, in words: list of [label, text]")
    errors = models.JSONField(default=list, help_text="list of [field, code, sentence]")
    remarks = models.JSONField(default=list, help_text="sentences that stop nothing")
    outcome = models.CharField(max_length=8, choices=Outcome)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "line"], name="import_row_once"),
            models.CheckConstraint(condition=~Q(outcome="error") | ~Q(errors=[]), name="import_error_is_told"),
        ]

    def __str__(self):
        return f"{self.file_id} l. {self.line}"
