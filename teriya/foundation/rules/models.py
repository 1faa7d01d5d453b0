"""The country's rules as rows: forms, dated parameters, and the words that files and pages use."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("projet")
    ACTIVE = "active", _("en vigueur")


class Form(models.Model):
    """A form of volunteering (VNC, VEC, volontaire d’exécution…), as the country pack names it."""

    code = models.CharField(max_length=30, unique=True)
    parent = models.CharField(
        max_length=30, blank=True, help_text="code of the form it is a kind of: its rules apply too"
    )
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    intake_fr = models.CharField(max_length=40, help_text="vague or phase")
    intake_en = models.CharField(max_length=40)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name_fr


class Rule(models.Model):
    """One value of one parameter from a day on, with where it comes from. Rows are added, never rewritten."""

    name = models.CharField(max_length=60)
    form = models.CharField(max_length=30, blank=True, help_text="empty: every form")
    qualification = models.CharField(max_length=30, blank=True)
    zone = models.CharField(max_length=30, blank=True)
    label_fr = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    unit = models.CharField(max_length=30, blank=True)
    starts_on = models.DateField()
    value = models.JSONField()
    source = models.CharField(max_length=400, help_text="article, decree, or where the figure was read")
    is_to_confirm = models.BooleanField(default=False, help_text="placeholder: the true value was not found")
    note = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    pack = models.CharField(max_length=80, help_text="code and digest of the pack that brought it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "form", "qualification", "zone", "starts_on"],
                                    condition=Q(state="active"), name="rule_once_a_day"),
            models.CheckConstraint(condition=Q(is_to_confirm=False) | Q(note__gt=""), name="rule_to_confirm_has_note",
                                   violation_error_message=_("Une valeur à confirmer porte une note.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.form} {self.name} {self.starts_on}"


class Term(models.Model):
    """A word of the pack: a diploma, a paper, a domain, a step of public accounting, the agency itself."""

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    position = models.IntegerField(help_text="order within its kind: diplomas from the lowest")
    fr = models.CharField(max_length=200)
    en = models.CharField(max_length=200)
    synonyms = ArrayField(models.CharField(max_length=120), default=list)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["kind", "position"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="term_once")]

    def __str__(self):
        return f"{self.kind} {self.code}"
