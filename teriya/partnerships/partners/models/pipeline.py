"""What is sought: from an idea to a signed agreement, or to what was learnt from a loss. No money is here."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.partnerships.partners.models.partners import Partner
from teriya.partnerships.partners.models.strategy import RoundTable
from teriya.partnerships.partners.states import OpportunityState


class Opportunity(models.Model):
    """A funding that the agency seeks (piste). What it asks for is never cash: an agreement alone opens an envelope."""

    reference = models.CharField(max_length=20, unique=True, help_text="PISTE-2025-001")
    title = models.CharField(max_length=160)
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        help_text="none yet: put to all",
    )
    round_table = models.ForeignKey(
        RoundTable, on_delete=models.PROTECT, null=True, blank=True, related_name="promises"
    )
    amount = models.BigIntegerField(help_text="francs sought")
    volunteers = models.IntegerField(default=0, help_text="sought; of its projects where it has some")
    percent = models.IntegerField(
        null=True, blank=True, help_text="chances, typed; none: those of its step in the rules"
    )
    year = models.IntegerField(help_text="in which its signature is hoped for")
    next_step = models.CharField(max_length=160, blank=True)
    next_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="opportunities")
    state = models.CharField(max_length=10, choices=OpportunityState, default=OpportunityState.IDEA)
    learnt = models.TextField(blank=True, help_text="from its loss")
    agreement_reference = models.CharField(max_length=40, blank=True)
    signed_amount = models.BigIntegerField(null=True, blank=True, help_text="francs, as signed")
    signed_on = models.DateField(null=True, blank=True)
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, volunteers__gte=0), name="opportunity_seeks_something"),
            models.CheckConstraint(condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100), name="opportunity_percent"),
            models.CheckConstraint(condition=Q(next_step="", next_on__isnull=True) | Q(next_step__gt="", next_on__isnull=False), name="opportunity_next_step_is_dated",
                                   violation_error_message=_("Une prochaine étape a sa date.")),
            models.CheckConstraint(condition=Q(state="lost", learnt__gt="") | ~Q(state="lost") & Q(learnt=""), name="opportunity_lost_has_a_lesson",
                                   violation_error_message=_("Écrivez ce que cette perte apprend.")),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "running", "closed"])
                | Q(partner__isnull=False, agreement_reference__gt="", signed_amount__gt=0, signed_on__isnull=False),
                name="opportunity_signed_names_its_agreement"),
        ]  # fmt: skip

    def __str__(self):
        return self.reference

    @property
    def each(self) -> int | None:
        """Francs sought a volunteer, whole, nearest."""
        return (2 * self.amount + self.volunteers) // (2 * self.volunteers) if self.volunteers else None


class OpportunityProject(models.Model):
    """One project of a request that holds several. Its amount is known only where the request says it."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="projects")
    label = models.CharField(max_length=160)
    volunteers = models.IntegerField()
    amount = models.BigIntegerField(
        null=True, blank=True, help_text="francs sought; none: the request gives only the whole"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "label"], name="project_once_a_request"),
            models.CheckConstraint(condition=Q(volunteers__gte=0) & (Q(amount__isnull=True) | Q(amount__gt=0)), name="project_not_negative"),
        ]  # fmt: skip

    def __str__(self):
        return self.label
