"""Who the agency works with, apart from the structures that receive volunteers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ledger.models import SourceKind
from teriya.foundation.places.models import Place
from teriya.partnerships.partners.states import Part


class Partner(models.Model):
    """A State, a commune, an agency of cooperation, a foundation, an association… with which the agency works."""

    code = models.CharField(max_length=20, unique=True, help_text="short and stable: UE, PNUD, COMMUNE-GOLFE-1")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=14, choices=SourceKind)
    parts = ArrayField(
        models.CharField(max_length=12, choices=Part), default=list, help_text="what it is to the agency"
    )
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; none: international")
    regions = models.ManyToManyField(Place, blank=True, related_name="+", help_text="where it works; none: everywhere")
    domains = ArrayField(models.CharField(max_length=60), default=list, help_text="domains of the pack; none: all")
    notes = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="partner_named_once",
                                    violation_error_message=_("Un partenaire porte déjà ce nom.")),
            models.CheckConstraint(condition=Q(code__gt="") & Q(name__gt="") & Q(country__regex=r"^([A-Z]{2})?$"), name="partner_is_named"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def parts_said(self) -> list[str]:
        return [str(Part(part).label) for part in self.parts]
