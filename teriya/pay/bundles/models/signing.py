"""Who signed what on a pay sheet that came back, keyed by one person and verified by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document
from teriya.pay.allowances.models import PayLine, PayRun
from teriya.pay.bundles.states import How, SignedState


class SignedSheet(models.Model):
    """A printed pay sheet, as it came back."""

    paper = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(PayRun, on_delete=models.PROTECT, related_name="signed_sheets")
    state = models.CharField(max_length=10, choices=SignedState, default=SignedState.KEYED)
    keyed_by_id = models.BigIntegerField()
    keyed_on = models.DateField()
    verified_by_id = models.BigIntegerField(null=True)
    verified_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="verified") | Q(verified_by_id__isnull=False, verified_on__isnull=False), name="signed_sheet_verified_by_and_on"),
            models.CheckConstraint(condition=Q(verified_by_id__isnull=True) | ~Q(verified_by_id=F("keyed_by_id")), name="signed_sheet_verified_by_another",
                                   violation_error_message=_("Une autre personne vérifie la saisie.")),
        ]  # fmt: skip

    def __str__(self):
        return self.paper.number


class Signature(models.Model):
    """What stands in the box of one line of the sheet."""

    sheet = models.ForeignKey(SignedSheet, on_delete=models.PROTECT, related_name="signatures")
    line = models.OneToOneField(PayLine, on_delete=models.PROTECT, related_name="signature")
    rank = models.IntegerField(help_text="the line’s number on the sheet")
    how = models.CharField(max_length=10, choices=How)
    proxy_name = models.CharField(max_length=120, blank=True)
    proxy_paper = models.CharField(
        max_length=80, blank=True, help_text="number of the procuration, or of the paper shown"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "rank"], name="signature_rank_once"),
            models.CheckConstraint(condition=Q(how="proxy", proxy_name__gt="", proxy_paper__gt="") | ~Q(how="proxy") & Q(proxy_name="", proxy_paper=""),
                                   name="proxy_has_name_and_paper",
                                   violation_error_message=_("Une procuration a le nom de la personne et le numéro de son papier.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.sheet_id}/{self.rank} {self.how}"
