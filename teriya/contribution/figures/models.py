"""Numbers frozen and published, what changed since; and what was said in the past, with who said it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teriya.contribution.figures.states import Cause, Conflict, Dated, NumberState
from teriya.foundation.documents.models import Document


def _said(row: models.Model, name: str) -> str:
    return getattr(row, f"{name}_{'en' if (get_language() or '').startswith('en') else 'fr'}")


class Figure(models.Model):
    """A table as it was known on a day: its definition, its population, every cell, their digest. The database lets nobody change these."""

    code = models.CharField(max_length=12, unique=True, help_text="of its digest: what it is found again by")
    measure = models.CharField(max_length=60)
    first = models.DateField()
    last = models.DateField()
    on = models.DateField(help_text="what was known that day")
    narrowed = models.JSONField(default=dict, help_text="key wanted of each dimension; empty: everybody")
    by = models.JSONField(default=list, help_text="the dimensions of its cells, in their order")
    subject = models.CharField(max_length=64, help_text="digest of all that but the day: what it is a figure of")
    definition_fr = models.TextField()
    definition_en = models.TextField()
    cells = models.JSONField(help_text="list of [keys, amount], in the order of the keys")
    total = models.BigIntegerField()
    members = models.CharField(max_length=64, help_text="SHA-256 of who was counted, by pseudonyms, and for how much")
    digest = models.CharField(max_length=64, help_text="SHA-256 of all of the above")
    restates = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="restated_by")
    cause = models.CharField(max_length=10, choices=Cause, blank=True, help_text="why it is not what it restates")
    why = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=NumberState, default=NumberState.FROZEN)
    frozen_by_id = models.BigIntegerField()
    decided_by_id = models.BigIntegerField(null=True)
    published_on = models.DateField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-on", "-id"], name="figures_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="figure_frozen_once"),
            models.UniqueConstraint(fields=["subject"], condition=Q(state="published"), name="one_published_figure",
                                    violation_error_message=_("Ce chiffre est déjà publié : rectifiez-le.")),
            models.CheckConstraint(condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("frozen_by_id")), name="figure_published_by_another",
                                   violation_error_message=_("Une autre personne publie le chiffre.")),
            models.CheckConstraint(condition=~Q(state__in=["published", "withdrawn", "restated"]) | Q(published_on__isnull=False, decided_by_id__isnull=False),
                                   name="published_figure_has_day_and_person"),
            models.CheckConstraint(condition=Q(restates__isnull=True, cause="", why="") | Q(restates__isnull=False, cause__gt="", why__gt=""),
                                   name="restated_figure_says_why",
                                   violation_error_message=_("Un chiffre rectifié dit pourquoi.")),
            models.CheckConstraint(condition=Q(definition_fr__gt="", definition_en__gt=""), name="figure_has_its_definition"),
        ]  # fmt: skip

    def __str__(self):
        return self.code

    @property
    def definition(self) -> str:
        return _said(self, "definition")


class Claim(models.Model):
    """A number that was said or printed in the past, as it was said. Nobody adds it to anything."""

    code = models.CharField(max_length=60, unique=True)
    series = models.CharField(
        max_length=40, help_text="what it is a number of: only those of one series are drawn together"
    )
    series_fr = models.CharField(max_length=160)
    series_en = models.CharField(max_length=160)
    on = models.DateField(help_text="the day it is true of, or was said")
    dated = models.CharField(max_length=5, choices=Dated, default=Dated.DAY)
    first = models.DateField(null=True, help_text="of its period; empty: since the beginning")
    value = models.BigIntegerField()
    is_least = models.BooleanField(default=False, help_text="said as « more than »")
    unit_fr = models.CharField(max_length=60)
    unit_en = models.CharField(max_length=60)
    definition_fr = models.TextField(blank=True, help_text="as said; empty: not given")
    definition_en = models.TextField(blank=True)
    parts = models.JSONField(default=list, help_text="list of {fr, en, value}: they add up to the value")
    decimals = models.SmallIntegerField(default=1, help_text="of the shares of its parts, as they were printed")
    per = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="the number it is divided by: so many each",
    )
    measure = models.CharField(
        max_length=60, blank=True, help_text="of ours, to be set beside it; empty: none is comparable"
    )
    narrowed = models.JSONField(default=dict)
    source = models.TextField()
    is_to_confirm = models.BooleanField(default=False, help_text="its note says what is not sure")
    note = models.TextField(blank=True)
    by_id = models.BigIntegerField(default=0, help_text="who recorded it; 0: the country’s data")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["series", "on"], name="claims_of_series")]
        constraints = [
            models.CheckConstraint(condition=Q(source__gt=""), name="claim_has_source", violation_error_message=_("Un chiffre dit a une source.")),
            models.CheckConstraint(condition=Q(value__gte=0), name="claim_not_negative"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.series} {self.on} {self.value}"

    @property
    def title(self) -> str:
        return _said(self, "series")

    @property
    def unit(self) -> str:
        return _said(self, "unit")

    @property
    def definition(self) -> str:
        return _said(self, "definition")


class ClaimConflict(models.Model):
    """Numbers said of the same thing that disagree: they stand side by side, with why."""

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Conflict)
    said_fr = models.TextField()
    said_en = models.TextField()
    claims = models.ManyToManyField(Claim, related_name="conflicts")

    def __str__(self):
        return self.code

    @property
    def said(self) -> str:
        return _said(self, "said")


class Note(models.Model):
    """A number given in answer to somebody, with what was said before and why they differ: a paper that is found again by its number."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="notes")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.CharField(max_length=160)
    bridge = models.JSONField(
        default=list, help_text="list of [code, amount]: from what was said to the figure, adding up"
    )
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.figure} {self.on}"
