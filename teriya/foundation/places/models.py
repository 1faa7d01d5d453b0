from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Centre(models.Model):
    """A regional centre (centre, antenne): a set of communes, which is not a region."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    seat = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Place(models.Model):
    """A country, region, prefecture (province) or commune. Codes are ours and stable; divisions change by dates."""

    class Level(models.TextChoices):
        COUNTRY = "country", _("pays")
        REGION = "region", _("région")
        PREFECTURE = "prefecture", _("préfecture")
        COMMUNE = "commune", _("commune")

    code = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=12, choices=Level)
    name = models.CharField(max_length=80)
    folded = models.CharField(
        max_length=80, db_index=True, help_text="fold(name): what searches and files are matched with"
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    region = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="communes")
    iso = models.CharField(max_length=10, blank=True, help_text="ISO 3166-2")
    population = models.IntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(level="commune") | Q(centre__isnull=False, region__isnull=False),
                                   name="commune_has_centre_and_region",
                                   violation_error_message=_("Une commune appartient à un centre régional et à une région.")),
        ]  # fmt: skip

    def __str__(self):
        return self.name
