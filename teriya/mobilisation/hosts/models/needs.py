"""What hosts ask for, and the seats that are funded."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts.models.hosts import Host
from teriya.mobilisation.hosts.queries import NeedQuerySet
from teriya.mobilisation.hosts.states import NeedState, SeatState


class Housing(models.TextChoices):
    GIVEN = "given", _("logement fourni")
    HELPED = "helped", _("aide pour se loger")
    NONE = "none", _("pas de logement")


class Need(models.Model):
    """What a host asks for: a profile, how many, from when, for how long, with which tutor (expression de besoin)."""

    reference = models.CharField(max_length=20, unique=True)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="needs")
    form = models.ForeignKey(Form, on_delete=models.PROTECT)
    profile = models.CharField(max_length=60)
    diploma = models.CharField(max_length=20, blank=True, help_text="lowest diploma accepted")
    places = models.IntegerField()
    months = models.IntegerField(help_text="of the contract; 24 asked of a form of 12 renewable = 12, renewable")
    is_renewable = models.BooleanField(default=False)
    starts_on = models.DateField()
    tutor = models.CharField(max_length=120, blank=True)
    tasks = models.TextField(blank=True, help_text="fiche de mission")
    outputs = models.TextField(blank=True, help_text="what the mission is to leave behind")
    place = models.CharField(max_length=160, blank=True, help_text="where in the commune")
    housing = models.CharField(max_length=8, choices=Housing, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.SUBMITTED)
    by_id = models.BigIntegerField(help_text="who wrote it: somebody else approves it")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places__gt=0, months__gt=0), name="need_asks_for_something",
                                   violation_error_message=_("Un besoin demande au moins une place et un mois.")),
        ]  # fmt: skip

    def __str__(self):
        return self.reference


class Seat(models.Model):
    """One place of a need (poste ouvert). Nobody is placed on a seat that no envelope pays."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="seats")
    number = models.IntegerField()
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=8, choices=SeatState, default=SeatState.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "number"], name="seat_once"),
            models.CheckConstraint(condition=~Q(state="filled") | Q(envelope__isnull=False), name="seat_filled_is_funded",
                                   violation_error_message=_("Une place pourvue est financée par une enveloppe.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.need}/{self.number}"

    @property
    def payers(self) -> list[tuple[Envelope, int]]:
        """(envelope, weight) of those who pay: the shares where several do, else the seat's envelope. Prefetch `shares` for a set."""
        shares = sorted(self.shares.all(), key=lambda share: share.pk)
        return [(share.envelope, share.weight) for share in shares] or ([(self.envelope, 1)] if self.envelope else [])


class SeatShare(models.Model):
    """One of several envelopes that pay a seat together, by whole weights: 60, 30 and 10 of 100."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="shares")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT)
    weight = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "envelope"], name="seat_share_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="seat_share_positive",
                                   violation_error_message=_("Une part est un nombre entier, plus grand que zéro.")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.seat} {self.weight}"


class Refinancing(models.Model):
    """A seat that other envelopes take over, and why: who paid it, who pays it, and the francs that move."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="refinancings")
    former = models.JSONField(help_text="[[envelope, weight], …] of those who paid")
    payers = models.JSONField(help_text="[[envelope, weight], …] of those who pay from now on")
    amount = models.BigIntegerField(help_text="francs committed and not spent, that move")
    reason = models.TextField()
    by_id = models.BigIntegerField()
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.seat} {self.on}"
