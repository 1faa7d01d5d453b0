"""What the official accounts know a run by, and the pieces that people bring to its bundle."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Upload
from teriya.pay.allowances.models import PayFile, PayRun


class RunReference(models.Model):
    """One reference of a run: its fiscal year, budget line, mandate number… as the pack lists them."""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="references")
    code = models.CharField(max_length=40, help_text="a word of the pack, of kind reference")
    value = models.CharField(max_length=40)
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "code"], name="run_reference_once",
                                    violation_error_message=_("Cette référence est déjà donnée.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.code} {self.value}"


class BroughtPiece(models.Model):
    """A paper that another office made: a decision, the proof of a transfer; with its scan."""

    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="brought_pieces")
    code = models.CharField(max_length=40, help_text="a word of the pack, of kind proof")
    file = models.ForeignKey(PayFile, on_delete=models.PROTECT, null=True, blank=True, related_name="brought_pieces",
                             help_text="the payment file that it proves")  # fmt: skip
    number = models.CharField(max_length=60)
    dated_on = models.DateField(help_text="as written on the paper")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "code", "number"], name="brought_piece_once",
                                               violation_error_message=_("Une pièce de ce numéro est déjà dans la liasse."))]  # fmt: skip

    def __str__(self):
        return f"{self.code} {self.number}"
