"""Double entry in whole francs, and what each envelope still holds. Append-only for the application."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """Where the money of volunteering comes from; the order is the one that tables print."""

    STATE = "state", _("État")
    MINISTRY = "ministry", _("ministère")
    COMMUNE = "commune", _("commune")
    COOPERATION = "cooperation", _("coopération")
    UN = "un", _("Nations unies")
    FOUNDATION = "foundation", _("fondation")
    COMPANY = "company", _("entreprise")
    CIVIL_SOCIETY = "civil_society", _("société civile")
    HOST = "host", _("structures d’accueil")


class Envelope(models.Model):
    """A sum that a funder gives for a purpose: the State, a partner, a host's share."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    funder = models.CharField(max_length=120)
    kind = models.CharField(max_length=14, choices=SourceKind, default=SourceKind.STATE)
    currency = models.CharField(max_length=3, default="XOF")
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)
    kept_by = models.CharField(
        max_length=20,
        blank=True,
        help_text="who alone writes what is given and received: agreement; empty: finance, by hand",
    )

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.title


class EnvelopeMovement(models.Model):
    """One change of what an envelope holds: granted (+), withdrawn (−), committed for a seat (−), released (+), spent of the committed.

    What is received is cash; what is granted is the right to commit: a budget opens before its money comes.
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", _("doté")
        WITHDRAWN = "withdrawn", _("retiré")
        COMMITTED = "committed", _("engagé")
        RELEASED = "released", _("dégagé")
        SPENT = "spent", _("dépensé")
        RETURNED = "returned", _("revenu")
        RECEIVED = "received", _("encaissé")
        REFUNDED = "refunded", _("rendu au financeur")

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.BigIntegerField(help_text="always positive; the kind says which way")
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    source = models.CharField(max_length=40, help_text="what caused it: seat, pay_line, agreement…")
    source_id = models.BigIntegerField()
    seat = models.BigIntegerField(null=True, help_text="opaque number of the seat that it pays")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="movement_amount_positive"),
            models.UniqueConstraint(fields=["envelope", "kind", "source", "source_id"], name="movement_once"),
        ]
        indexes = [models.Index(fields=["seat"], name="movement_of_seat", condition=Q(seat__isnull=False))]

    def __str__(self):
        return f"{self.kind} {self.amount} {self.source} {self.source_id}"


class CreditNotice(models.Model):
    """The bank's or the treasury's word that money came for an envelope (avis de crédit)."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="notices")
    reference = models.CharField(max_length=60)
    amount = models.BigIntegerField()
    on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["envelope", "reference"], name="credit_notice_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="credit_notice_positive"),
        ]

    def __str__(self):
        return self.reference


class LedgerEntry(models.Model):
    """One accounting event; its legs sum to zero, which the database checks at commit."""

    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    label = models.CharField(max_length=160)
    source = models.CharField(max_length=40)
    source_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="ledger_entry_once")]

    def __str__(self):
        return self.label


class Leg(models.Model):
    """One side of an entry: an account and a signed amount."""

    class Account(models.TextChoices):
        ALLOWANCES = "allowances", _("allocations (charge)")
        OWED = "owed", _("dû aux volontaires")
        ORDERED = "ordered", _("ordonnancé")
        SENT = "sent", _("envoyé")
        RECEIVED = "received", _("reçu")
        SAVINGS = "savings", _("épargne des volontaires")
        OVERPAID = "overpaid", _("trop-perçu à reprendre")
        KITS = "kits", _("kits remboursés")
        FUNDS = "funds", _("ressources")
        CALLED = "called", _("appelé, à recevoir")
        CASH = "cash", _("encaissé")
        EXCHANGE = "exchange", _("différence de change")

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="legs")
    account = models.CharField(max_length=20, choices=Account)
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, null=True, blank=True)
    person = models.BigIntegerField(null=True, help_text="opaque number of the person")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="leg_amount_not_zero")]
        indexes = [models.Index(fields=["person", "account"], name="leg_of_person")]

    def __str__(self):
        return f"{self.account} {self.amount}"
