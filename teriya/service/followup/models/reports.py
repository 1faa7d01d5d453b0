"""What a volunteer says of each month."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.service.followup.queries import ReportQuerySet
from teriya.service.missions.models import Mission


class MonthlyReport(models.Model):
    """A volunteer's month in a few lines; read by the tutor and by the centre. `for_centre` is for the centre alone."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="reports")
    month = models.DateField(help_text="first day of the month")
    done = models.TextField()
    difficulties = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    for_centre = models.TextField(blank=True, help_text="what the host does not read")
    on = models.DateField()
    tutor_read_by_id = models.BigIntegerField(null=True)
    tutor_read_on = models.DateField(null=True, blank=True)
    centre_read_by_id = models.BigIntegerField(null=True)
    centre_read_on = models.DateField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "month"], name="report_once_a_month",
                                    violation_error_message=_("Le rapport de ce mois est déjà écrit.")),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_first_day"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission} {self.month:%Y-%m}"
