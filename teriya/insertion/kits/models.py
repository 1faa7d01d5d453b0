"""Installation kits: lots, kits, the terms to repay, what was repaid, what was written off, visits to the business."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.places.models import Place
from teriya.insertion.kits.queries import KitQuerySet
from teriya.insertion.kits.states import Business, KitState, Means, WaiverState
from teriya.insertion.routes.models import Handover
from teriya.people.models import Person
from teriya.service.missions.models import Mission


class KitLot(models.Model):
    """Kits of one kind, bought together at one price. The share to repay is frozen from the rules."""

    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=80, help_text="the trade: couture, salon de coiffure")
    content = models.TextField(help_text="what a kit holds, a thing a line")
    paid_by = models.CharField(max_length=120, blank=True)
    count = models.IntegerField()
    total = models.IntegerField(help_text="francs of the whole lot")
    percent = models.SmallIntegerField(help_text="of its value that each kit repays")
    months = models.SmallIntegerField(help_text="monthly terms")
    grace = models.SmallIntegerField(help_text="months between the handing-over and the first term")
    entered_on = models.DateField()
    entered_by_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0, total__gte=F("count"), percent__gte=0, percent__lte=100, months__gt=0, grace__gte=0), name="kit_lot_numbers"),
            models.CheckConstraint(condition=Q(title__gt="", content__gt=""), name="kit_lot_is_described"),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Kit(models.Model):
    """One kit. `repaid` follows the repayments by the database itself: never below zero, never beyond what is owed."""

    lot = models.ForeignKey(KitLot, on_delete=models.PROTECT, related_name="kits")
    number = models.CharField(max_length=24, unique=True)
    value = models.IntegerField(help_text="francs")
    owed = models.IntegerField(help_text="francs of its value to repay")
    repaid = models.IntegerField(default=0)
    waived = models.IntegerField(default=0, help_text="francs written off")
    state = models.CharField(max_length=12, choices=KitState, default=KitState.AVAILABLE)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="kits")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sheet = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assigned_by_id = models.BigIntegerField(null=True)
    handed_on = models.DateField(null=True, blank=True)
    signed = models.ForeignKey(
        Upload,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the sheet with its signatures",
    )
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = KitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0, owed__gte=0, owed__lte=F("value")), name="kit_owes_a_part_of_its_value"),
            models.CheckConstraint(condition=Q(repaid__gte=0, waived__gte=0, repaid__lte=F("owed") - F("waived")), name="kit_never_repaid_beyond",
                                   violation_error_message=_("Un kit ne se rembourse pas au-delà de ce qui est dû.")),
            models.CheckConstraint(condition=Q(state="available") | Q(person__isnull=False, mission__isnull=False, commune__isnull=False, assigned_by_id__isnull=False),
                                   name="kit_has_its_person"),
            models.CheckConstraint(condition=Q(state__in=["available", "assigned"]) | Q(handed_on__isnull=False), name="kit_handed_on"),
            models.CheckConstraint(condition=~Q(state="repaid") | Q(repaid=F("owed")), name="kit_repaid_whole"),
            models.CheckConstraint(condition=~Q(state="written_off") | Q(waived__gt=0, repaid=F("owed") - F("waived")), name="kit_written_off_whole"),
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=["assigned", "handed"]), name="one_live_kit_a_person",
                                    violation_error_message=_("Cette personne a déjà un kit promis, ou pas encore remboursé.")),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    @property
    def left(self) -> int:
        """Francs still owed."""
        return self.owed - self.waived - self.repaid


class Term(models.Model):
    """A monthly term, written at the handing-over."""

    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="terms")
    due_on = models.DateField()
    amount = models.IntegerField()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["kit", "due_on"], name="kit_term_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="kit_term_positive"),
        ]

    def __str__(self):
        return f"{self.kit_id} {self.due_on}"


class Repayment(models.Model):
    """Francs received for a kit against a numbered receipt. Never rewritten: an error is reversed by a row of its own, once."""

    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="repayments")
    amount = models.IntegerField(help_text="francs; below zero for a reversal")
    means = models.CharField(max_length=8, choices=Means)
    voucher = models.CharField(max_length=40, help_text="number of the receipt given, or of the transfer")
    on = models.DateField()
    by_id = models.BigIntegerField()
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["voucher"], condition=Q(reverses=None), name="kit_voucher_once",
                                    violation_error_message=_("Ce numéro de reçu a déjà servi.")),
            models.CheckConstraint(condition=Q(reverses__isnull=True, amount__gt=0, because="") | Q(reverses__isnull=False, amount__lt=0, because__gt=""),
                                   name="repayment_or_its_reversal"),
            models.CheckConstraint(condition=Q(voucher__gt=""), name="repayment_has_a_voucher"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.voucher} {self.amount}"


class Waiver(models.Model):
    """What is left of a kit, given up: asked by one person with the reason, decided by another."""

    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="waivers")
    amount = models.IntegerField(help_text="francs left when it was asked")
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=WaiverState, default=WaiverState.ASKED)
    asked_by_id = models.BigIntegerField()
    asked_on = models.DateField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kit"], condition=Q(state="asked"), name="one_waiver_asked"),
            models.CheckConstraint(condition=Q(amount__gt=0, reason__gt=""), name="waiver_has_amount_and_reason"),
            models.CheckConstraint(condition=Q(state="asked") | Q(decided_by_id__isnull=False, decided_on__isnull=False), name="waiver_decided_by_and_on"),
            models.CheckConstraint(condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("asked_by_id")), name="waiver_decided_by_another",
                                   violation_error_message=_("Une autre personne décide d’effacer un solde.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kit_id} {self.amount}"


class Look(models.Model):
    """A visit to the business: is it running, what it earns, whom it employs. `months`: the follow-up that it answers; 0: none."""

    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="looks")
    on = models.DateField()
    by_id = models.BigIntegerField()
    months = models.SmallIntegerField(default=0)
    business = models.CharField(max_length=8, choices=Business)
    income = models.CharField(max_length=60, blank=True, help_text="the band in force that day, in its words")
    jobs = models.SmallIntegerField(default=0, help_text="people at work there, its owner included")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kit", "months"], condition=Q(months__gt=0), name="kit_followed_up_once"),
            models.CheckConstraint(condition=Q(jobs__gte=0, months__gte=0), name="kit_look_numbers"),
        ]

    def __str__(self):
        return f"{self.kit_id} {self.on}"
