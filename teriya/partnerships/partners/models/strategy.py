"""The strategy: where the agency goes, how much by kind of partner, what it offers, who met, what communes pay themselves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.ledger.models import SourceKind
from teriya.foundation.places.models import Place
from teriya.partnerships.partners.states import PlanState


class Axis(models.Model):
    """An axis of the strategy, in one sentence."""

    number = models.IntegerField(unique=True)
    title = models.CharField(max_length=120)
    sentence = models.CharField(max_length=400)
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return self.title


class Target(models.Model):
    """What a kind of partner should bring in a year; compared with what is signed and sought."""

    kind = models.CharField(max_length=14, choices=SourceKind)
    year = models.IntegerField()
    amount = models.BigIntegerField(help_text="francs signed in the year")
    partners = models.IntegerField(help_text="who sign in the year")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="target_once_a_year"),
            models.CheckConstraint(condition=Q(amount__gte=0, partners__gte=0), name="target_not_negative"),
        ]

    def __str__(self):
        return f"{self.kind} {self.year}"


class Offer(models.Model):
    """What the agency proposes to a kind of partner, with what a volunteer-month costs."""

    kind = models.CharField(max_length=14, choices=SourceKind)
    title = models.CharField(max_length=120)
    what = models.TextField()
    cost = models.IntegerField(help_text="francs a volunteer-month")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "title"], name="partner_offer_once"),
            models.CheckConstraint(condition=Q(cost__gt=0), name="partner_offer_has_a_cost"),
        ]

    def __str__(self):
        return self.title


class RoundTable(models.Model):
    """A meeting of funders: each promise heard there becomes an opportunity, not a franc."""

    subject = models.CharField(max_length=160)
    held_on = models.DateField()
    place = models.CharField(max_length=120)
    present = models.TextField(help_text="one a line: name, body")
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "held_on"], name="round_table_once")]

    def __str__(self):
        return self.subject


class ActionPlan(models.Model):
    """Local volunteering that a commune pays itself."""

    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    year = models.IntegerField()
    activities = models.TextField(help_text="one a line")
    volunteers = models.IntegerField()
    budget = models.BigIntegerField(help_text="francs that the commune pays")
    state = models.CharField(max_length=8, choices=PlanState, default=PlanState.PREPARED)
    signed_on = models.DateField(null=True, blank=True)
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "year"], condition=~Q(state="dropped"), name="action_plan_once_a_year",
                                    violation_error_message=_("Cette commune a déjà un plan cette année-là.")),
            models.CheckConstraint(condition=Q(volunteers__gt=0, budget__gt=0), name="action_plan_is_paid"),
            models.CheckConstraint(condition=~Q(state__in=["signed", "running", "closed"]) | Q(signed_on__isnull=False), name="action_plan_signed_on"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.commune} {self.year}"


class YearReview(models.Model):
    """What a year of the strategy taught."""

    year = models.IntegerField(unique=True)
    text = models.TextField()
    by_id = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        ordering = ["-year"]

    def __str__(self):
        return str(self.year)


class Decision(models.Model):
    """One decision of a review: who does it, by when, done on."""

    review = models.ForeignKey(YearReview, on_delete=models.PROTECT, related_name="decisions")
    what = models.CharField(max_length=200)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    def __str__(self):
        return self.what
