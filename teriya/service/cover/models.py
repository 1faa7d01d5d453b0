"""Social cover: who is covered by which scheme since when, whom it covers with them, and what was declared."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.people.models import Person
from teriya.service.missions.models import Mission


class Declaration(models.Model):
    """What the agency told a scheme of one month: its lines are frozen, its file is always the same."""

    scheme = models.CharField(max_length=40, help_text="a word of the pack, of kind cover")
    month = models.DateField(help_text="its first day")
    number = models.IntegerField(help_text="1, then the complements of the same month")
    lines = models.JSONField(help_text="as declared: holders, each followed by the dependants")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "month", "number"], name="declaration_numbered_once"),
            models.CheckConstraint(condition=Q(month__day=1, number__gte=1), name="declaration_of_a_month"),
        ]

    def __str__(self):
        return f"{self.scheme}-{self.month:%Y-%m}-{self.number}"


class Cover(models.Model):
    """One mission under one scheme, from the day declared to the end of service."""

    class Payer(models.TextChoices):
        AGENCY = "agency", _("l’agence")
        HOST = "host", _("la structure")
        PARTNER = "partner", _("un partenaire")

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="covers")
    scheme = models.CharField(max_length=40, help_text="a word of the pack, of kind cover")
    period = DateRangeField(help_text="no upper end while the service goes on")
    payer = models.CharField(max_length=10, choices=Payer)
    number = models.CharField(max_length=40, blank=True, help_text="given by the scheme, once it knows the person")
    entered = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="entries")
    left = models.ForeignKey(Declaration, on_delete=models.PROTECT, null=True, blank=True, related_name="leavers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "scheme"], name="cover_once_a_mission",
                                    violation_error_message=_("Cette mission est déjà couverte par ce régime.")),
            models.CheckConstraint(condition=Q(period__endswith__isnull=True, left__isnull=True)
                                   | Q(period__endswith__isnull=False, left__isnull=False), name="cover_left_with_its_day"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.mission} {self.scheme}"


class Dependant(models.Model):
    """A spouse or a child (ayant droit) that the health cover of a volunteer reaches too."""

    class Kin(models.TextChoices):
        SPOUSE = "spouse", _("conjoint")
        CHILD = "child", _("enfant")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dependants")
    kin = models.CharField(max_length=6, choices=Kin)
    family = models.CharField(max_length=80)
    given = models.CharField(max_length=120)
    folded = models.CharField(max_length=300)
    birth_on = models.DateField()
    paper = models.CharField(
        max_length=120, help_text="what proves it: marriage or birth certificate, with its number"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "folded", "birth_on"], name="dependant_once",
                                    violation_error_message=_("Cet ayant droit est déjà inscrit.")),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="dependant_dates"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.family} {self.given}"
