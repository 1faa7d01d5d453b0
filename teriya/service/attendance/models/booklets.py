"""The sheets of many teams in one file."""

from django.db import models
from django.db.models import Q

from teriya.foundation.core.making import Making
from teriya.foundation.places.models import Place
from teriya.foundation.rules.models import Form


class Booklet(Making):
    """The numbered sheets of a month, of the teams of a form that one person sees in a region, bound in one PDF to be printed.

    One sheet a host; nobody opens it but who asked.
    """

    month = models.DateField(help_text="first day of the month")
    region = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField(null=True, help_text="of the last one asked by the same person for the same teams")

    class Meta(Making.Meta):
        constraints = [
            *Making.Meta.constraints,
            models.UniqueConstraint(fields=["month", "region", "form", "by_id"], condition=Q(state="asked"), name="booklet_asked_once"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.month:%Y-%m} {self.region_id} {self.form_id}"
