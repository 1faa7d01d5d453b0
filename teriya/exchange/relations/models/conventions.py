"""What two agencies agree to exchange, version by version."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.exchange.relations.querysets import ConventionQuerySet
from teriya.exchange.relations.states import After, ConventionState, Line, Payer, Per, Word
from teriya.exchange.wire.models import Agency
from teriya.foundation.documents.models import Upload


class Convention(models.Model):
    """One version of what two agencies agree to exchange: an amendment is the next version. Never rewritten once proposed.

    `out` is from us to them, `in` from them to us. On the wire numbers go by the code of who sends, so that both agencies
    draw the same digest from their own copies.
    """

    uid = models.UUIDField(
        default=uuid.uuid4, help_text="of the convention, the same on both sides and in all versions"
    )
    version = models.IntegerField(default=1)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conventions")
    is_ours = models.BooleanField(help_text="we proposed it")
    is_declared = models.BooleanField(
        default=False, help_text="the other agency has no system: its words are typed here"
    )
    state = models.CharField(max_length=10, choices=ConventionState, default=ConventionState.DRAFTED)
    title = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField()
    number_out = models.IntegerField(help_text="volunteers that we send")
    number_in = models.IntegerField(help_text="volunteers that we receive")
    tolerance = models.IntegerField(help_text="largest difference between both ways")
    sectors = ArrayField(models.CharField(max_length=60), default=list)
    months_min = models.SmallIntegerField()
    months_max = models.SmallIntegerField()
    purposes = models.TextField(help_text="what personal data serve")
    fields = ArrayField(models.CharField(max_length=20), default=list, help_text="the only ones that may be sent")
    keep_days = models.IntegerField(help_text="days that a dossier is kept after the end of the stay, or the refusal")
    after = models.CharField(max_length=8, choices=After)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of all of the above: what both approve")
    our_word = models.CharField(max_length=8, choices=Word, blank=True)
    our_word_on = models.DateField(null=True, blank=True)
    our_word_by_id = models.BigIntegerField(null=True)
    their_word = models.CharField(max_length=8, choices=Word, blank=True)
    their_word_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True, help_text="day of the second approval")
    reason = models.CharField(max_length=300, blank=True, help_text="why it was set aside, or not taken there")
    paper = models.ForeignKey(
        Upload,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="signed in ink, where it was",
    )
    by_id = models.BigIntegerField(null=True, help_text="who wrote it here; empty: it came")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = ConventionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["uid", "version"], name="convention_version_once"),
            models.UniqueConstraint(fields=["uid"], condition=Q(state="drafted"), name="convention_one_draft",
                                    violation_error_message=_("Une version de cette convention est déjà en rédaction.")),
            models.UniqueConstraint(fields=["uid"], condition=Q(state="proposed"), name="convention_one_version_proposed",
                                    violation_error_message=_("Une version de cette convention attend déjà une réponse.")),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="convention_ends_after_it_begins",
                                   violation_error_message=_("La convention finit avant de commencer.")),
            models.CheckConstraint(condition=Q(number_out__gte=0, number_in__gte=0, tolerance__gte=0, keep_days__gt=0), name="convention_numbers"),
            models.CheckConstraint(condition=Q(months_min__gt=0, months_max__gte=F("months_min")), name="convention_months"),
            models.CheckConstraint(condition=Q(state="drafted") | Q(digest__gt="") | Q(state="set_aside"), name="convention_proposed_with_its_digest"),
            models.CheckConstraint(condition=~Q(state="agreed") | Q(our_word="approved", their_word="approved", agreed_on__isnull=False), name="convention_agreed_by_both"),
            models.CheckConstraint(condition=Q(our_word_by_id__isnull=True) | Q(by_id__isnull=True) | ~Q(our_word="approved") | ~Q(our_word_by_id=F("by_id")),
                                   name="convention_approved_by_another",
                                   violation_error_message=_("Une autre personne approuve la convention.")),
            models.CheckConstraint(condition=Q(our_word="") | Q(our_word_on__isnull=False, our_word_by_id__isnull=False), name="convention_our_word_is_dated"),
            models.CheckConstraint(condition=Q(their_word="") | Q(their_word_on__isnull=False), name="convention_their_word_is_dated"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.title} · {self.version}"

    def costs(self) -> list["CostLine"]:
        """Who pays what for one volunteer, in the order of the lines."""
        return list(self.cost_lines.all())


class CostLine(models.Model):
    """A cell of the cost-sharing matrix: what one payer gives for one line, a volunteer."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="cost_lines")
    line = models.CharField(max_length=10, choices=Line)
    payer = models.CharField(max_length=10, choices=Payer)
    amount = models.IntegerField(help_text="francs")
    per = models.CharField(max_length=5, choices=Per, default=Per.STAY)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["convention", "line", "payer"], name="cost_line_once_a_payer"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="cost_line_costs_something"),
        ]

    def __str__(self):
        return f"{self.line} {self.payer}"

    def planned(self, months: int) -> int:
        """Francs for a stay of so many months."""
        return self.amount * months if self.per == Per.MONTH else self.amount
