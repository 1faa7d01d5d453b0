"""The sheets of many teams in one file."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form
from teriya.service.attendance.states import BookletState


class Booklet(models.Model):
    """The numbered sheets of a month, of the teams of a form that one person sees in a region, bound in one PDF to be printed."""

    month = models.DateField(help_text="first day of the month")
    region = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BookletState, default=BookletState.ASKED)
    done = models.IntegerField(default=0, help_text="sheets drawn")
    total = models.IntegerField(help_text="sheets: one a host")
    content = models.BinaryField(null=True, help_text="of the last one asked by the same person for the same teams")
    failure = models.CharField(max_length=300, blank=True)
    by_id = models.BigIntegerField(help_text="who asked: nobody else opens it")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "region", "form", "by_id"], condition=Q(state="asked"), name="booklet_asked_once"),
            models.CheckConstraint(condition=~Q(state="failed") | Q(failure__gt=""), name="booklet_failed_says_why"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.month:%Y-%m} {self.region_id} {self.form_id}"
