"""Devices that work without network, and what they sent once it was back."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from teriya.foundation.core.sealing import unseal
from teriya.foundation.offline.queries import DepositQuerySet, DeviceQuerySet
from teriya.foundation.offline.states import OPEN, DepositState

SEALED = "teriya.offline.deposits"


class Device(models.Model):
    """A telephone, a tablet or a computer of one person, enrolled before going to the field.

    It proves itself by a secret that it made and that only it holds: the agency keeps the SHA-256.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="made by the form that enrols it")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(max_length=60)
    secret = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the device's secret")
    enrolled_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    def __str__(self):
        return self.name


class Deposit(models.Model):
    """One form filled in without network, kept as received until it is written by its room or set aside.

    What was typed is emptied once written: the register holds it.
    """

    receipt = models.UUIDField(
        unique=True, help_text="made by the device: the id of the receipt that the form will have"
    )
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="deposits")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deposits")
    path = models.CharField(max_length=300, help_text="address of the form's page: what kind, about which record")
    content = models.JSONField(help_text="fields and files, as sent")  # of a sealed kind, encrypted
    version = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="keyed digest of what was sent; empty for those older than this column",
    )
    typed_at = models.DateTimeField(help_text="by the device's clock, set right by how far it was from ours")
    received_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=DepositState, default=DepositState.WAITING)
    code = models.CharField(max_length=40, blank=True, help_text="of the refusal")
    sentence = models.CharField(max_length=600, blank=True)
    answer = models.JSONField(default=dict, help_text="what the room's action answered")

    objects = DepositQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["author", "state"], name="deposit_of_author")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="refused") | Q(sentence__gt=""), name="refused_deposit_says_why"),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(content={}), name="applied_deposit_keeps_no_copy",
                violation_error_message=_("Une saisie enregistrée ne garde pas de copie."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.path} {self.receipt}"

    @property
    def opened(self) -> dict[str, Any]:
        """What was typed, in clear."""
        return unseal(self.content["sealed"], SEALED) if "sealed" in self.content else self.content

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Conflict(models.Model):
    """The record changed between the typing and the sending: what stood then, what stands now, what was typed."""

    deposit = models.OneToOneField(Deposit, on_delete=models.PROTECT, related_name="conflict", primary_key=True)
    before = models.JSONField(help_text="the record as the device showed it")
    found = models.JSONField(help_text="the record as the register held it when the entry came")
    typed = models.JSONField(help_text="what the author wants")
    at = models.DateTimeField(db_default=Now())
    written = models.JSONField(
        null=True, blank=True, help_text="what was decided; empty: the register stays as it was"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.deposit_id}"
