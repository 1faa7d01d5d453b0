"""The funder's own workbook, and what was printed in it: bytes kept, so that asking again gives the same."""

from django.db import models
from django.db.models.functions import Now

from teriya.partnerships.agreements.models.agreements import Agreement, Report


class ReportTemplate(models.Model):
    """A workbook of the funder's with places to fill; a newer one of the same name leaves the older to the reports made with it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="report_templates")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "sha256"], name="report_template_once")]

    def __str__(self):
        return self.name


class ReportFile(models.Model):
    """A workbook made of a report: in the funder's template, or in the agency's own form. Never made twice."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    template = models.ForeignKey(ReportTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "template"], nulls_distinct=False, name="report_file_once")
        ]

    def __str__(self):
        return f"{self.report_id} {self.template_id}"
