from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q


class Form(models.Model):
    """A form of volunteering (VNC, VEC, volontaire d’exécution…), as the country pack names it."""

    code = models.CharField(max_length=30, unique=True)
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.code


class Rule(models.Model):
    """One dated value of the country's rules, with where it comes from. Rows are added, never rewritten.

    `key` reads like a path: `form.VEC.duration_months`, `rate.VNC`, `paper.birth`, `chain.pay`. `value` is an integer, a
    text, or a structure that the pack's schema describes.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "projet"
        ACTIVE = "active", "en vigueur"

    key = models.CharField(max_length=120)
    value = models.JSONField()
    unit = models.CharField(max_length=40, blank=True)
    valid = DateRangeField()
    source = models.CharField(max_length=400, help_text="article, decree, or where the figure was read")
    to_confirm = models.BooleanField(default=False, help_text="placeholder: the true value was not found")
    note = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    pack = models.CharField(max_length=80, help_text="code and digest of the pack that brought it")

    class Meta:
        indexes = [models.Index(fields=["key"], name="rule_key")]
        constraints = [
            models.CheckConstraint(condition=Q(to_confirm=False) | Q(note__gt=""), name="rule_to_confirm_has_note",
                                   violation_error_message="Une valeur à confirmer porte une note."),
        ]  # fmt: skip

    def __str__(self):
        return self.key
